/**
 * How far the lines of an axis are apart, where that is no power of ten: bytes and times are to be
 * round in the units that they are written in. Used by chart.tsx.
 */
import { formatBytes, formatDuration } from '../format/numbers.js';

/** Up to an exbibyte. */
const BYTES = Array.from({ length: 61 }, (_, power) => 2 ** power);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TIMES = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000].map((days) => days * DAY),
];

/** Ascending, in the unit of the values; undefined where powers of ten will do. */
export function axisSteps(format: (value: number | null) => string): number[] | undefined {
  if (format === formatBytes) return BYTES;
  return format === formatDuration ? TIMES : undefined;
}
