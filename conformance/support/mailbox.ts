/**
 * What arrives on its own (deliveries, returns, confirms, frames) is put here, and the scenario
 * takes it out in order, waiting when nothing has come yet.
 */
import { within } from './within.js';

export class Mailbox<T> {
  readonly #what: string;
  readonly #items: T[] = [];
  readonly #waiting: { resolve(item: T): void; reject(error: Error): void }[] = [];
  #failure: Error | undefined;

  constructor(what: string) {
    this.#what = what;
  }

  get count(): number {
    return this.#items.length;
  }

  put(item: T): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#items.push(item);
    else waiting.resolve(item);
  }

  /** Nothing more will come: whoever waits, now or later, is told so. */
  fail(error: Error): void {
    this.#failure = error;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }

  async next(limitMs?: number): Promise<T> {
    if (this.#items.length > 0) return this.#items.splice(0, 1)[0] as T;
    if (this.#failure !== undefined) throw this.#failure;
    const item = new Promise<T>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
    return within(item, this.#what, limitMs);
  }

  async take(count: number): Promise<T[]> {
    const items: T[] = [];
    while (items.length < count) items.push(await this.next());
    return items;
  }
}
