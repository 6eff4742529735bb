/**
 * The way of a message that nobody has published: what the API tells of it, as nodes and edges that
 * light up, and in words. Used by topology-page.tsx and route-panel.tsx.
 */
import type { ExplanationJson } from '../../api/types.js';
import { edgeId, type GraphEdge, nodeId } from './graph.js';

export type Certainty = 'certain' | 'possible';

export interface Way {
  readonly nodes: ReadonlyMap<string, Certainty>;
  readonly edges: ReadonlyMap<string, Certainty>;
  /** The same edges, for a picture that lacks some of them. */
  readonly path: readonly GraphEdge[];
}

type Step = ExplanationJson['steps'][number];

const DEFAULT_EXCHANGE = nodeId('exchange', '');

/** `start` is the name of the exchange. */
export function wayOf(route: ExplanationJson, start: string): Way {
  const certain = certainExchanges(route, start);
  const nodes = new Map<string, Certainty>([[nodeId('exchange', start), 'certain']]);
  const edges = new Map<string, Certainty>();
  const path: GraphEdge[] = [];
  const go = (edge: GraphEdge, certainty: Certainty): void => {
    if (!edges.has(edge.id)) path.push(edge);
    if (edges.get(edge.id) !== 'certain') edges.set(edge.id, certainty);
  };
  for (const step of route.steps) {
    const id = nodeId('exchange', step.exchange);
    const isCertain = certain.has(step.exchange);
    nodes.set(id, isCertain ? 'certain' : 'possible');
    const certainty = isCertain && !step.one_of ? 'certain' : 'possible';
    for (const edge of edgesOf(step)) go(edge, certainty);
  }
  for (const { name, certainty } of route.queues) {
    const id = nodeId('queue', name);
    nodes.set(id, certainty);
    if (start === '') go(newEdge('binding', DEFAULT_EXCHANGE, id, name), certainty);
  }
  return { nodes, edges, path };
}

/** What a picture of the way needs. */
export function namesOn(route: ExplanationJson) {
  return {
    exchanges: route.steps.map(({ exchange }) => exchange),
    queues: route.queues.map(({ name }) => name),
  };
}

/** What happens at an exchange besides what its bindings say. */
export function notesOf(step: Step): readonly string[] {
  const notes: string[] = [];
  const count = step.binding_count;
  if (step.delay_ms > 0) notes.push(`It waits here for ${step.delay_ms.toLocaleString('en')} ms.`);
  if (step.duplicate) notes.push('It was here before, and goes no further.');
  if (step.one_of) notes.push(`Chance takes one of ${countOf(count, 'binding')}.`);
  if (count > step.bindings.length) {
    notes.push(`${countOf(count, 'binding')} match; these are the first.`);
  }
  return notes;
}

function certainExchanges({ steps }: ExplanationJson, start: string): ReadonlySet<string> {
  const byName = new Map(steps.map((step) => [step.exchange, step]));
  const certain = new Set([start]);
  for (const name of certain) {
    const step = byName.get(name);
    if (step === undefined || step.one_of) continue;
    if (step.alternate_exchange !== null) certain.add(step.alternate_exchange);
    for (const { destination, destination_type: kind } of step.bindings) {
      if (kind === 'exchange') certain.add(destination);
    }
  }
  return certain;
}

function edgesOf({ exchange, bindings, alternate_exchange: alternate }: Step): GraphEdge[] {
  const from = nodeId('exchange', exchange);
  const edges = bindings.map((binding) => {
    const to = nodeId(binding.destination_type, binding.destination);
    return newEdge('binding', from, to, binding.routing_key);
  });
  if (alternate === null) return edges;
  return [...edges, newEdge('alternate', from, nodeId('exchange', alternate), '')];
}

function newEdge(kind: GraphEdge['kind'], from: string, to: string, label: string): GraphEdge {
  return { id: edgeId(kind, from, to), kind, from, to, label, exists: true };
}

function countOf(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
