/**
 * RabbitMQ's x-consumer-timeout: how long a delivery may go unsettled. The consumer's own argument
 * goes before that of its queue, that before the broker's limit. Asked by the protocol, which keeps
 * the time.
 */
import { FIELD_TYPE_NAMES } from '../erlang-text.js';
import { BrokerError } from '../errors.js';
import type { FieldTable } from '../field.js';
import { integerOf } from '../field.js';
import { resourceText } from '../resource-name.js';
import type { Queue } from './queue.js';

const ARGUMENT = 'x-consumer-timeout';

/**
 * In ms; Infinity for no limit, which a value of 0 asks for. Asked at each delivery: a policy may
 * have changed it.
 */
export function consumerTimeoutMs({ options }: Queue, brokerMs: number): number {
  const timeoutMs = options.consumerTimeoutMs ?? brokerMs;
  return timeoutMs === 0 ? Infinity : timeoutMs;
}

/** That of the consumer itself; undefined if it has none. */
export function ownTimeoutMs(queue: Queue, consumerArguments: FieldTable): number | undefined {
  const field = consumerArguments.get(ARGUMENT);
  if (field === undefined) return undefined;
  const timeoutMs = Number(integerOf(field));
  if (timeoutMs >= 0) return timeoutMs === 0 ? Infinity : timeoutMs;
  const fault = Number.isNaN(timeoutMs)
    ? `"expected integer, got ${FIELD_TYPE_NAMES[field.type]}"`
    : `{value_negative,${String(timeoutMs)}}`;
  const text = resourceText('queue', queue.name, queue.definition.vhost);
  throw new BrokerError('precondition-failed', `invalid arg '${ARGUMENT}' for ${text}: ${fault}`);
}
