/**
 * A line of a few minutes in a small place, as the "d" of an SVG path: from zero, by its own
 * highest value. Drawn by sparkline.tsx.
 */

export interface SparklineBox {
  /** Of time, in the unit of `times`: what lies before is not drawn. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly height: number;
}

export interface SparklinePath {
  /** Empty where there are not two values. */
  readonly line: string;
  /** The same, closed along the bottom. */
  readonly area: string;
  readonly highest: number;
}

/** A value that is null leaves a gap in time, which the line crosses. */
export function sparklinePath(
  times: readonly number[],
  values: readonly (number | null)[],
  { from, to, width, height }: SparklineBox,
): SparklinePath {
  let highest = 0;
  const points: [time: number, value: number][] = [];
  for (const [index, time] of times.entries()) {
    const value = values[index] ?? null;
    if (value === null || time < from || time > to) continue;
    points.push([time, value]);
    if (value > highest) highest = value;
  }
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) {
    return { line: '', area: '', highest };
  }
  const x = (time: number): string => round(((time - from) / (to - from)) * width);
  // Half a pixel at both ends for the line itself.
  const y = (value: number): string =>
    round(height - 0.5 - (highest === 0 ? 0 : value / highest) * (height - 1));
  const line = `M${points.map(([time, value]) => `${x(time)} ${y(value)}`).join('L')}`;
  return { line, area: `${line}V${height}H${x(first[0])}Z`, highest };
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
