/** The first few of many in an order, without sorting them all. Used by respond-list.ts. */
import { Turns } from '../turns.js';
import { sortInTurns } from './sort-in-turns.js';

/** Of equal ones it is open which come. */
export async function firstInOrder<T>(
  things: readonly T[],
  count: number,
  compare: (a: T, b: T) => number,
): Promise<T[]> {
  if (count * 4 >= things.length) return (await sortInTurns(things, compare)).slice(0, count);
  const turns = new Turns();
  const first: T[] = [];
  /** What comes after it is none of them. */
  let last: T | undefined;
  for (const thing of things) {
    if (last !== undefined && compare(thing, last) >= 0) continue;
    first.push(thing);
    if (first.length < count * 2) continue;
    if (turns.isOver) await turns.pause();
    first.sort(compare);
    first.length = count;
    last = first[count - 1];
  }
  return first.sort(compare).slice(0, count);
}
