/**
 * Who may use a queue, and what declaring it again must say. The faults are RabbitMQ's; called by
 * queues.ts.
 */
import type { Owner } from '../consumer.js';
import type { QueueDefinition } from '../definitions.js';
import { requireSameArguments, requireSameProperty } from '../equivalence.js';
import { BrokerError } from '../errors.js';
import { textOf } from '../field.js';
import type { FieldTable } from '../field.js';
import type { Queue } from './queue.js';
import { resourceText } from '../resource-name.js';

export type QueueRequest = Omit<QueueDefinition, 'kind' | 'id' | 'vhost'>;

export interface QueueDeleteConditions {
  readonly ifUnused: boolean;
  readonly ifEmpty: boolean;
}

/** What both types have beyond RabbitMQ 3.10. */
const RETRY_ARGUMENTS = [
  'x-consumer-timeout',
  'x-delayed-retry-type',
  'x-delayed-retry-min',
  'x-delayed-retry-max',
];

/** Of the arguments, RabbitMQ compares these and no others. */
const COMPARED_ARGUMENTS: Readonly<Record<Queue['options']['type'], readonly string[]>> = {
  classic: [
    'x-expires',
    'x-message-ttl',
    'x-dead-letter-exchange',
    'x-dead-letter-routing-key',
    'x-max-length',
    'x-max-length-bytes',
    'x-max-priority',
    'x-overflow',
    'x-queue-mode',
    'x-queue-version',
    'x-single-active-consumer',
    'x-queue-type',
    'x-queue-master-locator',
    ...RETRY_ARGUMENTS,
  ],
  quorum: [
    'x-dead-letter-exchange',
    'x-dead-letter-routing-key',
    'x-dead-letter-strategy',
    'x-expires',
    'x-max-length',
    'x-max-length-bytes',
    'x-max-in-memory-length',
    'x-max-in-memory-bytes',
    'x-overflow',
    'x-single-active-consumer',
    'x-queue-type',
    'x-quorum-initial-group-size',
    'x-delivery-limit',
    'x-message-ttl',
    'x-queue-leader-locator',
    'x-consumer-disconnected-timeout',
    ...RETRY_ARGUMENTS,
  ],
};

/** An exclusive queue is used by its owner alone. */
export function requireAccess(queue: Queue, user: Owner): void {
  if (queue.owner !== undefined && queue.owner !== user) throw locked(queue);
}

/** Of a quorum queue with a single active consumer no other may take anything. */
export function requireGettable(queue: Queue): void {
  const { type, singleActiveConsumer } = queue.options;
  if (type !== 'quorum' || !singleActiveConsumer) return;
  throw new BrokerError(
    'resource-locked',
    `cannot obtain access to locked ${textFor(queue)}. basic.get operations are not supported ` +
      'by quorum queues with single active consumer',
  );
}

/**
 * Throws unless the second declare asks for what the first one made. `owner` is undefined where the
 * request is not for an exclusive queue.
 */
export function requireSameQueue(
  queue: Queue,
  request: QueueRequest,
  owner: Owner | undefined,
): void {
  if (queue.owner !== owner) throw locked(queue);
  const { definition } = queue;
  const resource = textFor(queue);
  const { durable, autoDelete } = request;
  requireSameProperty('durable', { resource, received: durable, current: definition.durable });
  requireSameProperty('auto_delete', {
    resource,
    received: autoDelete,
    current: definition.autoDelete,
  });
  requireSameArguments(COMPARED_ARGUMENTS[queue.options.type], {
    resource,
    received: request.arguments,
    current: definition.arguments,
  });
}

/** Quorum queues are deleted without conditions or, as in RabbitMQ, not at all. */
export function requireDeletable(queue: Queue, conditions: QueueDeleteConditions): void {
  const { ifUnused, ifEmpty } = conditions;
  if (queue.options.type === 'quorum') {
    if (ifUnused) throw unsupported(queue, 'if-unused');
    if (ifEmpty) throw unsupported(queue, 'if-empty');
  }
  if (ifEmpty && queue.messageCount > 0) {
    throw new BrokerError('precondition-failed', `${textFor(queue)} not empty`);
  }
  if (ifUnused && queue.consumerCount > 0) {
    throw new BrokerError('precondition-failed', `${textFor(queue)} in use`);
  }
}

/**
 * The default type of the vhost is what a declare asks for that names none, unless the queue cannot
 * be of that type: a quorum queue is durable, and neither exclusive nor auto-delete.
 */
export function withDefaultType(request: QueueRequest, type: string): QueueRequest {
  if (type === '' || request.arguments.has('x-queue-type')) return request;
  const isLasting = request.durable && !request.exclusive && !request.autoDelete;
  const value = type === 'quorum' && !isLasting ? 'classic' : type;
  const args = new Map([...request.arguments, ['x-queue-type', { type: 'S', value } as const]]);
  return { ...request, arguments: args };
}

/** The broker invents names only for queues that end with their user. */
export function requireServerNameAllowed(args: FieldTable): void {
  const type = textOf(args.get('x-queue-type'));
  if (type !== 'quorum' && type !== 'stream') return;
  const message = `Cannot declare a server-named queue for type rabbit_${type}_queue`;
  throw new BrokerError('precondition-failed', message);
}

function unsupported(queue: Queue, flag: string): BrokerError {
  return new BrokerError(
    'not-implemented',
    `cannot delete ${textFor(queue)}. queue.delete operations with ${flag} flag set are not ` +
      'supported by quorum queues',
  );
}

function locked(queue: Queue): BrokerError {
  return new BrokerError(
    'resource-locked',
    `cannot obtain exclusive access to locked ${textFor(queue)}. It could be originally ` +
      'declared on another connection or the exclusive property value does not match that of ' +
      'the original declaration.',
  );
}

function textFor(queue: Queue): string {
  return resourceText('queue', queue.name, queue.definition.vhost);
}
