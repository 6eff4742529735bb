/**
 * What an operator asks for as a policy: checked, with RabbitMQ's faults in its order and words.
 * Called by policies.ts before anything changes.
 */
import { erlangJson } from '../erlang-json.js';
import { BrokerError } from '../errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.js';
import type { CompilePattern } from '../pattern.js';
import { APPLY_TO, type Policy } from './policy.js';
import { SETTINGS } from './settings.js';

/** Which kind of policy, by RabbitMQ's names of parameters. */
export type PolicyComponent = 'policy' | 'operator_policy';

/** In RabbitMQ's words; those that are left out are missing. */
export type PolicyTerms = JsonObject;

export interface AcceptedPolicy {
  readonly policy: Policy;
  readonly matches: (name: string) => boolean;
}

const TERMS = ['priority', 'pattern', 'apply-to', 'definition'];
const NAME_SIZE_MAX = 255;

export function acceptPolicy(
  component: PolicyComponent,
  { vhost, name }: { readonly vhost: string; readonly name: string },
  terms: PolicyTerms,
  compile: CompilePattern,
): AcceptedPolicy {
  const faults: string[] = [];
  const fail = (fault: string | undefined): void => {
    if (fault !== undefined) faults.push(fault);
  };
  if (name === '' || name.length > NAME_SIZE_MAX) {
    fail(`the name of a policy has 1 to ${NAME_SIZE_MAX} characters, not ${name.length}`);
  }
  fail(unknownTerms(name, terms));
  const { definition, pattern, priority, 'apply-to': applyTo = 'all' } = terms;
  if (definition === undefined) fail(missing('definition', name));
  else fail(definitionFault(component, name, definition));
  const target = APPLY_TO.find((each) => each === applyTo);
  if (target === undefined) fail(applyToFault(applyTo));
  const matches = compiled(pattern, name, compile, fail);
  if (priority === undefined) fail(missing('priority', name));
  else if (!isFiniteNumber(priority)) {
    fail(`priority should be a number, actually was ${erlangJson(priority)}`);
  }
  if (
    faults.length > 0 ||
    typeof pattern !== 'string' ||
    !isFiniteNumber(priority) ||
    matches === undefined ||
    target === undefined ||
    !isJsonObject(definition)
  ) {
    throw new BrokerError('precondition-failed', validationText(faults));
  }
  return { policy: { vhost, name, pattern, applyTo: target, priority, definition }, matches };
}

/** What is beyond all numbers, as 1e400 is, could not be kept. */
function isFiniteNumber(value: JsonValue | undefined): value is number {
  return Number.isFinite(value);
}

/** The policy in the words in which it is asked for. */
export function policyTerms({ pattern, definition, priority, applyTo }: Policy): PolicyTerms {
  return { pattern, definition, priority, 'apply-to': applyTo };
}

/** As RabbitMQ puts the faults of a parameter together. */
export function validationText(faults: readonly string[]): string {
  return `Validation failed\n\n${faults.map((fault) => `${fault}\n`).join('')}`;
}

function unknownTerms(name: string, terms: JsonObject): string | undefined {
  const unknown = Object.entries(terms).filter(([term]) => !TERMS.includes(term));
  return unknown.length === 0 ? undefined : `Unrecognised terms ${pairs(unknown)} in ${name}`;
}

function compiled(
  pattern: JsonValue | undefined,
  name: string,
  compile: CompilePattern,
  fail: (fault: string) => void,
): ((name: string) => boolean) | undefined {
  if (pattern === undefined) fail(missing('pattern', name));
  else if (typeof pattern !== 'string') {
    fail(`pattern should be a binary but was ${erlangJson(pattern)}`);
  } else {
    try {
      return compile(pattern);
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      fail(`pattern should be regular expression but is invalid: ${error.message}`);
    }
  }
  return undefined;
}

function definitionFault(
  component: PolicyComponent,
  name: string,
  definition: JsonValue,
): string | undefined {
  if (!isJsonObject(definition)) {
    const validator = component === 'policy' ? 'policy_validator' : 'operator_policy_validator';
    const value = erlangJson(definition);
    return `parse error while reading policy ${name}: ${value}. Validator: ${validator}.`;
  }
  const entries = Object.entries(definition).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return 'no policy provided';
  const unknown: [string, JsonValue][] = [];
  for (const [key, value] of entries) {
    const setting = SETTINGS.get(key);
    if (setting === undefined || (component === 'operator_policy' && setting.merge === undefined)) {
      unknown.push([key, value]);
    } else if (!setting.isValid(value)) {
      return `${erlangJson(value)} is not a valid ${setting.noun}`;
    }
  }
  if (unknown.length > 0) return `${pairs(unknown)} are not recognised policy settings`;
  return delayedRetryFault(definition);
}

function delayedRetryFault(definition: JsonObject): string | undefined {
  const {
    'delayed-retry-type': type,
    'delayed-retry-min': min,
    'delayed-retry-max': max,
  } = definition;
  if (typeof type === 'string' && type !== 'disabled' && min === undefined) {
    return `delayed-retry-min is required when delayed-retry-type is ${type}`;
  }
  if (typeof min !== 'number' || typeof max !== 'number' || max >= min) return undefined;
  return `delayed-retry-max (${max}) must not be smaller than delayed-retry-min (${min})`;
}

function applyToFault(applyTo: JsonValue): string {
  const shown = typeof applyTo === 'string' ? applyTo : erlangJson(applyTo);
  return (
    `apply-to '${shown}' unrecognised; should be one of: 'queues', 'classic_queues', ` +
    "'quorum_queues', 'streams', 'exchanges', or 'all'"
  );
}

function missing(term: string, name: string): string {
  return `Key "${term}" not found in ${name}`;
}

function pairs(entries: readonly (readonly [string, JsonValue])[]): string {
  return `[${entries.map(([key, value]) => `{${erlangJson(key)},${erlangJson(value)}}`).join()}]`;
}
