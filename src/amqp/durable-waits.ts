/**
 * What of one connection waits for the disk: channels with replies or confirms to give, or with a
 * basic.get, and reading itself where the store is behind. Listens to the broker only while
 * something waits, so that a commit costs nothing for connections that are idle. Owned by
 * connection.ts.
 */
import type { Broker } from '../core/broker.js';
import type { Channel } from './channel.js';
import type { Intake } from './intake.js';
import type { RunReply } from './reply-queue.js';

/** Implemented by connection.ts. */
export interface DurableWaitsOwner {
  /** Gives a reply that waits no longer, and answers its fault. */
  runReply(channel: Channel, reply: () => void, methodId: number): void;
  /** What was due has been given. */
  onReleased(): void;
}

export class DurableWaits {
  readonly #broker: Broker;
  readonly #intake: Intake;
  readonly #owner: DurableWaitsOwner;
  readonly #channels = new Set<Channel>();
  readonly #onDurable = (): void => this.#release();

  constructor(broker: Broker, intake: Intake, owner: DurableWaitsOwner) {
    this.#broker = broker;
    this.#intake = intake;
    this.#owner = owner;
  }

  /** Has any channel a reply to give? */
  get hasReplies(): boolean {
    for (const { replies } of this.#channels) if (replies.length > 0) return true;
    return false;
  }

  /** Has any channel a basic.get that waits, and whatever came behind it? */
  get hasHeldFrames(): boolean {
    for (const { hasHeldFrames } of this.#channels) if (hasHeldFrames) return true;
    return false;
  }

  add(channel: Channel): void {
    if (channel.isBehind) this.holdIntake();
    this.#channels.add(channel);
    this.#broker.durable.add(this.#onDurable);
  }

  delete(channel: Channel): void {
    this.#channels.delete(channel);
  }

  clear(): void {
    this.#channels.clear();
    this.#broker.durable.delete(this.#onDurable);
  }

  /** Nothing more is read until the store has caught up. */
  holdIntake(): void {
    this.#intake.hold('store');
    this.#broker.durable.add(this.#onDurable);
  }

  #release(): void {
    let isBehind = false;
    for (const channel of this.#channels) {
      const run: RunReply = (reply, methodId) => this.#owner.runReply(channel, reply, methodId);
      if (!channel.releaseDurable(run)) this.#channels.delete(channel);
      else if (channel.isBehind) isBehind = true;
    }
    // What waited may have fed the store just now.
    if (!isBehind && !this.#broker.store.isCongested) this.#intake.release('store');
    if (this.#channels.size === 0 && !this.#intake.isHeldBy('store')) {
      this.#broker.durable.delete(this.#onDurable);
    }
    this.#owner.onReleased();
  }
}
