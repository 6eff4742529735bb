/**
 * What a queue is asked to do, as the files beside this one want it: read from its arguments, which
 * arguments.ts has checked, or from those with its policies worked in (effective-options.ts).
 */
import type { FieldTable } from '../field.js';
import { integerOf, textOf } from '../field.js';

/** rabbit_misc:check_expiry: ten years. */
export const DURATION_MAX_MS = 315_360_000_000;
/** RabbitMQ's for quorum queues, since 4.0. */
const DELIVERY_LIMIT_DEFAULT = 20;

export interface QueueOptions {
  readonly type: 'classic' | 'quorum';
  readonly messageTtlMs: number | undefined;
  readonly expiresMs: number | undefined;
  readonly maxLength: number | undefined;
  readonly maxLengthBytes: number | undefined;
  readonly overflow: 'drop-head' | 'reject-publish' | 'reject-publish-dlx';
  /** 0 where messages have no priority. */
  readonly maxPriority: number;
  readonly deadLetterExchange: string | undefined;
  /** Undefined: the message's own. */
  readonly deadLetterRoutingKey: string | undefined;
  readonly singleActiveConsumer: boolean;
  /** How often a message may come back before it is dead-lettered; Infinity for ever. */
  readonly deliveryLimit: number;
  /** Dead letters stay in the queue until they are taken (x-dead-letter-strategy). */
  readonly keepsDeadLetters: boolean;
  /** How long a consumer may hold a message; 0 for ever, undefined for the broker's own limit. */
  readonly consumerTimeoutMs: number | undefined;
  /** What comes back waits for a while. */
  readonly delayedRetry: DelayedRetry | undefined;
}

export interface DelayedRetry {
  /** Which returns: those of failures, of messages given back in peace, or all. */
  readonly type: 'all' | 'failed' | 'returned';
  readonly minMs: number;
  readonly maxMs: number;
}

export function queueOptions(type: QueueOptions['type'], args: FieldTable): QueueOptions {
  const overflow = textOf(args.get('x-overflow'));
  return {
    type,
    messageTtlMs: numberOf(args, 'x-message-ttl'),
    expiresMs: numberOf(args, 'x-expires'),
    maxLength: numberOf(args, 'x-max-length'),
    maxLengthBytes: numberOf(args, 'x-max-length-bytes'),
    overflow:
      overflow === 'reject-publish' || overflow === 'reject-publish-dlx' ? overflow : 'drop-head',
    maxPriority: numberOf(args, 'x-max-priority') ?? 0,
    deadLetterExchange: textOf(args.get('x-dead-letter-exchange')),
    deadLetterRoutingKey: textOf(args.get('x-dead-letter-routing-key')),
    singleActiveConsumer: args.get('x-single-active-consumer')?.value === true,
    deliveryLimit: deliveryLimitOf(args, type),
    keepsDeadLetters:
      textOf(args.get('x-dead-letter-strategy')) === 'at-least-once' &&
      overflow === 'reject-publish' &&
      args.has('x-dead-letter-exchange'),
    consumerTimeoutMs: numberOf(args, 'x-consumer-timeout'),
    delayedRetry: delayedRetryOf(args),
  };
}

function deliveryLimitOf(args: FieldTable, type: QueueOptions['type']): number {
  if (type !== 'quorum') return Infinity;
  const limit = numberOf(args, 'x-delivery-limit') ?? DELIVERY_LIMIT_DEFAULT;
  return limit < 0 ? Infinity : limit;
}

/** Without a longest delay each is the shortest, as in RabbitMQ. */
function delayedRetryOf(args: FieldTable): DelayedRetry | undefined {
  const type = textOf(args.get('x-delayed-retry-type'));
  const minMs = numberOf(args, 'x-delayed-retry-min');
  if (minMs === undefined) return undefined;
  if (type !== 'all' && type !== 'failed' && type !== 'returned') return undefined;
  return { type, minMs, maxMs: numberOf(args, 'x-delayed-retry-max') ?? minMs };
}

function numberOf(args: FieldTable, name: string): number | undefined {
  const value = integerOf(args.get(name));
  return value === undefined ? undefined : Number(value);
}
