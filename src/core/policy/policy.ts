/**
 * A policy: settings for all queues and exchanges whose names match, and what of it has come to
 * apply to one of them. Made by policies.ts; queues and exchanges take their options from it.
 */
import type { JsonObject } from '../json.js';

export const APPLY_TO = [
  'all',
  'exchanges',
  'queues',
  'classic_queues',
  'quorum_queues',
  'streams',
] as const;

export interface Policy {
  readonly vhost: string;
  readonly name: string;
  /** A regular expression, found anywhere in a name. */
  readonly pattern: string;
  readonly applyTo: (typeof APPLY_TO)[number];
  /** Of all that match, the one of the highest priority applies. */
  readonly priority: number;
  readonly definition: JsonObject;
}

/** What applies to one queue or exchange. */
export interface AppliedPolicies {
  readonly policy: Policy | undefined;
  /** Sets limits to what the policy may ask for. */
  readonly operatorPolicy: Policy | undefined;
  /** The settings of both. */
  readonly definition: JsonObject;
}

/** What policies apply to: a queue or an exchange. */
export interface Policed {
  readonly name: string;
  readonly policy: Policy | undefined;
  readonly operatorPolicy: Policy | undefined;
  /** The settings of both that apply. */
  readonly effectivePolicyDefinition: JsonObject;
  applyPolicies(policies: AppliedPolicies): void;
}

export const NO_POLICIES: AppliedPolicies = {
  policy: undefined,
  operatorPolicy: undefined,
  definition: {},
};
