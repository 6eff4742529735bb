/**
 * Heartbeats of one connection (AMQP 0-9-1 §4.2.7): one is sent when nothing was for a quarter of
 * an interval, and a peer that was silent for two intervals is taken for gone. connection.ts notes
 * traffic and obeys.
 */
import type { Clock, Timer } from '../core/clock.js';

export interface HeartbeatEvents {
  /** Nothing was written for a quarter of an interval. */
  onIdle(): void;
  /** Nothing was read for two intervals. */
  onMissed(): void;
}

/**
 * What was written just after a check keeps the next one quiet, so silence lasts for two checks at
 * most: half an interval. Some clients (@cloudamqp/amqp-client) do not wait for longer than one.
 */
const CHECKS_PER_INTERVAL = 4;
const SILENT_CHECKS_MAX = 2 * CHECKS_PER_INTERVAL;

export class Heartbeat {
  readonly #clock: Clock;
  readonly #checkIntervalMs: number;
  readonly #events: HeartbeatEvents;
  #timer: Timer;
  #hasWritten = false;
  #silentChecks = 0;

  constructor(clock: Clock, intervalSeconds: number, events: HeartbeatEvents) {
    this.#clock = clock;
    this.#checkIntervalMs = (intervalSeconds * 1000) / CHECKS_PER_INTERVAL;
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
