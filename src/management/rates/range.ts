/**
 * Of which time samples are asked for: ?msg_rates_age=60&msg_rates_incr=5 and its kin, with
 * RabbitMQ's refusals. Read by rates.ts, answered by history.ts.
 */
import { ApiError } from '../api-error.js';
import type { ApiContext } from '../context.js';
import { queryOf } from '../request.js';

/** All in ms; the ends, since the epoch, are multiples of `step`. */
export interface Range {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/** The value a number had, and when. */
export interface Sample {
  readonly sample: number;
  readonly timestamp: number;
}

/** Of what the samples are: messages in queues, their rates, bytes of connections, the node. */
export const RANGE_KINDS = ['lengths', 'msg_rates', 'data_rates', 'node_stats'] as const;
export type RangeKind = (typeof RANGE_KINDS)[number];
/** Undefined: no samples are asked for. */
export type Ranges = Readonly<Record<RangeKind, Range | undefined>>;

const SAMPLES_MAX = 500;

/** `error` is RabbitMQ's word for a wrong range, which is another for some lists. */
export function readRanges(ctx: ApiContext, now: number, error = 'bad_request'): Ranges {
  const read = (kind: RangeKind): Range | undefined => readRange(ctx, kind, now, error);
  return {
    lengths: read('lengths'),
    msg_rates: read('msg_rates'),
    data_rates: read('data_rates'),
    node_stats: read('node_stats'),
  };
}

function readRange(
  ctx: ApiContext,
  kind: RangeKind,
  now: number,
  error: string,
): Range | undefined {
  const age = readSeconds(ctx, `${kind}_age`);
  const increment = readSeconds(ctx, `${kind}_incr`);
  if (age === undefined || increment === undefined) return undefined;
  if (age <= 0n || increment <= 0n || age / increment > SAMPLES_MAX) {
    const reason = `Invalid range parameters: age ${age}, incr ${increment}`;
    throw new ApiError(400, error, reason);
  }
  const step = Number(increment) * 1_000;
  const last = Math.floor(now / step) * step;
  return { first: last - Number(age) * 1_000, last, step };
}

/** What is no number is not looked at. */
function readSeconds(ctx: ApiContext, name: string): bigint | undefined {
  const text = queryOf(ctx, name);
  if (text === undefined || !/^[+-]?\d+$/.test(text)) return undefined;
  return BigInt(text.replace('+', ''));
}
