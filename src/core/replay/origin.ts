/**
 * Where a dead letter came from, as its headers tell: the queue in which it died first, and the
 * exchange and key with which it had come there. Asked by replay.ts.
 */
import { type FieldTable, textOf } from '../field.js';
import { deathsIn } from '../queue/death-history.js';

export interface Origin {
  readonly queue: string;
  readonly reason: string;
  readonly exchange: string;
  readonly routingKey: string;
}

/** Undefined where the headers do not tell. */
export function originOf(headers: FieldTable): Origin | undefined {
  const firstQueue = textOf(headers.get('x-first-death-queue'));
  const firstReason = textOf(headers.get('x-first-death-reason'));
  let origin: Origin | undefined;
  // The newest first: without a word about the first death it is the last one here.
  for (const death of deathsIn(headers.get('x-death'))) {
    if (death.type !== 'F') continue;
    const found = originIn(death.value);
    if (found === undefined) continue;
    if (found.queue === firstQueue && found.reason === firstReason) return found;
    origin = found;
  }
  return origin;
}

function originIn(death: FieldTable): Origin | undefined {
  const queue = textOf(death.get('queue'));
  const exchange = textOf(death.get('exchange'));
  const keys = death.get('routing-keys');
  const routingKey = keys?.type === 'A' ? textOf(keys.value[0]) : undefined;
  if (queue === undefined || exchange === undefined || routingKey === undefined) return undefined;
  return { queue, exchange, routingKey, reason: textOf(death.get('reason')) ?? '' };
}
