/**
 * Carries a plan out, in one run: what is there already stays as it is where RabbitMQ's import
 * would leave it (queues, exchanges), and is replaced where it would replace it. Called by
 * import.ts, for a rehearsal first.
 */
import type { PasswordHash } from '../../core/access/password-hashing.js';
import type { Broker } from '../../core/broker.js';
import type { Owner } from '../../core/consumer.js';
import { BrokerError } from '../../core/errors.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import type { Ignored, Plan } from './plan.js';

export interface Application {
  readonly plan: Plan;
  /** Of the plan's users, in their order. */
  readonly hashes: readonly PasswordHash[];
  readonly by: Owner;
}

/** Gives what it has left out. Throws for what cannot be. */
export function applyPlan(broker: Broker, { plan, hashes, by }: Application): Ignored[] {
  const ignored: Ignored[] = [];
  const { access } = broker;
  plan.users.forEach(({ name, tags, limits }, index) => {
    access.users.put({ name, tags, ...limits, ...hashes[index] }, by);
  });
  for (const request of plan.vhosts) broker.declareVhost(request, by);
  for (const permission of plan.permissions) {
    requireUser(broker, permission);
    access.permissions.put(permission, by);
  }
  for (const permission of plan.topicPermissions) {
    requireUser(broker, permission);
    access.topicPermissions.put(permission, by);
  }
  for (const parameter of plan.parameters) {
    const { vhost, name } = parameter;
    requireVhost(broker, vhost);
    telling(name, vhost, () => broker.parameters.put(parameter, by));
  }
  for (const { name, value } of plan.globalParameters) {
    broker.globalParameters.put(name, value, by);
  }
  for (const request of plan.policies) {
    const { vhost, name } = request;
    requireVhost(broker, vhost);
    telling(name, vhost, () => broker.policies.put('policy', request, by));
  }
  applyContents(broker, plan, by, ignored);
  return ignored;
}

function applyContents(broker: Broker, plan: Plan, by: Owner, ignored: Ignored[]): void {
  for (const { vhost: name, ...request } of plan.queues) {
    const vhost = requireVhost(broker, name);
    if (vhost.queue(request.name) !== undefined) continue;
    telling(request.name, name, () => vhost.declareQueue(request, by));
  }
  for (const { vhost: name, ...request } of plan.exchanges) {
    const vhost = requireVhost(broker, name);
    if (vhost.exchange(request.name) !== undefined) continue;
    telling(request.name, name, () => vhost.declareExchange(request, by));
  }
  for (const { vhost: name, ...request } of plan.bindings) {
    const vhost = requireVhost(broker, name);
    const { source, destination, destinationKind } = request;
    const end =
      destinationKind === 'queue' ? vhost.queue(destination) : vhost.exchange(destination);
    if (vhost.exchange(source) === undefined || end === undefined) {
      const reason = 'what it binds is not there';
      ignored.push({ kind: 'bindings', vhost: name, name: `${source} -> ${destination}`, reason });
      continue;
    }
    // Every queue has this one by itself.
    if (source === '') continue;
    telling(`${source} -> ${destination}`, name, () => vhost.bind(request, by));
  }
}

function requireVhost(broker: Broker, name: string): Vhost {
  const vhost = broker.vhost(name);
  if (vhost === undefined) throw ApiError.badRequest(['no_such_vhost', name]);
  return vhost;
}

function requireUser(broker: Broker, place: { readonly user: string; readonly vhost: string }) {
  requireVhost(broker, place.vhost);
  if (broker.access.users.get(place.user) === undefined) {
    throw ApiError.badRequest(['no_such_user', place.user]);
  }
}

/** The core's texts do not always say of what they speak. */
function telling(name: string, vhost: string, operation: () => unknown): void {
  try {
    operation();
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    throw ApiError.badRequest(`${error.message} (${vhost}/${name})`);
  }
}
