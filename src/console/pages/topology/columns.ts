/**
 * The column of each node: exchanges, the exchanges behind them, queues, then what dead letters
 * come to, and so on. Edges that close a circle lead back and move nothing. Used by layout.ts.
 */

export interface ColumnNode {
  readonly id: string;
  readonly kind: 'exchange' | 'queue';
  /** Clients publish to it: dead letters that come here come back. */
  readonly isEntry: boolean;
}

export interface ColumnEdge {
  readonly id: string;
  readonly kind: 'binding' | 'alternate' | 'dead_letter';
  readonly from: string;
  readonly to: string;
}

export interface Columns {
  /** Of each node, from 0 on without a gap. */
  readonly of: ReadonlyMap<string, number>;
  readonly count: number;
  /** Edges that lead back. */
  readonly back: ReadonlySet<string>;
}

const KINDS: readonly ColumnEdge['kind'][] = ['binding', 'alternate', 'dead_letter'];
/** Above the number of exchanges in a row. */
const QUEUES = 1e6;
const STAGE = 2e6;
const NO_EDGES: readonly ColumnEdge[] = [];

export function columnsOf(nodes: readonly ColumnNode[], edges: readonly ColumnEdge[]): Columns {
  const leaving = new Map<string, ColumnEdge[]>(nodes.map(({ id }) => [id, []]));
  for (const edge of [...edges].sort(byKind)) leaving.get(edge.from)?.push(edge);
  const { order, back } = explore(nodes, leaving);
  const stages = new Map<string, number>();
  const depths = new Map<string, number>();
  const raise = (map: Map<string, number>, id: string, value: number): void => {
    map.set(id, Math.max(map.get(id) ?? 0, value));
  };
  const forward = function* (id: string): Generator<ColumnEdge> {
    for (const edge of leaving.get(id) ?? NO_EDGES) if (!back.has(edge.id)) yield edge;
  };
  for (const id of order) {
    const stage = stages.get(id) ?? 0;
    for (const { kind, to } of forward(id)) {
      raise(stages, to, kind === 'dead_letter' ? stage + 1 : stage);
    }
  }
  for (const id of order) {
    const depth = depths.get(id) ?? 0;
    for (const { kind, to } of forward(id)) {
      const isSameStage = (stages.get(id) ?? 0) === (stages.get(to) ?? 0);
      if (kind !== 'dead_letter' && isSameStage) raise(depths, to, depth + 1);
    }
  }
  const ranks = nodes.map(({ id, kind }) => {
    const depth = kind === 'queue' ? QUEUES : (depths.get(id) ?? 0);
    return [id, (stages.get(id) ?? 0) * STAGE + depth] as const;
  });
  const used = [...new Set(ranks.map(([, rank]) => rank))].sort((a, b) => a - b);
  const columns = new Map(used.map((rank, index) => [rank, index]));
  const of = new Map(ranks.map(([id, rank]) => [id, columns.get(rank) ?? 0]));
  return { of, count: used.length, back };
}

/** Depth first: an order in which every edge leads forward, but for those that lead back. */
function explore(
  nodes: readonly ColumnNode[],
  leaving: ReadonlyMap<string, readonly ColumnEdge[]>,
): { readonly order: readonly string[]; readonly back: ReadonlySet<string> } {
  const entries = new Set(nodes.filter(({ isEntry }) => isEntry).map(({ id }) => id));
  const isReturn = ({ kind, to }: ColumnEdge): boolean => kind === 'dead_letter' && entries.has(to);
  const back = new Set<string>();
  const finished: string[] = [];
  const states = new Map<string, 'open' | 'done'>();
  for (const { id: root } of roots(nodes, leaving)) {
    if (states.has(root)) continue;
    const path = [{ id: root, next: 0 }];
    states.set(root, 'open');
    for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
      const edge = leaving.get(here.id)?.[here.next++];
      if (edge === undefined) {
        states.set(here.id, 'done');
        finished.push(here.id);
        path.pop();
      } else if (isReturn(edge) || states.get(edge.to) === 'open') back.add(edge.id);
      else if (!states.has(edge.to)) {
        states.set(edge.to, 'open');
        path.push({ id: edge.to, next: 0 });
      }
    }
  }
  return { order: finished.reverse(), back };
}

/** Where nothing leads to, then where messages come in, then exchanges; by name at last. */
function roots(
  nodes: readonly ColumnNode[],
  leaving: ReadonlyMap<string, readonly ColumnEdge[]>,
): readonly ColumnNode[] {
  const reached = new Set([...leaving.values()].flatMap((edges) => edges.map(({ to }) => to)));
  const rank = ({ id, kind, isEntry }: ColumnNode): number => {
    if (!reached.has(id)) return 0;
    return isEntry ? 1 : kind === 'exchange' ? 2 : 3;
  };
  return [...nodes].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

/** Circles are to be closed by dead letters. */
function byKind(a: ColumnEdge, b: ColumnEdge): number {
  return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.id < b.id ? -1 : 1);
}
