/**
 * The header x-delay, which says for how many milliseconds a delayed exchange keeps a message, read
 * and turned as the community plugin of RabbitMQ does. Used by delayed.ts and delayed-messages.ts.
 */
import { integerOf, type Field, type FieldTable } from '../field.js';

export const DELAY_HEADER = 'x-delay';

/** A signed 32-bit integer reaches down to this. */
const INT32_MIN = -(2 ** 31);

/** 0 where there is no such header, or one that says no time. Never more than a safe integer. */
export function delayOf(headers: FieldTable): number {
  const delayMs = millisecondsIn(headers.get(DELAY_HEADER));
  return delayMs > 0 ? Math.min(delayMs, Number.MAX_SAFE_INTEGER) : 0;
}

/** What the header says once the time is over: nobody delays it again, and consumers can see it. */
export function spentDelay(headers: FieldTable): FieldTable {
  const value = -delayOf(headers);
  return new Map([[DELAY_HEADER, { type: value < INT32_MIN ? 'l' : 'I', value } satisfies Field]]);
}

/** Integers, and what can be read as one: text, and numbers with a fraction, which is cut off. */
function millisecondsIn(field: Field | undefined): number {
  switch (field?.type) {
    case 'S':
      return /^[+-]?\d+$/.test(field.value) ? Number(field.value) : 0;
    case 'f':
    case 'd':
      return Number.isNaN(field.value) ? 0 : Math.trunc(field.value);
    case 'D':
      return Math.trunc(field.value.unscaled / 10 ** field.value.scale);
    default:
      return Number(integerOf(field) ?? 0);
  }
}
