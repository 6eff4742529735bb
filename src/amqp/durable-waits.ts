/**
 * What of one connection waits for the disk: channels with replies or confirms to give, and reading
 * itself where the store is behind. Listens to the broker only while something waits, so that a
 * commit costs nothing for connections that are idle. Owned by connection.ts.
 */
import type { Broker } from '../core/broker.js';
import type { Channel } from './channel.js';
import type { Intake } from './intake.js';
import type { RunReply } from './reply-queue.js';

/** Replies of one channel that may wait before the peer is not read from. */
const WAITING_REPLIES_MAX = 1024;

export class DurableWaits {
  readonly #broker: Broker;
  readonly #intake: Intake;
  readonly #run: (channel: Channel, reply: () => void, methodId: number) => void;
  readonly #channels = new Set<Channel>();
  readonly #onDurable = (): void => this.#release();

  /** `run` gives a reply that waited no longer, and answers its fault. */
  constructor(
    broker: Broker,
    intake: Intake,
    run: (channel: Channel, reply: () => void, methodId: number) => void,
  ) {
    this.#broker = broker;
    this.#intake = intake;
    this.#run = run;
  }

  add(channel: Channel): void {
    if (channel.replies.length > WAITING_REPLIES_MAX) this.holdIntake();
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
    for (const channel of this.#channels) {
      const run: RunReply = (reply, methodId) => this.#run(channel, reply, methodId);
      if (!channel.releaseDurable(run)) this.#channels.delete(channel);
    }
    if (!this.#broker.store.isCongested) this.#intake.release('store');
    if (this.#channels.size === 0 && !this.#intake.isHeldBy('store')) {
      this.#broker.durable.delete(this.#onDurable);
    }
  }
}
