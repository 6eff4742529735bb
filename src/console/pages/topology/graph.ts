/**
 * What leads where, as the picture wants it: nodes and edges with names of their own, made of the
 * API's answer. Exchanges that are named but not there are nodes too. Used by topology-page.tsx.
 */
import type { TopologyJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';

type ExchangeJson = TopologyJson['exchanges'][number];
type QueueJson = TopologyJson['queues'][number];
type EdgeJson = TopologyJson['edges'][number];

export interface GraphNode {
  readonly id: string;
  readonly kind: 'exchange' | 'queue';
  readonly name: string;
  /** Undefined of queues, and of what is not there. */
  readonly exchange?: ExchangeJson;
  readonly queue?: QueueJson;
}

export interface GraphEdge {
  readonly id: string;
  readonly kind: EdgeJson['kind'];
  readonly from: string;
  readonly to: string;
  /** The keys of its bindings, or that of its dead letters. */
  readonly label: string;
  readonly exists: boolean;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export function nodeId(kind: GraphNode['kind'], name: string): string {
  return `${kind} ${name}`;
}

/** There is one between two nodes at most. */
export function edgeId(kind: GraphEdge['kind'], from: string, to: string): string {
  return JSON.stringify([kind, from, to]);
}

export function graphOf(topology: TopologyJson): Graph {
  const nodes = new Map<string, GraphNode>();
  const add = (node: Omit<GraphNode, 'id'>): void => {
    const id = nodeId(node.kind, node.name);
    if (!nodes.has(id)) nodes.set(id, { id, ...node });
  };
  for (const exchange of topology.exchanges) {
    add({ kind: 'exchange', name: exchange.name, exchange });
  }
  for (const queue of topology.queues) add({ kind: 'queue', name: queue.name, queue });
  for (const edge of topology.edges) {
    if (!edge.destination_exists) add({ kind: edge.destination_type, name: edge.destination });
  }
  return { nodes: [...nodes.values()], edges: topology.edges.map(edgeOf) };
}

/** Those that a message would take and that are not there yet: by the default exchange, say. */
export function withEdges(graph: Graph, edges: readonly GraphEdge[]): Graph {
  const ids = new Set(graph.nodes.map(({ id }) => id));
  const known = new Set(graph.edges.map(({ id }) => id));
  const added = edges.filter(({ id, from, to }) => !known.has(id) && ids.has(from) && ids.has(to));
  return added.length === 0 ? graph : { ...graph, edges: [...graph.edges, ...added] };
}

/** Of its page. In paths the default exchange has a name. */
export function addressOf(vhost: string, { kind, name }: Pick<GraphNode, 'kind' | 'name'>): string {
  const names = [vhost, kind === 'exchange' && name === '' ? 'amq.default' : name];
  return formatRoute({ page: kind === 'exchange' ? 'exchanges' : 'queues', names });
}

export function titleOf({ kind, name }: Pick<GraphNode, 'kind' | 'name'>): string {
  return kind === 'exchange' && name === '' ? '(default exchange)' : name;
}

/** Of two graphs with the same key the same picture is drawn. */
export function shapeOf({ nodes, edges }: Graph): string {
  return JSON.stringify([nodes.map(({ id }) => id), edges.map(({ id }) => id)]);
}

function edgeOf(edge: EdgeJson): GraphEdge {
  const from = nodeId(edge.source_type, edge.source);
  const to = nodeId(edge.destination_type, edge.destination);
  return {
    id: edgeId(edge.kind, from, to),
    kind: edge.kind,
    from,
    to,
    label: labelOf(edge),
    exists: edge.destination_exists,
  };
}

function labelOf(edge: EdgeJson): string {
  if (edge.kind === 'dead_letter') return edge.dead_letter_routing_key ?? '';
  const [first, ...others] = edge.bindings;
  if (first === undefined) return '';
  const texts = [first, ...others].map(textOfBinding).filter((text) => text !== '');
  const hidden = edge.binding_count - edge.bindings.length;
  return hidden === 0 ? texts.join(', ') : `${texts.join(', ')} and ${hidden} more`;
}

function textOfBinding(binding: EdgeJson['bindings'][number]): string {
  const hasArguments = Object.keys(binding.arguments).length > 0;
  return hasArguments ? JSON.stringify(binding.arguments) : binding.routing_key;
}
