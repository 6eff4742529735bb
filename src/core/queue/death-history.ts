/**
 * The history that a dead-lettered message carries in its headers: `x-death`, newest first, one
 * entry per queue and reason, and the first and last death in short. Written for dead-letter.ts,
 * which also asks here whether a message goes round in circles. A history that the publisher sent
 * is trusted, as in RabbitMQ 3.x.
 */
import type { Field, FieldTable } from '../field.js';
import { integerOf, textOf } from '../field.js';

export const DEATH_REASONS = ['rejected', 'expired', 'maxlen', 'delivery_limit'] as const;
export type DeathReason = (typeof DEATH_REASONS)[number];

export interface Death {
  readonly queue: string;
  readonly reason: DeathReason;
  /** Where the message had been published, and with which keys. */
  readonly exchange: string;
  readonly routingKeys: readonly string[];
  readonly timeSeconds: number;
  /** The time to live that the publisher gave, in ms. */
  readonly originalExpiration: string | undefined;
}

/** The headers to be set on the copy: `x-death` first. */
export function recordDeath(headers: FieldTable, death: Death): FieldTable {
  const known = headers.get('x-death');
  const changes = new Map<string, Field>();
  changes.set('x-death', { type: 'A', value: bury(deathsIn(known), death) });
  if (known === undefined) summarise(changes, 'x-first-death', death);
  summarise(changes, 'x-last-death', death);
  return changes;
}

export function deathsIn(header: Field | undefined): readonly Field[] {
  return header?.type === 'A' ? header.value : [];
}

/**
 * Has the message been in this queue before, and did nothing but the broker bring it back? A reject
 * on the way means that somebody looks at the messages, and may have changed his mind.
 */
export function isCycle(queue: string, deaths: readonly Field[]): boolean {
  for (const death of deaths) {
    // What is no table was put there by a client: the way was not all the broker's own.
    if (death.type !== 'F' || textOf(death.value.get('reason')) === 'rejected') return false;
    if (textOf(death.value.get('queue')) === queue) return true;
  }
  return false;
}

function bury(deaths: readonly Field[], death: Death): Field[] {
  const previous = deaths.find((field) => isSame(field, death));
  const others = deaths.filter((field) => !isSame(field, death));
  return [previous?.type === 'F' ? countedUp(previous.value) : firstOf(death), ...others];
}

function isSame(field: Field, death: Death): boolean {
  return (
    field.type === 'F' &&
    textOf(field.value.get('queue')) === death.queue &&
    textOf(field.value.get('reason')) === death.reason
  );
}

/** All else stays as it was at the first death of this kind. */
function countedUp(table: FieldTable): Field {
  const count = integerOf(table.get('count')) ?? 0;
  const next = typeof count === 'bigint' ? count + 1n : count + 1;
  return { type: 'F', value: new Map([...table, ['count', { type: 'l', value: next }]]) };
}

function firstOf(death: Death): Field {
  const table = new Map<string, Field>([
    ['count', { type: 'l', value: 1 }],
    ['reason', text(death.reason)],
    ['queue', text(death.queue)],
    ['time', { type: 'T', value: death.timeSeconds }],
    ['exchange', text(death.exchange)],
    ['routing-keys', { type: 'A', value: death.routingKeys.map(text) }],
  ]);
  if (death.originalExpiration !== undefined) {
    table.set('original-expiration', text(death.originalExpiration));
  }
  return { type: 'F', value: table };
}

function summarise(changes: Map<string, Field>, prefix: string, death: Death): void {
  changes.set(`${prefix}-reason`, text(death.reason));
  changes.set(`${prefix}-queue`, text(death.queue));
  changes.set(`${prefix}-exchange`, text(death.exchange));
}

function text(value: string): Field {
  return { type: 'S', value };
}
