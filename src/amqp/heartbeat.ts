/**
 * Heartbeats of one connection (AMQP 0-9-1 §4.2.7): one is sent when nothing was for half an
 * interval, and a peer that was silent for two intervals is taken for gone. connection.ts notes
 * traffic and obeys.
 */
import type { Clock, Timer } from '../core/clock.js';

export interface HeartbeatEvents {
  /** Nothing was written for half an interval. */
  onIdle(): void;
  /** Nothing was read for two intervals. */
  onMissed(): void;
}

/** Two checks to an interval. */
const SILENT_CHECKS_MAX = 4;

export class Heartbeat {
  readonly #clock: Clock;
  readonly #checkIntervalMs: number;
  readonly #events: HeartbeatEvents;
  #timer: Timer;
  #hasWritten = false;
  #silentChecks = 0;

  constructor(clock: Clock, intervalSeconds: number, events: HeartbeatEvents) {
    this.#clock = clock;
    this.#checkIntervalMs = (intervalSeconds * 1000) / 2;
    this.#events = events;
    this.#timer = clock.after(this.#checkIntervalMs, () => this.#check());
  }

  /** The next check comes too soon after this to count. */
  noteRead(): void {
    this.#silentChecks = -1;
  }

  noteWritten(): void {
    this.#hasWritten = true;
  }

  stop(): void {
    this.#clock.cancel(this.#timer);
  }

  #check(): void {
    this.#timer = this.#clock.after(this.#checkIntervalMs, () => this.#check());
    if (!this.#hasWritten) this.#events.onIdle();
    this.#hasWritten = false;
    if (++this.#silentChecks >= SILENT_CHECKS_MAX) this.#events.onMissed();
  }
}
