/**
 * RabbitMQ's x-priority: which consumers are served first. Read by queue.ts when one subscribes.
 * What a consumer can ask of streams only is refused here too.
 */
import { FIELD_TYPE_NAMES } from '../erlang-text.js';
import { BrokerError } from '../errors.js';
import type { FieldTable } from '../field.js';
import { integerOf } from '../field.js';

const STREAM_OFFSET = 'x-stream-offset';

/**
 * 0 where none is given; any integer will do, the higher the sooner. `queue` is the text for a
 * fault.
 */
export function consumerPriority(
  consumerArguments: FieldTable,
  queue: string,
  type: 'classic' | 'quorum',
): number {
  if (consumerArguments.has(STREAM_OFFSET)) {
    throw new BrokerError(
      'precondition-failed',
      `invalid arg '${STREAM_OFFSET}' for ${queue} of queue type rabbit_${type}_queue`,
    );
  }
  const field = consumerArguments.get('x-priority');
  if (field === undefined) return 0;
  const priority = integerOf(field);
  if (priority !== undefined) return Number(priority);
  const fieldType = FIELD_TYPE_NAMES[field.type];
  throw new BrokerError(
    'precondition-failed',
    `invalid arg 'x-priority' for ${queue}: "expected integer, got ${fieldType}"`,
  );
}
