/**
 * The x-arguments of a declare, checked: all validation in one place, in the order and with the
 * texts of RabbitMQ 3.10. Called by queue.ts before there is a queue; options.ts reads them.
 */
import { withoutFaults } from '../deduplication-arguments.js';
import { erlangString, FIELD_TYPE_NAMES } from '../erlang-text.js';
import type { QueueDefinition } from '../definitions.js';
import { BrokerError } from '../errors.js';
import type { Field, FieldTable, FieldType } from '../field.js';
import { integerOf } from '../field.js';
import { resourceText } from '../resource-name.js';
import { DURATION_MAX_MS, type QueueOptions, queueOptions } from './options.js';

export interface QueueFlags {
  readonly durable: boolean;
  readonly exclusive: boolean;
  readonly autoDelete: boolean;
}

/** What is wrong with a value, in RabbitMQ's words; undefined if nothing is. */
type Check = (field: Field, args: FieldTable) => string | undefined;

const TTL_MAX_MS = BigInt(DURATION_MAX_MS);
const PRIORITY_MAX = 255n;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['x-expires', (field) => (isZero(field) ? '{value_zero,0}' : checkDuration(field))],
  ['x-message-ttl', checkDuration],
  ['x-dead-letter-exchange', checkText],
  ['x-dead-letter-routing-key', checkDeadLetterRoutingKey],
  ['x-dead-letter-strategy', oneOf(['at-most-once', 'at-least-once'], 'invalid_dlx_strategy')],
  ['x-max-length', checkCount],
  ['x-max-length-bytes', checkCount],
  ['x-max-in-memory-length', checkCount],
  ['x-max-in-memory-bytes', checkCount],
  ['x-max-priority', checkPriority],
  ['x-overflow', oneOf(['drop-head', 'reject-publish', 'reject-publish-dlx'], 'invalid_overflow')],
  ['x-queue-mode', oneOf(['default', 'lazy'], 'unsupported queue mode')],
  ['x-queue-version', checkVersion],
  ['x-single-active-consumer', checkBoolean],
  ['x-delivery-limit', checkDeliveryLimit],
  ['x-consumer-timeout', checkDuration],
  ['x-consumer-disconnected-timeout', checkCount],
  ['x-delayed-retry-type', checkRetryType],
  ['x-delayed-retry-min', checkDelay],
  ['x-delayed-retry-max', checkRetryMax],
  [
    'x-quorum-initial-group-size',
    (field) => (isZero(field) ? '{value_zero,0}' : checkCount(field)),
  ],
  [
    'x-queue-leader-locator',
    oneOf(['client-local', 'random', 'least-leaders', 'balanced'], 'invalid_queue_locator_arg'),
  ],
]);

const COMMON = [
  'x-queue-type',
  'x-expires',
  'x-message-ttl',
  'x-dead-letter-exchange',
  'x-dead-letter-routing-key',
  'x-max-length',
  'x-max-length-bytes',
  'x-overflow',
  'x-single-active-consumer',
  'x-consumer-timeout',
  'x-delayed-retry-type',
  'x-delayed-retry-min',
  'x-delayed-retry-max',
];
const CLASSIC_ONLY = [
  'x-max-priority',
  'x-queue-mode',
  'x-queue-version',
  'x-queue-master-locator',
];
const QUORUM_ONLY = [
  'x-dead-letter-strategy',
  'x-max-in-memory-length',
  'x-max-in-memory-bytes',
  'x-quorum-initial-group-size',
  'x-delivery-limit',
  'x-queue-leader-locator',
  'x-consumer-disconnected-timeout',
];
const STREAM_ONLY = ['x-max-age', 'x-stream-max-segment-size-bytes', 'x-initial-cluster-size'];

const KNOWN: ReadonlySet<string> = new Set([
  ...COMMON,
  ...CLASSIC_ONLY,
  ...QUORUM_ONLY,
  ...STREAM_ONLY,
]);
const CLASSIC: ReadonlySet<string> = new Set([...COMMON, ...CLASSIC_ONLY]);
const QUORUM: ReadonlySet<string> = new Set([...COMMON, ...QUORUM_ONLY]);

/**
 * Throws BrokerError if an argument is not one that RabbitMQ takes. Unknown arguments are nobody's
 * business.
 */
export function parseQueueArguments(
  name: string,
  vhost: string,
  args: FieldTable,
  flags: QueueFlags,
): QueueOptions {
  const queue = resourceText('queue', name, vhost);
  checkExchangeType(queue, args);
  const type = queueType(queue, args);
  for (const { error } of faultsIn(queue, args, type)) throw error;
  if (type === 'quorum') checkQuorumFlags(queue, flags);
  return queueOptions(type, args);
}

/**
 * What is left of the arguments of a queue that comes back from the store, without those that an
 * earlier release took and this one does not.
 */
export function toleratedArguments(
  { name, vhost, arguments: args }: QueueDefinition,
  onFault: (fault: BrokerError) => void,
): FieldTable {
  const queue = resourceText('queue', name, vhost);
  const left = new Map(args);
  for (const { argument, error } of faultsIn(queue, args, queueType(queue, args))) {
    onFault(error);
    left.delete(argument);
  }
  return withoutFaults(left, onFault);
}

interface ArgumentFault {
  readonly argument: string;
  readonly error: BrokerError;
}

function* faultsIn(
  queue: string,
  args: FieldTable,
  type: QueueOptions['type'],
): Iterable<ArgumentFault> {
  const allowed = type === 'quorum' ? QUORUM : CLASSIC;
  yield* wrongValues(queue, args, allowed);
  yield* wrongNames(queue, args, allowed, type);
}

function checkExchangeType(queue: string, args: FieldTable): void {
  const field = args.get('x-dead-letter-exchange');
  if (field === undefined || field.type === 'S') return;
  throw new BrokerError(
    'precondition-failed',
    `invalid type '${FIELD_TYPE_NAMES[field.type]}' for arg 'x-dead-letter-exchange' in ${queue}`,
  );
}

function queueType(queue: string, args: FieldTable): 'classic' | 'quorum' {
  const field = args.get('x-queue-type');
  if (field === undefined) return 'classic';
  const fault = checkText(field);
  if (fault !== undefined) throw invalid('x-queue-type', queue, fault);
  switch (field.value) {
    case 'classic':
    case 'quorum':
      return field.value;
    case 'stream':
      throw new BrokerError(
        'not-implemented',
        `${queue}: streams are not implemented; x-queue-type can be classic or quorum`,
      );
    default:
      throw invalid(
        'x-queue-type',
        queue,
        erlangString(`unsupported queue type '${String(field.value)}'`),
      );
  }
}

function* wrongValues(
  queue: string,
  args: FieldTable,
  allowed: ReadonlySet<string>,
): Iterable<ArgumentFault> {
  for (const [argument, check] of CHECKS) {
    const field = args.get(argument);
    if (field === undefined || !allowed.has(argument)) continue;
    const fault = check(field, args);
    if (fault !== undefined) yield { argument, error: invalid(argument, queue, fault) };
  }
}

function* wrongNames(
  queue: string,
  args: FieldTable,
  allowed: ReadonlySet<string>,
  type: QueueOptions['type'],
): Iterable<ArgumentFault> {
  for (const argument of args.keys()) {
    if (!KNOWN.has(argument) || allowed.has(argument)) continue;
    const error = new BrokerError(
      'precondition-failed',
      `invalid arg '${argument}' for ${queue} of queue type rabbit_${type}_queue`,
    );
    yield { argument, error };
  }
}

function checkQuorumFlags(queue: string, flags: QueueFlags): void {
  const wrong = flags.autoDelete
    ? 'auto-delete'
    : flags.exclusive
      ? 'exclusive-owner'
      : flags.durable
        ? undefined
        : 'non-durable';
  if (wrong === undefined) return;
  throw new BrokerError('precondition-failed', `invalid property '${wrong}' for ${queue}`);
}

function invalid(name: string, queue: string, fault: string): BrokerError {
  return new BrokerError('precondition-failed', `invalid arg '${name}' for ${queue}: ${fault}`);
}

function checkInteger(field: Field): string | undefined {
  if (integerOf(field) !== undefined) return undefined;
  return `"expected integer, got ${FIELD_TYPE_NAMES[field.type]}"`;
}

function checkCount(field: Field): string | undefined {
  const value = integerOf(field);
  if (value === undefined) return checkInteger(field);
  return value < 0 ? `{value_negative,${String(value)}}` : undefined;
}

function checkDuration(field: Field): string | undefined {
  const fault = checkCount(field);
  if (fault !== undefined) return fault;
  const value = integerOf(field) ?? 0;
  return value > TTL_MAX_MS ? `{value_too_large,${String(value)}}` : undefined;
}

function checkDeliveryLimit(field: Field): string | undefined {
  const value = integerOf(field);
  if (value === undefined) return checkInteger(field);
  return value < -1 ? `{value_negative,${String(value)}}` : undefined;
}

function checkDelay(field: Field): string | undefined {
  return isZero(field) ? '{value_zero,0}' : checkDuration(field);
}

/** The texts are those of RabbitMQ's policies: it looks at no queue's own arguments. */
function checkRetryType(field: Field, args: FieldTable): string | undefined {
  if (field.type !== 'S') return unacceptable(field.type);
  const { value } = field;
  if (!['all', 'failed', 'returned', 'disabled'].includes(value)) {
    return (
      `"${value} is not a valid delayed retry type. ` +
      'Must be one of: all, failed, returned, disabled"'
    );
  }
  if (value === 'disabled' || args.has('x-delayed-retry-min')) return undefined;
  return `"delayed-retry-min is required when delayed-retry-type is ${value}"`;
}

function checkRetryMax(field: Field, args: FieldTable): string | undefined {
  const fault = checkDelay(field);
  const min = integerOf(args.get('x-delayed-retry-min'));
  const max = integerOf(field);
  if (fault !== undefined || min === undefined || max === undefined || max >= min) return fault;
  const bounds = [max, min].map(String);
  return (
    `"delayed-retry-max (${bounds[0] ?? ''}) must not be smaller than ` +
    `delayed-retry-min (${bounds[1] ?? ''})"`
  );
}

function checkPriority(field: Field): string | undefined {
  const fault = checkCount(field);
  if (fault !== undefined) return fault;
  const value = integerOf(field) ?? 0;
  return value > PRIORITY_MAX ? `{max_value_exceeded,${String(value)}}` : undefined;
}

function checkVersion(field: Field): string | undefined {
  const fault = checkCount(field);
  if (fault !== undefined) return fault;
  const value = Number(integerOf(field));
  return value === 1 || value === 2 ? undefined : `"unsupported queue version '${String(value)}'"`;
}

function checkText(field: Field): string | undefined {
  return field.type === 'S' ? undefined : unacceptable(field.type);
}

function checkBoolean(field: Field): string | undefined {
  return field.type === 't' ? undefined : unacceptable(field.type);
}

function checkDeadLetterRoutingKey(field: Field, args: FieldTable): string | undefined {
  if (field.type !== 'S') return unacceptable(field.type);
  return args.has('x-dead-letter-exchange') ? undefined : 'routing_key_but_no_dlx_defined';
}

/** A fault of one word is an Erlang atom; one in words names the value. */
function oneOf(values: readonly string[], fault: string): Check {
  return (field) => {
    if (field.type !== 'S') return unacceptable(field.type);
    if (values.includes(field.value)) return undefined;
    return fault.includes(' ') ? erlangString(`${fault} '${field.value}'`) : fault;
  };
}

function unacceptable(type: FieldType): string {
  return `{unacceptable_type,${FIELD_TYPE_NAMES[type]}}`;
}

function isZero(field: Field): boolean {
  const value = integerOf(field);
  return value === 0 || value === 0n;
}
