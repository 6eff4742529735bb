/** What budget.spec.ts holds the broker to, and measure.ts measures. */

export interface Scenario {
  readonly name: string;
  readonly isDurable: boolean;
  readonly confirms: boolean;
  /** How many deliveries the consumer acknowledges in one; 0 if it need not. */
  readonly acknowledgeCount: number;
  /**
   * Heap and buffers for a message of 64 bytes, from publish to delivery: 1.07 times what was
   * measured.
   */
  readonly bytesMax: number;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'transient, not acknowledged',
    isDurable: false,
    confirms: false,
    acknowledgeCount: 0,
    bytesMax: 610,
  },
  {
    name: 'transient, acknowledged one by one',
    isDurable: false,
    confirms: false,
    acknowledgeCount: 1,
    bytesMax: 620,
  },
  {
    name: 'durable, confirmed, acknowledged by the hundred',
    isDurable: true,
    confirms: true,
    acknowledgeCount: 100,
    bytesMax: 620,
  },
];
