/** A small line of the last minutes, for a cell of a table. */
import type { History } from './history.js';
import { sparklinePath } from './sparkline-path.js';

interface SparklineProps {
  readonly history: History | undefined;
  /** Of the line in the history. */
  readonly id: string;
  /** What it is of: "Messages". */
  readonly what: string;
  readonly seconds: number;
  readonly format: (value: number | null) => string;
}

/** In px; the cells of tables are as high. */
const SIZE = { width: 96, height: 22 };

export function Sparkline({ history, id, what, seconds, format }: SparklineProps) {
  const to = history?.times.at(-1);
  if (history === undefined || to === undefined) return null;
  const box = { ...SIZE, from: to - seconds, to };
  const { line, area, highest } = sparklinePath(history.times, history.values(id), box);
  if (line === '') return null;
  const label = `${what}: now ${format(history.latest(id))}, at most ${format(highest)}`;
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      width={SIZE.width}
      height={SIZE.height}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <path class="area" d={area} />
      <path class="line" d={line} />
    </svg>
  );
}
