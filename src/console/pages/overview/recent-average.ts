/**
 * The average of what happened between two looks, of two averages since the start: what took a
 * millisecond for a day and takes a second now is seen at once. Shown by node-panel.tsx.
 */

export interface Average {
  readonly count: number;
  readonly average: number;
}

/** Null if nothing has happened in between, or the broker has started anew. */
export function recentAverage(before: Average | undefined, now: Average): number | null {
  const count = now.count - (before?.count ?? 0);
  if (before === undefined || count <= 0) return null;
  const total = now.count * now.average - before.count * before.average;
  return Math.max(total, 0) / count;
}
