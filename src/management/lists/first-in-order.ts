/** The first few of many in an order, without sorting them all. Used by respond-list.ts. */

/** Of equal ones it is open which come. */
export function firstInOrder<T>(
  things: readonly T[],
  count: number,
  compare: (a: T, b: T) => number,
): T[] {
  if (count * 2 >= things.length) return [...things].sort(compare).slice(0, count);
  const first: T[] = [];
  /** What comes after it is none of them. */
  let last: T | undefined;
  for (const thing of things) {
    if (last !== undefined && compare(thing, last) >= 0) continue;
    first.push(thing);
    if (first.length < count * 2) continue;
    first.sort(compare);
    first.length = count;
    last = first[count - 1];
  }
  return first.sort(compare).slice(0, count);
}
