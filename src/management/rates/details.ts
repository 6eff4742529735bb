/**
 * A number with what is known of its past, in RabbitMQ's form: `publish` and `publish_details`,
 * with samples if they are asked for. Made by track.ts.
 */
import type { History } from './history.js';
import type { Range, Sample } from './range.js';

export interface Details {
  /** By which the number grows in a second. */
  readonly rate: number;
  /** Newest first. */
  readonly samples?: readonly Sample[];
  readonly avg_rate?: number;
  readonly avg?: number;
}

/** `ack` and `ack_details` by their names. */
export type Detailed = Record<string, number | Details>;

export function detailsOf(
  history: History | undefined,
  number: number,
  range: Range | undefined,
): Details {
  if (range === undefined) return { rate: history?.rate(number) ?? 0 };
  const samples = history?.samples(number, range) ?? [];
  const [newest, before] = samples;
  const oldest = samples.at(-1);
  if (newest === undefined || before === undefined || oldest === undefined) {
    return { rate: 0, samples };
  }
  let sum = 0;
  for (const { sample } of samples) sum += sample;
  return {
    rate: growth(newest, before),
    samples,
    avg_rate: growth(newest, oldest),
    avg: sum / samples.length,
  };
}

function growth(newer: Sample, older: Sample): number {
  return ((newer.sample - older.sample) * 1_000) / (newer.timestamp - older.timestamp);
}
