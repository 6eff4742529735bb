/**
 * A scrape: the metrics of one endpoint as text, in chunks. Between them the event loop gets its
 * turn, so that a broker with many queues stays as quick as it is.
 */
import {
  ALL_CHANNELS,
  CHANNEL_DELIVERIES,
  CHANNEL_PUBLISHES,
  CHANNEL_STATES,
} from './channel-groups.js';
import { ALL_CONNECTIONS, CONNECTION_BYTES, CONNECTION_DETAILS } from './connection-groups.js';
import { EXCHANGE_BINDINGS, EXCHANGE_NAMES, VHOST_STATUS } from './cluster-groups.js';
import {
  GLOBAL_CLIENTS,
  GLOBAL_DEAD_LETTERS,
  GLOBAL_DELIVERIES,
  GLOBAL_MESSAGES,
  MESSAGE_SIZES,
} from './global-groups.js';
import type { MetricGroup } from './group.js';
import { Turns } from '../turns.js';
import { identity } from './identity.js';
import { MEMORY } from './memory-groups.js';
import { ALARMS, CHURN, LOGINS, NODE_LIMITS, NODE_USE, TOTALS } from './node-groups.js';
import { QUEUE_CONSUMERS, QUEUE_DELIVERIES, QUEUE_DEPTH, QUEUE_DETAILS } from './queue-groups.js';
import type { MetricsSource } from './source.js';

export type Endpoint = 'aggregated' | 'per-object' | 'detailed' | 'memory-breakdown';

export interface ScrapeRequest {
  readonly endpoint: Endpoint;
  /** What `detailed` is to tell, by the names of groups. */
  readonly families?: ReadonlySet<string>;
  /** Of which vhosts; all, if it is not given. */
  readonly vhosts?: ReadonlySet<string> | undefined;
}

const CHUNK_SIZE = 65_536;

const NODE_GROUPS = [CHURN, NODE_USE, NODE_LIMITS, LOGINS];
const QUEUE_GROUPS = [QUEUE_DEPTH, QUEUE_CONSUMERS, QUEUE_DETAILS, QUEUE_DELIVERIES];
const CLIENT_GROUPS = [
  CONNECTION_BYTES,
  CONNECTION_DETAILS,
  CHANNEL_STATES,
  CHANNEL_PUBLISHES,
  CHANNEL_DELIVERIES,
];
const GLOBAL_GROUPS = [GLOBAL_CLIENTS, GLOBAL_MESSAGES, GLOBAL_DELIVERIES, GLOBAL_DEAD_LETTERS];
const CLUSTER_GROUPS = [VHOST_STATUS, EXCHANGE_NAMES, EXCHANGE_BINDINGS];

export async function* scrape(
  source: MetricsSource,
  request: ScrapeRequest,
): AsyncGenerator<string> {
  let chunk = '';
  const turns = new Turns();
  for (const piece of piecesOf(source, request)) {
    chunk += piece;
    if (chunk.length >= CHUNK_SIZE) {
      yield chunk;
      chunk = '';
    }
    if (turns.isOver) await turns.pause();
  }
  yield chunk;
}

function* piecesOf(source: MetricsSource, request: ScrapeRequest): Generator<string> {
  switch (request.endpoint) {
    case 'aggregated':
      yield* each('rabbitmq_', [ALARMS, ...NODE_GROUPS, TOTALS], source);
      for (const group of [QUEUE_DEPTH, QUEUE_DETAILS]) yield* group.sum('rabbitmq_', source);
      yield* each('rabbitmq_', [ALL_CONNECTIONS, ALL_CHANNELS], source);
      yield* each('rabbitmq_global_', GLOBAL_GROUPS, source);
      yield* each('rabbitmq_', [MESSAGE_SIZES], source);
      break;
    case 'per-object':
      yield* each('rabbitmq_', [ALARMS, ...NODE_GROUPS, TOTALS], source);
      yield* each('rabbitmq_', CLIENT_GROUPS, source);
      yield* each('rabbitmq_', [QUEUE_DEPTH, QUEUE_DETAILS, QUEUE_DELIVERIES], source);
      yield* each('rabbitmq_global_', GLOBAL_GROUPS, source);
      yield* each('rabbitmq_', [MESSAGE_SIZES], source);
      break;
    case 'detailed':
      yield* detailed(source, request);
      break;
    case 'memory-breakdown':
      yield* each('leveret_', [MEMORY], source);
  }
  yield* each('rabbitmq_', identity(request.endpoint), source);
}

function* detailed(
  source: MetricsSource,
  { families = new Set(), vhosts }: ScrapeRequest,
): Generator<string> {
  // What has the consumers of queues among others makes their group superfluous, as in RabbitMQ.
  const isWanted = ({ name }: MetricGroup): boolean =>
    families.has(name) && !(name === QUEUE_CONSUMERS.name && families.has(QUEUE_DETAILS.name));
  const wanted = [...NODE_GROUPS, ...CLIENT_GROUPS, ...QUEUE_GROUPS].filter(isWanted);
  for (const group of wanted) yield* group.each('rabbitmq_detailed_', source, vhosts);
  const ofCluster = CLUSTER_GROUPS.filter(isWanted);
  for (const group of ofCluster) yield* group.each('rabbitmq_cluster_', source, vhosts);
}

function* each(
  prefix: string,
  groups: readonly MetricGroup[],
  source: MetricsSource,
): Generator<string> {
  for (const group of groups) yield* group.each(prefix, source);
}
