/**
 * How many of each thing the whole broker may have, over all vhosts, under RabbitMQ's names and
 * with its texts. Made by broker.ts, asked wherever one more is about to come.
 */
import { MESSAGE_SIZE_MAX_4 } from './compatibility.js';
import type { Owner } from './consumer.js';
import { BrokerError } from './errors.js';
import type { Vhost } from './vhost.js';

/** In bytes: RabbitMQ's max_message_size where it is not told another, up to 3.13. */
export const MESSAGE_SIZE_MAX = 134_217_728;

/** Infinity where there is no limit, as in RabbitMQ unless it is told otherwise. */
export interface NodeLimitOptions {
  /** RabbitMQ's vhost_max, which came with 4.1. */
  readonly vhostCountMax?: number;
  /** RabbitMQ's channel_max_per_node. */
  readonly channelCountMax?: number;
  /** RabbitMQ's cluster_queue_limit. */
  readonly queueCountMax?: number;
  /** RabbitMQ's cluster_exchange_limit: the seven of each vhost count too. */
  readonly exchangeCountMax?: number;
  /** RabbitMQ's max_message_size: of a body, in bytes. MESSAGE_SIZE_MAX where it is not given. */
  readonly messageSizeMax?: number;
}

export class NodeLimits {
  /** Counted by the protocols: a channel is theirs. */
  channelCount = 0;
  /** No body that is smaller is too large for any vhost. HOT. */
  messageSizeAlwaysFit = 0;
  #options: NodeLimitOptions = {};
  readonly #vhosts: ReadonlyMap<string, Vhost>;

  constructor(options: NodeLimitOptions, vhosts: ReadonlyMap<string, Vhost>) {
    this.options = options;
    this.#vhosts = vhosts;
  }

  get options(): NodeLimitOptions {
    return this.#options;
  }

  /** May be replaced: what is there already stays. */
  set options(options: NodeLimitOptions) {
    this.#options = options;
    this.messageSizeAlwaysFit = Math.min(this.#messageSizeMax, MESSAGE_SIZE_MAX_4);
  }

  get #messageSizeMax(): number {
    return this.#options.messageSizeMax ?? MESSAGE_SIZE_MAX;
  }

  /** RabbitMQ 4.x has a lower limit, which the vhost may hold to; it is told of a larger body. */
  requireMessageSize(size: number, vhost: Vhost, client: Owner): void {
    const isRefused =
      size > MESSAGE_SIZE_MAX_4 &&
      size <= this.#messageSizeMax &&
      vhost.refuses('message-size', client);
    const sizeMax = isRefused ? MESSAGE_SIZE_MAX_4 : this.#messageSizeMax;
    if (size <= sizeMax) return;
    throw new BrokerError(
      'precondition-failed',
      `message size ${size} is larger than configured max size ${sizeMax}`,
    );
  }

  requireVhostRoom(name: string): void {
    const { vhostCountMax = Infinity } = this.options;
    if (this.#vhosts.size < vhostCountMax) return;
    throw new BrokerError(
      'precondition-failed',
      `cannot create vhost '${name}': vhost limit of ${vhostCountMax} is reached`,
    );
  }

  requireChannelRoom(nodeName: string): void {
    const { channelCountMax = Infinity } = this.options;
    if (this.channelCount < channelCountMax) return;
    throw new BrokerError(
      'not-allowed',
      `number of channels opened on node '${nodeName}' has reached the maximum allowed limit ` +
        `of ${channelCountMax}`,
    );
  }

  requireQueueRoom(name: string): void {
    const { queueCountMax = Infinity } = this.options;
    if (this.#hasRoom((vhost) => vhost.queueCount, queueCountMax)) return;
    throw new BrokerError(
      'precondition-failed',
      `cannot declare queue '${name}': queue limit in cluster (${queueCountMax}) is reached`,
    );
  }

  /** `resource` is what resourceText of resource-name.ts says. */
  requireExchangeRoom(resource: string): void {
    const { exchangeCountMax = Infinity } = this.options;
    if (this.#hasRoom((vhost) => vhost.exchangeCount, exchangeCountMax)) return;
    throw new BrokerError(
      'precondition-failed',
      `cannot declare ${resource}: exchange limit of ${exchangeCountMax} is reached`,
    );
  }

  /** Is there room for one more? Counts only where there is a limit. */
  #hasRoom(countOf: (vhost: Vhost) => number, countMax: number): boolean {
    if (countMax === Infinity) return true;
    let count = 0;
    for (const vhost of this.#vhosts.values()) count += countOf(vhost);
    return count < countMax;
  }
}
