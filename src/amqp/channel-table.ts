/**
 * The channels of one connection, by number: opened, and given back, within the limits of the
 * connection, of the node and of the user. Owned by connection.ts.
 */
import { BrokerError } from '../core/errors.js';
import type { Vhost } from '../core/vhost.js';
import { Channel } from './channel.js';
import type { Connection } from './connection.js';
import { AmqpFault } from './replies.js';
import type { NameCache } from './wire/name-cache.js';

export class ChannelTable {
  /** Agreed with the peer. */
  numberMax = 0;
  readonly #connection: Connection;
  readonly #names: NameCache;
  readonly #nodeName: string;
  readonly #channels: (Channel | undefined)[] = [];

  constructor(connection: Connection, names: NameCache, nodeName: string) {
    this.#connection = connection;
    this.#names = names;
    this.#nodeName = nodeName;
  }

  /** HOT: asked for each frame. */
  get(number: number): Channel | undefined {
    return this.#channels[number];
  }

  *all(): Generator<Channel> {
    for (const channel of this.#channels) if (channel !== undefined) yield channel;
  }

  get count(): number {
    let count = 0;
    for (const channel of this.#channels) if (channel !== undefined) count++;
    return count;
  }

  /** Throws if there may be no channel of this number, or no more at all. */
  open(number: number, vhost: Vhost): void {
    if (number > this.numberMax) {
      throw new AmqpFault(
        'not-allowed',
        `number of channels opened (${this.numberMax}) has reached the ` +
          `negotiated channel_max (${this.numberMax})`,
        0,
      );
    }
    const { user } = this.#connection;
    const { limits, access } = this.#connection.broker;
    blamingNone(() => {
      limits.requireChannelRoom(this.#nodeName);
      access.sessions.requireChannelRoom(user);
    });
    limits.channelCount++;
    access.sessions.addChannel(user);
    const channel = new Channel(number, this.#connection, vhost, this.#names);
    this.#channels[number] = channel;
    this.#connection.events.channelOpened(channel);
  }

  /** It has come to its end. */
  forget(channel: Channel): void {
    if (this.#channels[channel.number] === channel) this.#noteClosed(channel);
    this.#channels[channel.number] = undefined;
  }

  /** All of them end, and what they held goes back. */
  releaseAll(): void {
    for (const channel of this.#channels) {
      if (channel === undefined) continue;
      channel.release();
      this.#noteClosed(channel);
    }
    this.#channels.length = 0;
  }

  #noteClosed(channel: Channel): void {
    const { limits, access } = this.#connection.broker;
    limits.channelCount--;
    access.sessions.deleteChannel(this.#connection.user);
    this.#connection.events.channelClosed(channel);
  }
}

/** As in RabbitMQ: where there is no room for a channel, no method is to blame. */
function blamingNone(check: () => void): void {
  try {
    check();
  } catch (fault) {
    if (!(fault instanceof BrokerError)) throw fault;
    throw new AmqpFault(fault.kind, fault.message, 0);
  }
}
