/**
 * Exchanges and queues, with what leads from one to the other, in JSON: for a picture. RabbitMQ has
 * no such. Called by routes/topology.ts.
 */
import { type Binding, isQueue } from '../../core/exchange/binding.js';
import type { Exchange } from '../../core/exchange/exchange.js';
import type { Queue } from '../../core/queue/queue.js';
import { jsonOfTable } from '../field-json.js';
import type { Links, TopologyNode } from '../topology/links.js';
import type { NodesPicked } from '../topology/pick-nodes.js';

/** So many bindings between the same two are told. */
const BINDINGS_MAX = 3;

/** All that leads from one of the nodes to another, and to exchanges that are not there. */
export function presentTopology(links: Links, { nodes, wantedCount }: NodesPicked) {
  const sorted = [...nodes].sort((a, b) => (a.name < b.name ? -1 : 1));
  const exchanges = sorted.filter((node): node is Exchange => !isQueue(node));
  const queues = sorted.filter(isQueue);
  return {
    vhost: links.vhost.name,
    wanted_count: wantedCount,
    exchanges: exchanges.map(presentExchange),
    queues: queues.map(presentQueue),
    edges: [
      ...sorted.flatMap((node) => bindingEdges(node, links, nodes)),
      ...exchanges.flatMap((exchange) => alternateEdge(exchange, links, nodes)),
      ...queues.flatMap((queue) => deadLetterEdge(queue, links, nodes)),
    ],
  };
}

function presentExchange(exchange: Exchange) {
  const { name, type, durable, internal } = exchange.definition;
  return {
    name,
    type,
    durable,
    internal,
    binding_count: exchange.bindingCount,
    messages_delayed: exchange.delayed?.count ?? 0,
    publish_in: exchange.publishedIn,
    publish_out: exchange.publishedOut,
  };
}

function presentQueue(queue: Queue) {
  const { definition, options, counters } = queue;
  return {
    name: definition.name,
    type: options.type,
    durable: definition.durable,
    state: queue.isPaused ? 'paused' : 'running',
    consumers: queue.consumerCount,
    messages_ready: queue.messageCount,
    messages_unacknowledged: queue.unsettledCount,
    publish: counters.published,
    deliver_get: counters.delivered,
    dead_letter: options.deadLetterExchange === undefined ? 0 : deathCount(counters),
  };
}

/** Where there is a dead-letter exchange, all of them go there. */
function deathCount({ rejected, expired, overflowed, overReturned }: Queue['counters']): number {
  return rejected + expired + overflowed + overReturned;
}

interface Edge {
  readonly kind: 'binding' | 'alternate' | 'dead_letter';
  readonly source: string;
  readonly source_type: 'exchange' | 'queue';
  readonly destination: string;
  readonly destination_type: 'exchange' | 'queue';
  /** False: what goes this way is lost. */
  readonly destination_exists: boolean;
  readonly binding_count: number;
  readonly bindings: readonly { readonly routing_key: string; readonly arguments: object }[];
  /** That a dead letter gets; null where it keeps its own. */
  readonly dead_letter_routing_key: string | null;
}

const PLAIN = {
  destination_exists: true,
  binding_count: 0,
  bindings: [],
  dead_letter_routing_key: null,
};

/** One for all bindings between the same two. */
function bindingEdges(node: TopologyNode, links: Links, nodes: ReadonlySet<TopologyNode>): Edge[] {
  const bySource = new Map<Exchange, Binding[]>();
  for (const source of links.sources(node)) if (nodes.has(source)) bySource.set(source, []);
  for (const binding of links.bindingsTo(node)) bySource.get(binding.source)?.push(binding);
  const edges: Edge[] = [];
  for (const [source, bindings] of bySource) {
    const isAlternateOnly = bindings.length === 0 && source.name !== '';
    if (isAlternateOnly) continue;
    edges.push({
      ...PLAIN,
      kind: 'binding',
      source: source.name,
      source_type: 'exchange',
      destination: node.name,
      destination_type: node.definition.kind,
      binding_count: bindings.length,
      bindings: bindings.slice(0, BINDINGS_MAX).map(({ definition }) => ({
        routing_key: definition.routingKey,
        arguments: jsonOfTable(definition.arguments),
      })),
    });
  }
  return edges;
}

function alternateEdge(exchange: Exchange, links: Links, nodes: ReadonlySet<TopologyNode>): Edge[] {
  const { alternate: name } = exchange;
  if (name === undefined || name === '') return [];
  const alternate = links.alternate(exchange);
  if (alternate !== undefined && !nodes.has(alternate)) return [];
  return [
    {
      ...PLAIN,
      kind: 'alternate',
      source: exchange.name,
      source_type: 'exchange',
      destination: name,
      destination_type: 'exchange',
      destination_exists: alternate !== undefined,
    },
  ];
}

function deadLetterEdge(queue: Queue, links: Links, nodes: ReadonlySet<TopologyNode>): Edge[] {
  const { deadLetterExchange: exchange, deadLetterRoutingKey: key } = queue.options;
  if (exchange === undefined) return [];
  const destination = links.deadLetterDestination(queue);
  if (destination !== undefined && !nodes.has(destination)) return [];
  const name = exchange === '' ? key : exchange;
  // By the default exchange, with keys that only the messages know.
  if (name === undefined) return [];
  return [
    {
      ...PLAIN,
      kind: 'dead_letter',
      source: queue.name,
      source_type: 'queue',
      destination: name,
      destination_type: exchange === '' ? 'queue' : 'exchange',
      destination_exists: destination !== undefined,
      dead_letter_routing_key: key ?? null,
    },
  ];
}
