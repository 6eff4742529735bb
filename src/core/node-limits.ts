/**
 * How many of each thing the whole broker may have, over all vhosts, under RabbitMQ's names and
 * with its texts. Made by broker.ts, asked wherever one more is about to come.
 */
import { BrokerError } from './errors.js';
import type { Vhost } from './vhost.js';

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
}

export class NodeLimits {
  /** Counted by the protocols: a channel is theirs. */
  channelCount = 0;
  /** May be replaced: what is there already stays. */
  options: NodeLimitOptions;
  readonly #vhosts: ReadonlyMap<string, Vhost>;

  constructor(options: NodeLimitOptions, vhosts: ReadonlyMap<string, Vhost>) {
    this.options = options;
    this.#vhosts = vhosts;
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
