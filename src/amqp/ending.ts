/**
 * When a connection may end: a fault of ours waits for the replies that channels have still to
 * give, the client's own close for what came on its channels before. Owned by connection.ts, which
 * does what is due.
 */
import type { DurableWaits } from './durable-waits.js';
import type { Reply } from './replies.js';

/** Implemented by connection.ts. */
export interface EndingOwner {
  /** Answers the client's Connection.Close. */
  leave(): void;
  /** Sends ours. */
  close(reply: Reply, methodId: number): void;
}

export class Ending {
  readonly #waits: DurableWaits;
  readonly #owner: EndingOwner;
  #isLeaving = false;
  #isOver = false;
  #failure: { readonly reply: Reply; readonly methodId: number } | undefined;

  constructor(waits: DurableWaits, owner: EndingOwner) {
    this.#waits = waits;
    this.#owner = owner;
  }

  /** The client has sent Connection.Close. */
  leave(): void {
    this.#isLeaving = true;
    this.proceed();
  }

  /** Of several faults the first is told. What waits behind a basic.get is too late. */
  fail(reply: Reply, methodId: number): void {
    this.#failure ??= { reply, methodId };
    this.proceed();
  }

  get #isDue(): boolean {
    if (this.#failure !== undefined) return this.#isLeaving || !this.#waits.hasReplies;
    return this.#isLeaving && !this.#waits.hasHeldFrames;
  }

  /** To be called when something waits no more. */
  proceed(): void {
    if (this.#isOver || !this.#isDue) return;
    this.#isOver = true;
    if (this.#isLeaving || this.#failure === undefined) this.#owner.leave();
    else this.#owner.close(this.#failure.reply, this.#failure.methodId);
  }
}
