/**
 * What the API knows of the past of some numbers (the samples of their `_details`), as looks for a
 * history: charts begin with them, and go on with what the page sees. Used by pages with charts.
 */
import type { Details, Sample } from '../api/types.js';
import type { History, Look } from './history.js';

/** How far back a chart goes, and the step of its samples: both in seconds. */
export interface Span {
  readonly title: string;
  readonly seconds: number;
  readonly step: number;
}

export const SPANS = [
  { title: '1 min', seconds: 60, step: 5 },
  { title: '10 min', seconds: 600, step: 5 },
  { title: '1 h', seconds: 3_600, step: 10 },
] as const satisfies readonly Span[];

/** The first look is so far from the last sample: a rate over less would be chance. */
const GAP_MS = 1_500;

/** By the names that the history has for them: what is as it is, and counters that become rates. */
export interface Past {
  readonly levels?: Samples | undefined;
  readonly counters?: Samples | undefined;
}

type Samples = Readonly<Record<string, readonly Sample[] | undefined>>;

/** To be added to the query of a GET: the API answers with samples of that time. */
export function samplesQuery({ seconds, step }: Span): Readonly<Record<string, number>> {
  return {
    lengths_age: seconds,
    lengths_incr: step,
    msg_rates_age: seconds,
    msg_rates_incr: step,
    data_rates_age: seconds,
    data_rates_incr: step,
  };
}

/** Of two numbers together. */
export function addSamples(...all: readonly (Details | undefined)[]): readonly Sample[] {
  const sums = new Map<number, number>();
  for (const details of all) {
    for (const { sample, timestamp } of details?.samples ?? []) {
      sums.set(timestamp, (sums.get(timestamp) ?? 0) + sample);
    }
  }
  return [...sums].map(([timestamp, sample]) => ({ sample, timestamp }));
}

/**
 * To be called before the first look: what is older than the latest is not taken. `now` is the
 * page's time, which may be another than the broker's.
 */
export function fillHistory(
  history: History,
  { levels = {}, counters = {} }: Past,
  now: number,
): void {
  const looks = new Map<number, { levels: Look; counters: Look }>();
  const collect = (kind: 'levels' | 'counters', samples: Samples): void => {
    for (const [name, list = []] of Object.entries(samples)) {
      for (const { timestamp, sample } of list) {
        const look = looks.get(timestamp) ?? { levels: {}, counters: {} };
        look[kind] = { ...look[kind], [name]: sample };
        looks.set(timestamp, look);
      }
    }
  };
  collect('levels', levels);
  collect('counters', counters);
  const sorted = [...looks].sort(([a], [b]) => a - b);
  const shift = shiftOf(
    sorted.map(([at]) => at),
    now,
  );
  for (const [at, look] of sorted) {
    if (at + shift > now - GAP_MS) break;
    history.push(at + shift, look.levels, look.counters);
  }
}

/** The latest sample is a step old at most: if it is not, the two clocks differ. */
function shiftOf(times: readonly number[], now: number): number {
  const [latest, before] = [times.at(-1), times.at(-2)];
  if (latest === undefined) return 0;
  const age = now - latest;
  return age >= 0 && age <= 2 * (latest - (before ?? -Infinity)) ? 0 : age;
}
