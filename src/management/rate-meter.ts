/**
 * How fast numbers grow: looks at them every five seconds and remembers two looks. Built by app.ts;
 * asked by present/.
 */
import type { Clock } from '../core/clock.js';

/** RabbitMQ's collect_statistics_interval. */
const INTERVAL_MS = 5_000;

export type Numbers = Readonly<Record<string, number>>;

interface Look {
  readonly at: number;
  readonly numbers: Numbers;
}

export class RateMeter {
  readonly #clock: Clock;
  readonly #read: () => Numbers;
  #before: Look | undefined;
  #latest: Look | undefined;

  constructor(clock: Clock, read: () => Numbers) {
    this.#clock = clock;
    this.#read = read;
    this.#look();
  }

  /** Each number, and how much it grew in a second: `name` and `name_details`. */
  withRates(numbers: Numbers): Record<string, number | { readonly rate: number }> {
    const rated: Record<string, number | { readonly rate: number }> = {};
    for (const [name, value] of Object.entries(numbers)) {
      rated[name] = value;
      rated[`${name}_details`] = { rate: this.#rate(name) };
    }
    return rated;
  }

  #rate(name: string): number {
    const before = this.#before;
    const latest = this.#latest;
    if (before === undefined || latest === undefined || latest.at === before.at) return 0;
    const growth = (latest.numbers[name] ?? 0) - (before.numbers[name] ?? 0);
    return (growth * 1_000) / (latest.at - before.at);
  }

  #look(): void {
    this.#before = this.#latest;
    this.#latest = { at: this.#clock.now, numbers: this.#read() };
    this.#clock.after(INTERVAL_MS, () => this.#look());
  }
}
