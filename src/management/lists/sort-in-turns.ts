/** Sorts many things in turns: a merge sort from the bottom up. Used by respond-list.ts. */
import { Turns } from '../turns.js';

/** So many are sorted at once. */
const RUN = 256;

/** Of equal ones the earlier stays first. */
export async function sortInTurns<T>(
  things: readonly T[],
  compare: (a: T, b: T) => number,
): Promise<T[]> {
  const turns = new Turns();
  let runs: T[][] = [];
  for (let start = 0; start < things.length; start += RUN) {
    runs.push(things.slice(start, start + RUN).sort(compare));
    if (turns.isOver) await turns.pause();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let index = 0; index < runs.length; index += 2) {
      merged.push(await merge(runs[index] ?? [], runs[index + 1] ?? [], compare, turns));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(
  one: readonly T[],
  other: readonly T[],
  compare: (a: T, b: T) => number,
  turns: Turns,
): Promise<T[]> {
  const merged: T[] = [];
  const ofOther = other.values();
  let next = ofOther.next();
  for (const thing of one) {
    for (; next.done !== true && compare(next.value, thing) < 0; next = ofOther.next()) {
      merged.push(next.value);
    }
    merged.push(thing);
    if (merged.length % RUN === 0 && turns.isOver) await turns.pause();
  }
  for (; next.done !== true; next = ofOther.next()) merged.push(next.value);
  return merged;
}
