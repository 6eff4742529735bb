/**
 * The order of the nodes in each column, so that few lines cross: by the middle of the neighbours,
 * to and fro, the best of some rounds. The same graph always comes to the same order. Used by
 * layout.ts.
 */

export interface Grid {
  /** Numbers of nodes, column by column. */
  readonly columns: readonly (readonly number[])[];
  /** Of each node, those in the next column that it leads to. */
  readonly next: readonly (readonly number[])[];
  /** Likewise, those in the column before. */
  readonly before: readonly (readonly number[])[];
}

const ROUNDS = 12;
/** As many rounds without a better order end the search. */
const PATIENCE = 3;

export function orderColumns(grid: Grid): readonly (readonly number[])[] {
  const { next, before } = grid;
  let best = grid.columns.map((column) => [...column]);
  const places = new Float64Array(next.length);
  const middles = new Float64Array(next.length);
  for (const column of best) place(column, places);
  let bestCount = crossingCount(best, next, places);
  let idle = 0;
  const current = best.map((column) => [...column]);
  for (let round = 0; round < ROUNDS && idle < PATIENCE && bestCount > 0; round++) {
    const isForward = round % 2 === 0;
    const walk = isForward ? current : [...current].reverse();
    for (const column of walk) {
      sortByMiddle(column, isForward ? before : next, places, middles);
      place(column, places);
    }
    const count = crossingCount(current, next, places);
    idle++;
    if (count >= bestCount) continue;
    best = current.map((column) => [...column]);
    bestCount = count;
    idle = 0;
  }
  return best;
}

/** How many pairs of lines between two columns cross, for all columns. */
export function crossingCount(
  columns: readonly (readonly number[])[],
  next: Grid['next'],
  places: Float64Array,
): number {
  let count = 0;
  for (const [index, column] of columns.entries()) {
    const width = columns[index + 1]?.length ?? 0;
    if (width < 2) continue;
    // Sorted by where they begin, lines cross where they end in another order.
    const ends: number[] = [];
    for (const node of column) {
      const first = ends.length;
      for (const other of next[node] ?? []) ends.push(places[other] ?? 0);
      if (ends.length - first > 1) sortFrom(ends, first);
    }
    count += inversionCount(ends, width);
  }
  return count;
}

/** Few of them, and nearly in order mostly: by insertion. */
function sortFrom(numbers: number[], first: number): void {
  for (let index = first + 1; index < numbers.length; index++) {
    const number = numbers[index] ?? 0;
    let place = index;
    for (; place > first && (numbers[place - 1] ?? 0) > number; place--) {
      numbers[place] = numbers[place - 1] ?? 0;
    }
    numbers[place] = number;
  }
}

/** With Fenwick's tree: for each number, how many larger ones come before it. */
function inversionCount(numbers: readonly number[], limit: number): number {
  const tree = new Uint32Array(limit + 1);
  let count = 0;
  let seen = 0;
  for (const number of numbers) {
    let notLarger = 0;
    for (let at = number + 1; at > 0; at -= at & -at) notLarger += tree[at] ?? 0;
    count += seen - notLarger;
    for (let at = number + 1; at <= limit; at += at & -at) tree[at] = (tree[at] ?? 0) + 1;
    seen++;
  }
  return count;
}

function place(column: readonly number[], places: Float64Array): void {
  for (const [index, node] of column.entries()) places[node] = index;
}

/** Whoever has no neighbours stays where it is. */
function sortByMiddle(
  column: number[],
  neighbours: readonly (readonly number[])[],
  places: Float64Array,
  middles: Float64Array,
): void {
  for (const [index, node] of column.entries()) {
    const others = neighbours[node] ?? [];
    let sum = 0;
    for (const other of others) sum += places[other] ?? 0;
    middles[node] = others.length === 0 ? index : sum / others.length;
  }
  column.sort((a, b) => (middles[a] ?? 0) - (middles[b] ?? 0));
}
