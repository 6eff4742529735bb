/**
 * The share of time in which a queue could hand a message to a consumer at once: a moving average,
 * in which what was a second ago counts half, as RabbitMQ's consumer_capacity. Kept by dispatch.ts,
 * which tells each change. HOT.
 */
import type { Clock } from '../clock.js';

const HALF_LIFE_MS = 1_000;

export class Utilisation {
  readonly #clock: Clock;
  #average = 1;
  #canDeliver = true;
  #changedAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#changedAt = clock.now;
  }

  note(canDeliver: boolean): void {
    if (canDeliver === this.#canDeliver) return;
    this.#catchUp();
    this.#canDeliver = canDeliver;
  }

  /** 0 to 1. */
  get value(): number {
    this.#catchUp();
    return this.#average;
  }

  #catchUp(): void {
    const { now } = this.#clock;
    const elapsed = now - this.#changedAt;
    if (elapsed === 0) return;
    this.#changedAt = now;
    const kept = 2 ** (-elapsed / HALF_LIFE_MS);
    this.#average = this.#average * kept + (this.#canDeliver ? 1 - kept : 0);
  }
}
