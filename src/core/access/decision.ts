/**
 * Whether a user may do something with a queue or an exchange, and what decides so. The decision is
 * that of authorization.ts, as a client would have it; beside it stand the rules that were asked.
 * For operators, who ask over HTTP.
 */
import { BrokerError } from '../errors.js';
import type { ResourceKind } from '../resource-name.js';
import type { Vhost } from '../vhost.js';
import type { Access } from './access.js';
import { Authorization, nameInPermissions } from './authorization.js';
import type { Operation } from './permissions.js';

export interface AccessQuestion {
  readonly operation: Operation;
  readonly kind: ResourceKind;
  /** Empty for the default exchange. */
  readonly name: string;
  /** To publish with to an exchange, or to bind with. */
  readonly routingKey?: string | undefined;
}

export interface AccessRule {
  readonly kind: 'permission' | 'topic-permission';
  /** As it was written. Undefined: there is no such topic permission, so every key is allowed. */
  readonly pattern: string | undefined;
  /** The name or the key that it is looked for in. */
  readonly text: string;
  readonly isMet: boolean;
}

export interface Decision {
  /** What a client would be told; undefined if it may. */
  readonly refusal: BrokerError | undefined;
  /** Whether there is such a queue or exchange by now. */
  readonly isThere: boolean;
  /** In the order in which they are asked. None: the user has no permissions in the vhost. */
  readonly rules: readonly AccessRule[];
}

export function decide(
  access: Access,
  user: string,
  vhost: Vhost,
  question: AccessQuestion,
): Decision {
  const { kind, name } = question;
  const exchange = kind === 'exchange' ? vhost.exchange(name) : undefined;
  const isThere = kind === 'exchange' ? exchange !== undefined : vhost.queue(name) !== undefined;
  const hasTopics = exchange?.definition.type === 'topic';
  return {
    refusal: refusalOf(() => ask(access, user, vhost, question)),
    isThere,
    rules: rulesOf(access, user, vhost, question, hasTopics),
  };
}

/** Throws what a client that does so would be told. */
function ask(access: Access, user: string, vhost: Vhost, question: AccessQuestion): void {
  const { operation, kind, name, routingKey } = question;
  access.requireVhost(user, vhost.name);
  const authorization = new Authorization(access, user, vhost);
  // What comes after permissions is about an exchange that is there.
  if (routingKey === undefined || kind === 'queue' || vhost.exchange(name) === undefined) {
    authorization.require(operation, kind, name);
  } else if (operation === 'write') {
    authorization.requirePublish(name, routingKey, []);
    vhost.requirePublishable(name);
  } else if (operation === 'read') {
    authorization.requireBindingFrom(name, routingKey);
  } else {
    authorization.require(operation, kind, name);
  }
}

function refusalOf(act: () => void): BrokerError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof BrokerError) return error;
    throw error;
  }
}

function rulesOf(
  access: Access,
  user: string,
  vhost: Vhost,
  { operation, kind, name, routingKey }: AccessQuestion,
  hasTopics: boolean,
): AccessRule[] {
  const { permissions, topicPermissions } = access;
  const permission = permissions.get(user, vhost.name);
  if (permission === undefined) return [];
  const text = nameInPermissions(kind, name);
  const rules: AccessRule[] = [
    {
      kind: 'permission',
      pattern: permission[operation],
      text,
      isMet: access.may(operation, user, vhost.name, text),
    },
  ];
  if (!hasTopics || routingKey === undefined || operation === 'configure') return rules;
  rules.push({
    kind: 'topic-permission',
    pattern: topicPermissions.get(user, vhost.name, name)?.[operation],
    text: routingKey,
    isMet: topicPermissions.may(operation, user, vhost.name, name, routingKey),
  });
  return rules;
}
