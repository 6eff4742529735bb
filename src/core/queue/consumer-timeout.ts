/**
 * RabbitMQ's x-consumer-timeout: how long a delivery may go unsettled. The consumer's own argument
 * goes before that of its queue, that before the broker's limit. Asked by the protocol, which keeps
 * the time.
 */
import { FIELD_TYPE_NAMES } from '../erlang-text.js';
import { BrokerError } from '../errors.js';
import type { FieldTable } from '../field.js';
import { integerOf, NO_FIELDS } from '../field.js';
import { resourceText } from '../resource-name.js';
import type { Queue } from './queue.js';

const ARGUMENT = 'x-consumer-timeout';

/** In ms; Infinity for no limit, which a value of 0 asks for. */
export function consumerTimeoutMs(
  { name, definition, options }: Queue,
  brokerMs: number,
  consumerArguments: FieldTable = NO_FIELDS,
): number {
  const text = resourceText('queue', name, definition.vhost);
  const timeoutMs = read(consumerArguments, text) ?? options.consumerTimeoutMs ?? brokerMs;
  return timeoutMs === 0 ? Infinity : timeoutMs;
}

function read(consumerArguments: FieldTable, queue: string): number | undefined {
  const field = consumerArguments.get(ARGUMENT);
  if (field === undefined) return undefined;
  const timeoutMs = integerOf(field);
  if (timeoutMs !== undefined && timeoutMs >= 0) return Number(timeoutMs);
  const fault =
    timeoutMs === undefined
      ? `"expected integer, got ${FIELD_TYPE_NAMES[field.type]}"`
      : `{value_negative,${String(timeoutMs)}}`;
  throw new BrokerError('precondition-failed', `invalid arg '${ARGUMENT}' for ${queue}: ${fault}`);
}
