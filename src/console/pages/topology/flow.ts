/**
 * How much goes through nodes and along edges. Through nodes it is exact: counters between two
 * looks. Along edges nobody counts: there is a limit, and a share of what a node takes in for each
 * that leads to it, by how much goes through that. Used by topology-page.tsx.
 */
import type { TopologyJson } from '../../api/types.js';
import { type Graph, type GraphEdge, nodeId } from './graph.js';

/** Per second; null until there are two looks. */
export interface NodeRates {
  /** Published to the exchange, or come into the queue. */
  readonly in: number | null;
  /** Copies to queues, or handed out by the queue. */
  readonly out: number | null;
  /** Sent to the dead-letter exchange. */
  readonly dead: number | null;
}

export type RatesById = ReadonlyMap<string, NodeRates>;

const UNKNOWN: NodeRates = { in: null, out: null, dead: null };

interface Counts {
  readonly in: number;
  readonly out: number;
  readonly dead: number;
}

export class FlowMeter {
  #at = 0;
  #counts = new Map<string, Counts>();
  rates: RatesById = new Map();

  /** `at` in ms. */
  look(at: number, topology: TopologyJson): void {
    const seconds = (at - this.#at) / 1_000;
    const counts = countsOf(topology);
    const rates = new Map<string, NodeRates>();
    for (const [id, now] of counts) {
      const before = this.#counts.get(id);
      rates.set(id, before === undefined ? UNKNOWN : ratesOf(before, now, seconds));
    }
    this.#at = at;
    this.#counts = counts;
    this.rates = rates;
  }
}

/** In messages per second. */
export interface Flow {
  /** As if each message took one of the ways. */
  readonly share: number;
  /** More it cannot be. */
  readonly limit: number;
}

export type FlowsById = ReadonlyMap<string, Flow>;

/** By the ids of the edges. */
export function edgeFlows(graph: Graph, rates: RatesById): FlowsById {
  return new Flows(graph, rates).all();
}

class Flows {
  readonly #graph: Graph;
  readonly #rates: RatesById;
  readonly #arriving = new Map<string, GraphEdge[]>();
  readonly #leaving = new Map<string, GraphEdge[]>();
  readonly #throughput = new Map<string, number>();
  readonly #flows = new Map<string, Flow>();
  readonly #shared = new Set<string>();

  constructor(graph: Graph, rates: RatesById) {
    this.#graph = graph;
    this.#rates = rates;
    for (const { id } of graph.nodes) {
      this.#arriving.set(id, []);
      this.#leaving.set(id, []);
    }
    for (const edge of graph.edges) {
      this.#arriving.get(edge.to)?.push(edge);
      this.#leaving.get(edge.from)?.push(edge);
    }
  }

  all(): FlowsById {
    for (const { id } of this.#graph.nodes) this.#share(id);
    return this.#flows;
  }

  /** What comes to a node by edges, shared among them; of a circle each edge has its share once. */
  #share(id: string): void {
    if (this.#shared.has(id)) return;
    this.#shared.add(id);
    const edges = this.#arriving.get(id) ?? [];
    const total = this.#comesByEdges(id);
    const limits = edges.map((edge) => this.#limit(edge));
    const sum = limits.reduce((all, limit) => all + limit, 0);
    for (const [index, { id: edge, kind }] of edges.entries()) {
      const limit = limits[index] ?? 0;
      // What dies in a queue is counted there.
      if (kind === 'dead_letter') this.#flows.set(edge, { share: limit, limit });
      else {
        const share = sum === 0 ? 0 : Math.min((total * limit) / sum, limit);
        const most = id.startsWith('queue ') ? Math.min(limit, total) : limit;
        this.#flows.set(edge, { share, limit: most });
      }
    }
  }

  /** An exchange passes on at least what the widest of its ways takes. */
  #comesByEdges(id: string): number {
    const taken = this.#rates.get(id)?.in ?? 0;
    if (id.startsWith('queue ')) return taken;
    let widest = 0;
    for (const { id: edge, to } of this.#leaving.get(id) ?? []) {
      this.#share(to);
      widest = Math.max(widest, this.#flows.get(edge)?.share ?? 0);
    }
    return Math.max(0, widest - taken);
  }

  /** No more than its source has. */
  #limit({ kind, from }: GraphEdge): number {
    if (kind === 'dead_letter') return this.#rates.get(from)?.dead ?? 0;
    return this.#through(from);
  }

  /** What is published to an exchange, and to all that lead to it. */
  #through(id: string): number {
    const known = this.#throughput.get(id);
    if (known !== undefined) return known;
    this.#throughput.set(id, 0);
    let sum = this.#rates.get(id)?.in ?? 0;
    for (const edge of this.#arriving.get(id) ?? []) sum += this.#limit(edge);
    this.#throughput.set(id, sum);
    return sum;
  }
}

function countsOf({ exchanges, queues }: TopologyJson): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const { name, publish_in, publish_out } of exchanges) {
    counts.set(nodeId('exchange', name), { in: publish_in, out: publish_out, dead: 0 });
  }
  for (const { name, publish, deliver_get, dead_letter } of queues) {
    counts.set(nodeId('queue', name), { in: publish, out: deliver_get, dead: dead_letter });
  }
  return counts;
}

/** Whoever counts from zero again, after a restart or under an old name, has no rate over that. */
function ratesOf(before: Counts, now: Counts, seconds: number): NodeRates {
  const rate = (from: number, to: number): number | null =>
    seconds > 0 && to >= from ? (to - from) / seconds : null;
  return {
    in: rate(before.in, now.in),
    out: rate(before.out, now.out),
    dead: rate(before.dead, now.dead),
  };
}
