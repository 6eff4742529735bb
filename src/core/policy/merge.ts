/**
 * A policy and an operator policy that apply to one thing, as one set of settings: what only one of
 * them has it has, and of two values the one by which the operator's limit holds.
 */
import type { JsonObject, JsonValue } from '../json.js';
import { type AppliedPolicies, NO_POLICIES, type Policy } from './policy.js';
import { SETTINGS } from './settings.js';

export function mergedPolicies(
  policy: Policy | undefined,
  operatorPolicy: Policy | undefined,
): AppliedPolicies {
  if (policy === undefined && operatorPolicy === undefined) return NO_POLICIES;
  return {
    policy,
    operatorPolicy,
    definition: merged(policy?.definition, operatorPolicy?.definition),
  };
}

function merged(definition: JsonObject = {}, ofOperator: JsonObject = {}): JsonObject {
  const both = new Map<string, JsonValue>(Object.entries(definition));
  for (const [key, operators] of Object.entries(ofOperator)) {
    const value = both.get(key);
    const merge = SETTINGS.get(key)?.merge;
    both.set(key, value === undefined || merge === undefined ? operators : merge(value, operators));
  }
  return Object.fromEntries(both);
}
