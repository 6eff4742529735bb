/**
 * How high each node of a column stands: near its neighbours, in the order that the column has, and
 * with room between. Used by layout.ts.
 */
import type { Grid } from './crossings.js';

const ROUNDS = 8;
/** Of a place that nothing but the round before asks for. */
const WEIGHT_OF_HABIT = 0.1;

/** The middles, from about 0 on. `room` is what a node takes from top to bottom. */
export function heightsOf(
  columns: readonly (readonly number[])[],
  { next, before }: Pick<Grid, 'next' | 'before'>,
  room: readonly number[],
): Float64Array {
  const heights = new Float64Array(room.length);
  for (const column of columns) {
    let top = 0;
    for (const node of column) {
      const size = room[node] ?? 0;
      heights[node] = top + size / 2;
      top += size;
    }
  }
  for (let round = 0; round < ROUNDS; round++) {
    const isForward = round % 2 === 0;
    for (const column of isForward ? columns : [...columns].reverse()) {
      const towards = round >= ROUNDS - 2 ? [before, next] : [isForward ? before : next];
      settle(column, towards, room, heights);
    }
  }
  return heights;
}

/** Nodes without room between them, and where they want to be: `sum / weight`. */
interface Block {
  sum: number;
  weight: number;
  count: number;
}

/**
 * The places with the least sum of squares from those that are wanted, in order and apart (pool
 * adjacent violators): nodes that want the same place share it as a block.
 */
function settle(
  column: readonly number[],
  neighbours: readonly (readonly (readonly number[])[])[],
  room: readonly number[],
  heights: Float64Array,
): void {
  const blocks: Block[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const node of column) {
    const size = room[node] ?? 0;
    offsets.push(offset + size / 2);
    const { wanted, weight } = wish(node, neighbours, heights);
    const block = { sum: (wanted - offset - size / 2) * weight, weight, count: 1 };
    offset += size;
    blocks.push(block);
    mergeLast(blocks);
  }
  let index = 0;
  for (const { sum, weight, count } of blocks) {
    for (const end = index + count; index < end; index++) {
      heights[column[index] ?? 0] = sum / weight + (offsets[index] ?? 0);
    }
  }
}

/** Until none wants to be above the one before it. */
function mergeLast(blocks: Block[]): void {
  for (let last = blocks.pop(); last !== undefined; last = blocks.pop()) {
    const above = blocks.at(-1);
    if (above === undefined || above.sum / above.weight <= last.sum / last.weight) {
      blocks.push(last);
      return;
    }
    above.sum += last.sum;
    above.weight += last.weight;
    above.count += last.count;
  }
}

function wish(
  node: number,
  neighbours: readonly (readonly (readonly number[])[])[],
  heights: Float64Array,
): { readonly wanted: number; readonly weight: number } {
  let [sum, count] = [0, 0];
  for (const list of neighbours) {
    for (const other of list[node] ?? []) {
      sum += heights[other] ?? 0;
      count++;
    }
  }
  if (count === 0) return { wanted: heights[node] ?? 0, weight: WEIGHT_OF_HABIT };
  return { wanted: sum / count, weight: 1 };
}
