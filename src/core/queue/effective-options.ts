/**
 * Arguments and policies of a queue as one set of options, by RabbitMQ's rules: of two limits the
 * lower one counts; of two names, the argument. Called by queue.ts when it is made and when its
 * policies change.
 */
import type { Field, FieldTable } from '../field.js';
import type { JsonObject, JsonValue } from '../json.js';
import { type QueueOptions, queueOptions } from './options.js';

/** Which of the two counts. */
type Rule = (policy: Field, own: Field, type: QueueOptions['type']) => Field;

/** By setting; its argument is called so with x- before it. All others are without effect. */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['expires', lower],
  ['message-ttl', lower],
  ['max-length', lower],
  ['max-length-bytes', lower],
  ['consumer-timeout', lower],
  ['delayed-retry-min', lower],
  ['delayed-retry-max', lower],
  ['delayed-retry-type', (policy) => policy],
  ['delivery-limit', lowerUnlessNegative],
  ['dead-letter-exchange', argument],
  ['dead-letter-routing-key', argument],
  ['dead-letter-strategy', argument],
  ['overflow', (policy, own, type) => (type === 'quorum' ? policy : own)],
]);

/**
 * Queues without arguments share one object by definition and type: there may be ten thousand, and
 * a policy that has changed is for all of them.
 */
const shared = new WeakMap<JsonObject, Map<QueueOptions['type'], QueueOptions>>();

export function effectiveOptions(
  own: QueueOptions,
  args: FieldTable,
  definition: JsonObject,
): QueueOptions {
  if (args.size > 0) return merged(own.type, args, definition);
  const byType = shared.get(definition) ?? new Map<QueueOptions['type'], QueueOptions>();
  const options = byType.get(own.type) ?? merged(own.type, args, definition);
  shared.set(definition, byType.set(own.type, options));
  return options;
}

/**
 * What a policy with that value for a setting, undefined for none, does to a queue: the field that
 * counts; null for a setting without effect on queues.
 */
export function fieldInForce(
  type: QueueOptions['type'],
  args: FieldTable,
  setting: string,
  value: JsonValue | undefined,
): Field | undefined | null {
  const rule = RULES.get(setting);
  if (rule === undefined) return null;
  const [policy, own] = [fieldOf(value), args.get(`x-${setting}`)];
  return policy === undefined || own === undefined ? (policy ?? own) : rule(policy, own, type);
}

function merged(
  type: QueueOptions['type'],
  args: FieldTable,
  definition: JsonObject,
): QueueOptions {
  const both = new Map(args);
  for (const setting of Object.keys(definition)) {
    const field = fieldInForce(type, args, setting, definition[setting]);
    if (field !== undefined && field !== null) both.set(`x-${setting}`, field);
  }
  return queueOptions(type, both);
}

function lower(policy: Field, own: Field): Field {
  return Number(policy.value) < Number(own.value) ? policy : own;
}

/** A negative limit is none. */
function lowerUnlessNegative(policy: Field, own: Field): Field {
  const isUnlimited = Number(policy.value) < 0 || Number(own.value) < 0;
  return Number(policy.value) < Number(own.value) === isUnlimited ? own : policy;
}

function argument(_policy: Field, own: Field): Field {
  return own;
}

/** Settings are texts or whole numbers (settings.ts). */
function fieldOf(value: JsonValue | undefined): Field | undefined {
  if (typeof value === 'string') return { type: 'S', value };
  return typeof value === 'number' ? { type: 'l', value } : undefined;
}
