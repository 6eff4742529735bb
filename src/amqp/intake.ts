/**
 * Whether a peer is read from, and why not: one of these reasons is enough to pause, and all must
 * go before reading goes on. connection.ts gives and takes them.
 */
import type { Transport } from '../core/protocol.js';

/**
 * The store is behind; the peer does not read what it is sent; a resource runs short; a login is
 * examined.
 */
export type HoldReason = 'store' | 'output' | 'alarm' | 'login';

export class Intake {
  readonly #transport: Transport;
  readonly #reasons = new Set<HoldReason>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get isHeld(): boolean {
    return this.#reasons.size > 0;
  }

  isHeldBy(reason: HoldReason): boolean {
    return this.#reasons.has(reason);
  }

  hold(reason: HoldReason): void {
    this.#reasons.add(reason);
    this.#transport.pause();
  }

  release(reason: HoldReason): void {
    if (this.#reasons.delete(reason) && !this.isHeld) this.#transport.resume();
  }

  /** Whatever held it up, the next bytes are wanted. */
  releaseAll(): void {
    this.#reasons.clear();
    this.#transport.resume();
  }
}
