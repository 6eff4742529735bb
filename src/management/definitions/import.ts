/**
 * Takes the definitions of an export in, after a rehearsal: what is wrong with them is told before
 * anything is changed; only limits and locks of the broker can stop an import halfway. Called by
 * routes/definitions.ts and, at the start, by server.ts.
 */
import type { Broker } from '../../core/broker.js';
import type { Owner } from '../../core/consumer.js';
import { ApiError } from '../api-error.js';
import { isObject, type JsonObject } from '../request.js';
import { hashOf } from '../user-body.js';
import { applyPlan } from './apply.js';
import type { Ignored } from './plan.js';
import { readPlan } from './read-plan.js';
import { rehearse } from './rehearsal.js';

export interface ImportContext {
  readonly broker: Broker;
  /** An empty broker that keeps nothing. */
  readonly stage: () => Broker;
  durably<T>(operation: () => T): Promise<T>;
}

export interface ImportRequest {
  readonly document: JsonObject;
  /** A vhost for all of it, instead of those that it names. */
  readonly into?: string;
  readonly by: Owner;
}

/** Gives what was left out, and why. */
export async function importDefinitions(
  { broker, stage, durably }: ImportContext,
  { document, into, by }: ImportRequest,
): Promise<readonly Ignored[]> {
  const { plan, ignored } = readPlan(document, broker, into);
  const hashes = await Promise.all(plan.users.map((user) => hashOf(user, broker.access)));
  const application = { plan, hashes, by };
  rehearse(stage(), broker, application);
  const further = await durably(() => applyPlan(broker, application));
  return [...ignored, ...further];
}

/** The text of a file or a body. */
export function parseDefinitions(text: string): JsonObject {
  const document = parse(text);
  if (!isObject(document)) throw ApiError.badRequest('failed_to_parse_json');
  return document;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
