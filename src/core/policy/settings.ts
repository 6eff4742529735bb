/**
 * What a policy can set: RabbitMQ's settings of 3.10 and 4.3, as data. Those without effect on one
 * node, or on any queue of this broker, are taken too, so that the policies of a RabbitMQ can move
 * here as they are.
 */
import { isJsonArray, type JsonValue } from '../json.js';
import { DURATION_MAX_MS } from '../queue/options.js';

export interface Setting {
  readonly isValid: (value: JsonValue) => boolean;
  /** What an invalid value is not, in RabbitMQ's words. */
  readonly noun: string;
  /** Which value counts where both set it; undefined where operator policies cannot. */
  readonly merge?: (value: JsonValue, ofOperator: JsonValue) => JsonValue;
}

const SEGMENT_SIZE_MAX = 3_000_000_000;

const count = (value: JsonValue): boolean => isInteger(value) && value >= 0;
const positive = (value: JsonValue): boolean => isInteger(value) && value > 0;
const duration = (value: JsonValue): boolean => count(value) && Number(value) <= DURATION_MAX_MS;
const text = (value: JsonValue): boolean => typeof value === 'string';
const lowest = (value: JsonValue, ofOperator: JsonValue): JsonValue =>
  Number(ofOperator) < Number(value) ? ofOperator : value;
const highest = (value: JsonValue, ofOperator: JsonValue): JsonValue =>
  Number(ofOperator) > Number(value) ? ofOperator : value;
const operators = (_value: JsonValue, ofOperator: JsonValue): JsonValue => ofOperator;

export const SETTINGS: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ['alternate-exchange', { isValid: text, noun: 'alternate exchange name' }],
  ['consumer-timeout', { isValid: count, noun: 'consumer timeout' }],
  ['consumer-disconnected-timeout', { isValid: count, noun: 'consumer disconnected timeout' }],
  ['dead-letter-exchange', { isValid: text, noun: 'dead letter exchange name' }],
  ['dead-letter-routing-key', { isValid: text, noun: 'dead letter routing key' }],
  [
    'dead-letter-strategy',
    { isValid: oneOf('at-most-once', 'at-least-once'), noun: 'dead letter strategy' },
  ],
  ['message-ttl', { isValid: duration, noun: 'message TTL', merge: lowest }],
  [
    'expires',
    {
      isValid: (value) => positive(value) && duration(value),
      noun: 'queue expiry',
      merge: lowest,
    },
  ],
  ['max-length', { isValid: count, noun: 'maximum length', merge: lowest }],
  ['max-length-bytes', { isValid: count, noun: 'maximum length in bytes', merge: lowest }],
  ['max-in-memory-length', { isValid: count, noun: 'maximum memory in bytes', merge: lowest }],
  ['max-in-memory-bytes', { isValid: count, noun: 'maximum memory in bytes', merge: lowest }],
  [
    'overflow',
    {
      isValid: oneOf('drop-head', 'reject-publish', 'reject-publish-dlx'),
      noun: 'overflow value',
      merge: operators,
    },
  ],
  ['delivery-limit', { isValid: isInteger, noun: 'delivery limit', merge: lowestLimit }],
  [
    'delayed-retry-type',
    {
      isValid: oneOf('all', 'failed', 'returned', 'disabled'),
      noun: 'delayed retry type. Must be one of: all, failed, returned, disabled',
      merge: operators,
    },
  ],
  ['delayed-retry-min', retryDelay('minimum', highest)],
  ['delayed-retry-max', retryDelay('maximum', lowest)],
  // From here on: taken, and without effect.
  ['queue-mode', { isValid: oneOf('default', 'lazy'), noun: 'queue-mode value' }],
  [
    'queue-version',
    {
      isValid: (value) => value === 1 || value === 2,
      noun: 'queue-version value',
      merge: operators,
    },
  ],
  ['queue-master-locator', { isValid: text, noun: 'master locator', merge: operators }],
  [
    'queue-leader-locator',
    {
      isValid: oneOf('client-local', 'balanced', 'random', 'least-leaders'),
      noun: 'queue leader locator value',
    },
  ],
  ['target-group-size', { isValid: positive, noun: 'qq target count value', merge: highest }],
  [
    'member-placement-tag',
    {
      isValid: (value) => text(value) && value !== '',
      noun: 'member-placement-tag value. Must be a non-empty string',
      merge: operators,
    },
  ],
  ['initial-cluster-size', { isValid: count, noun: 'cluster size' }],
  ['max-age', { isValid: (value) => /^\d+[YMDhms]$/.test(String(value)), noun: 'max age' }],
  [
    'stream-max-segment-size-bytes',
    { isValid: (value) => count(value) && Number(value) <= SEGMENT_SIZE_MAX, noun: 'segment size' },
  ],
  [
    'stream-filter-size-bytes',
    {
      isValid: (value) => count(value) && Number(value) >= 16 && Number(value) <= 255,
      noun: 'filter size. Valid range is 16-255',
    },
  ],
  ['ha-mode', { isValid: oneOf('all', 'exactly', 'nodes'), noun: 'ha-mode value' }],
  [
    'ha-params',
    {
      isValid: (value) => positive(value) || (isJsonArray(value) && value.every(text)),
      noun: 'ha-params value',
    },
  ],
  ['ha-sync-mode', { isValid: oneOf('automatic', 'manual'), noun: 'ha-sync-mode value' }],
  ['ha-sync-batch-size', { isValid: positive, noun: 'ha-sync-batch-size value' }],
  [
    'ha-promote-on-shutdown',
    { isValid: oneOf('always', 'when-synced'), noun: 'ha-promote-on-shutdown value' },
  ],
  [
    'ha-promote-on-failure',
    { isValid: oneOf('always', 'when-synced'), noun: 'ha-promote-on-failure value' },
  ],
]);

/**
 * By type of queue: a policy with one of these does not apply to it at all, as in RabbitMQ. What
 * only one of 3.10 and 4.3 has in its list is in neither.
 */
export const UNSUPPORTED: Readonly<Record<'classic' | 'quorum', readonly string[]>> = {
  classic: [
    'max-age',
    'stream-max-segment-size-bytes',
    'initial-cluster-size',
    'delivery-limit',
    'dead-letter-strategy',
  ],
  quorum: [
    'queue-mode',
    'queue-master-locator',
    'ha-mode',
    'ha-params',
    'ha-sync-mode',
    'ha-promote-on-shutdown',
    'ha-promote-on-failure',
    'max-age',
    'stream-max-segment-size-bytes',
    'initial-cluster-size',
  ],
};

function isInteger(value: JsonValue): value is number {
  return Number.isSafeInteger(value);
}

function oneOf(...values: readonly string[]): (value: JsonValue) => boolean {
  return (value) => typeof value === 'string' && values.includes(value);
}

function retryDelay(bound: string, merge: typeof lowest): Setting {
  return {
    isValid: (value) => positive(value) && duration(value),
    noun: `delayed retry ${bound} delay. Must be a positive integer`,
    merge,
  };
}

/** A negative limit is none. */
function lowestLimit(value: JsonValue, ofOperator: JsonValue): JsonValue {
  const isUnlimited = Number(value) < 0 || Number(ofOperator) < 0;
  return isUnlimited ? highest(value, ofOperator) : lowest(value, ofOperator);
}
