/**
 * How fast things go, for whoever asks over HTTP: numbers with their rates, and with samples if a
 * request names a range. Built by routes.ts; a request gets its view of it.
 */
import type { Broker } from '../../core/broker.js';
import type { ClientChannel } from '../../core/client.js';
import type { Exchange } from '../../core/exchange/exchange.js';
import type { Queue } from '../../core/queue/queue.js';
import type { Vhost } from '../../core/vhost.js';
import type { VhostClient } from '../../core/vhost-clients.js';
import type { ApiContext, ManagementContext } from '../context.js';
import type { Columns } from '../lists/columns.js';
import type { Machine } from '../machine.js';
import type { Detailed } from './details.js';
import {
  CHURN,
  channelKind,
  clientKind,
  DEAD_LETTERS,
  DELIVERIES,
  DISK_USE,
  exchangeKind,
  LENGTHS,
  OCTETS,
  OLDEST_AGE,
  OLDEST_ARRIVAL,
  overviewKind,
  PUBLISHES,
  queueKind,
  vhostKind,
} from './kinds.js';
import { nodeKind } from './node-kind.js';
import { type Range, type Ranges, readRanges } from './range.js';
import { Sampler } from './sampler.js';
import { statsPicker } from './stats-picker.js';
import { Track } from './track.js';

/** Of `message_stats` of a queue. */
const QUEUE_GROUPS = [['publish'], DELIVERIES];

class Tracks {
  readonly node: Track<Machine>;
  readonly overview: Track<Broker>;
  readonly vhosts: Track<Vhost>;
  readonly queues: Track<Queue>;
  readonly exchanges: Track<Exchange>;
  readonly clients: Track<VhostClient>;
  readonly channels: Track<ClientChannel>;

  constructor(context: ManagementContext) {
    const { broker } = context;
    this.node = new Track(nodeKind(context));
    this.overview = new Track(overviewKind(broker));
    this.vhosts = new Track(vhostKind(broker));
    this.queues = new Track(queueKind(broker));
    this.exchanges = new Track(exchangeKind(broker));
    this.clients = new Track(clientKind(broker));
    this.channels = new Track(channelKind(broker));
  }
}

/** RabbitMQ's word for a wrong range in those lists that come in pages made by itself. */
export const INVALID_RANGE = 'invalid_range_parameters';

/** What routes are given that tell of rates. */
export interface RatedContext extends ManagementContext {
  readonly rates: Rates;
}

export class Rates {
  readonly #broker: Broker;
  readonly #tracks: Tracks;
  readonly #sampler: Sampler;

  constructor(context: ManagementContext) {
    const { broker } = context;
    const tracks = new Tracks(context);
    const { node, overview, vhosts, queues, exchanges, clients, channels } = tracks;
    this.#broker = broker;
    this.#tracks = tracks;
    const asked = [vhosts, queues, exchanges, clients, channels];
    this.#sampler = new Sampler(broker.clock, { always: [node, overview], asked });
  }

  /**
   * For what the request asks for. Throws if its ranges are wrong, with `error` as RabbitMQ's word
   * for it.
   */
  view(ctx: ApiContext, error?: string): RatesView {
    const ranges = readRanges(ctx, this.#broker.clock.now, error);
    this.#sampler.touch();
    return new RatesView(this.#broker, this.#tracks, ranges);
  }
}

/** Groups of message_stats of which nothing has happened yet are left out. */
export class RatesView {
  readonly #broker: Broker;
  readonly #tracks: Tracks;
  readonly #ranges: Ranges;

  constructor(broker: Broker, tracks: Tracks, ranges: Ranges) {
    this.#broker = broker;
    this.#tracks = tracks;
    this.#ranges = ranges;
  }

  node(machine: Machine): Detailed {
    const { node } = this.#tracks;
    return node.present(machine, node.names, this.#ranges.node_stats);
  }

  overview() {
    const { lengths, msg_rates } = this.#ranges;
    const { overview } = this.#tracks;
    const stats = [...PUBLISHES, ...DELIVERIES, ...DISK_USE, ...DEAD_LETTERS];
    // Once: it goes through all queues.
    const numbers = overview.numbers(this.#broker);
    const oldestAge = overview.names.indexOf(OLDEST_AGE);
    return {
      message_stats: overview.present(this.#broker, stats, msg_rates, numbers),
      churn_rates: overview.present(this.#broker, CHURN, lengths, numbers),
      queue_totals: overview.present(this.#broker, LENGTHS, lengths, numbers),
      oldest_message_age_ms_details: overview.details(this.#broker, oldestAge, lengths),
    };
  }

  /** Of some vhosts together; samples are not added up. */
  overviewOf(vhosts: readonly Vhost[]) {
    const { vhosts: track } = this.#tracks;
    const sum = (names: readonly string[]): Detailed =>
      total(
        names,
        vhosts.map((vhost) => track.present(vhost, names, undefined)),
      );
    return {
      message_stats: sum([...PUBLISHES, ...DELIVERIES]),
      queue_totals: sum(LENGTHS),
    };
  }

  vhost(vhost: Vhost) {
    const { lengths, msg_rates, data_rates } = this.#ranges;
    const { vhosts } = this.#tracks;
    return {
      ...vhosts.present(vhost, LENGTHS, lengths),
      ...vhosts.present(vhost, OCTETS, data_rates),
      ...messageStats(vhosts, vhost, [PUBLISHES, DELIVERIES], msg_rates),
    };
  }

  queue(queue: Queue) {
    const { queues } = this.#tracks;
    return Object.assign(
      queues.present(queue, LENGTHS, this.#ranges.lengths),
      this.queueStats(queue),
    );
  }

  /** How old its oldest message was, 0 where none was ready; if such samples are asked for. */
  queueAge(queue: Queue) {
    const { lengths } = this.#ranges;
    const { queues } = this.#tracks;
    const { samples } = queues.details(queue, queues.names.indexOf(OLDEST_ARRIVAL), lengths);
    if (samples === undefined) return undefined;
    const ages = samples.map(({ sample: arrivedAt, timestamp }) => ({
      sample: arrivedAt === 0 ? 0 : Math.max(timestamp - arrivedAt, 0),
      timestamp,
    }));
    return { oldest_message_age_ms_details: { samples: ages } };
  }

  /** `message_stats` alone, or nothing. */
  queueStats(queue: Queue) {
    const { queues } = this.#tracks;
    return messageStats(queues, queue, QUEUE_GROUPS, this.#ranges.msg_rates);
  }

  /** Some columns of `message_stats`; undefined if they are not so simple. */
  queueStatsPicker(columns: Columns): ((queue: Queue) => object | undefined) | undefined {
    const { queues } = this.#tracks;
    return statsPicker(queues, QUEUE_GROUPS, columns, this.#ranges.msg_rates);
  }

  /** Of one number of `message_stats` or its rate, or of the rate of a length. */
  queueReader([first = '', ...below]: readonly string[]): ((queue: Queue) => number) | undefined {
    const { queues } = this.#tracks;
    const { lengths, msg_rates } = this.#ranges;
    if (first !== 'message_stats') return queues.reader([first, ...below], lengths);
    return queues.reader(below, msg_rates);
  }

  exchange(exchange: Exchange) {
    const groups = [['publish_in'], ['publish_out'], ['publish_unroutable']];
    return messageStats(this.#tracks.exchanges, exchange, groups, this.#ranges.msg_rates);
  }

  /** Of one number or its rate. */
  exchangeReader(keys: readonly string[]): ((exchange: Exchange) => number) | undefined {
    return this.#tracks.exchanges.reader(keys, this.#ranges.msg_rates);
  }

  client(client: VhostClient) {
    return this.#tracks.clients.present(client, OCTETS, this.#ranges.data_rates);
  }

  channel(channel: ClientChannel) {
    const groups = [PUBLISHES, DELIVERIES];
    return messageStats(this.#tracks.channels, channel, groups, this.#ranges.msg_rates);
  }
}

function messageStats<T>(
  track: Track<T>,
  thing: T,
  groups: readonly (readonly string[])[],
  range: Range | undefined,
): { readonly message_stats?: Detailed } {
  const stats: Detailed = {};
  for (const names of groups) {
    const group = track.present(thing, names, range);
    if (names.some((name) => group[name] !== 0)) Object.assign(stats, group);
  }
  return Object.keys(stats).length === 0 ? {} : { message_stats: stats };
}

function total(names: readonly string[], all: readonly Detailed[]): Detailed {
  const sum: Detailed = {};
  for (const name of names) {
    let [value, rate] = [0, 0];
    for (const each of all) {
      const [number, details] = [each[name], each[`${name}_details`]];
      if (typeof number === 'number') value += number;
      if (typeof details === 'object') rate += details.rate;
    }
    sum[name] = value;
    sum[`${name}_details`] = { rate };
  }
  return sum;
}
