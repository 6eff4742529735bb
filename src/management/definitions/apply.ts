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
import type { Ignored, OnFault, Place, Plan } from './plan.js';

export interface Application {
  readonly plan: Plan;
  /** Of the plan's users, in their order. */
  readonly hashes: readonly PasswordHash[];
  readonly by: Owner;
  readonly onFault?: OnFault;
}

/** Gives what it has left out. Throws for what cannot be, unless it is to tell. */
export function applyPlan(broker: Broker, application: Application): Ignored[] {
  const { plan, hashes, by, onFault } = application;
  const { access } = broker;
  const attempt = attempts(onFault);
  plan.users.forEach(({ name, tags, limits }, index) => {
    attempt({ kind: 'users', name }, () => {
      access.users.put({ name, tags, ...limits, ...hashes[index] }, by);
    });
  });
  for (const request of plan.vhosts) {
    attempt({ kind: 'vhosts', name: request.name }, () => broker.declareVhost(request, by));
  }
  for (const permission of plan.permissions) {
    attempt({ kind: 'permissions', vhost: permission.vhost, name: permission.user }, () => {
      requireUser(broker, permission);
      access.permissions.put(permission, by);
    });
  }
  for (const permission of plan.topicPermissions) {
    const { vhost, user: name } = permission;
    attempt({ kind: 'topic_permissions', vhost, name }, () => {
      requireUser(broker, permission);
      access.topicPermissions.put(permission, by);
    });
  }
  applySettings(broker, application);
  return applyContents(broker, application);
}

function applySettings(broker: Broker, { plan, by, onFault }: Application): void {
  const attempt = attempts(onFault);
  for (const parameter of plan.parameters) {
    const { vhost, name } = parameter;
    attempt({ kind: 'parameters', vhost, name }, () => {
      requireVhost(broker, vhost);
      telling(name, vhost, () => broker.parameters.put(parameter, by));
    });
  }
  for (const { name, value } of plan.globalParameters) {
    attempt({ kind: 'global_parameters', name }, () => {
      broker.globalParameters.put(name, value, by);
    });
  }
  for (const request of plan.policies) {
    const { vhost, name } = request;
    attempt({ kind: 'policies', vhost, name }, () => {
      requireVhost(broker, vhost);
      telling(name, vhost, () => broker.policies.put('policy', request, by));
    });
  }
}

function applyContents(broker: Broker, { plan, by, onFault }: Application): Ignored[] {
  const attempt = attempts(onFault);
  const ignored: Ignored[] = [];
  for (const { vhost: name, ...request } of plan.queues) {
    attempt({ kind: 'queues', vhost: name, name: request.name }, () => {
      const vhost = requireVhost(broker, name);
      if (vhost.queue(request.name) !== undefined) return;
      telling(request.name, name, () => vhost.declareQueue(request, by));
    });
  }
  for (const { vhost: name, ...request } of plan.exchanges) {
    attempt({ kind: 'exchanges', vhost: name, name: request.name }, () => {
      const vhost = requireVhost(broker, name);
      if (vhost.exchange(request.name) !== undefined) return;
      telling(request.name, name, () => vhost.declareExchange(request, by));
    });
  }
  for (const binding of plan.bindings) {
    const { vhost, source, destination } = binding;
    const place = { kind: 'bindings', vhost, name: `${source} -> ${destination}` };
    attempt(place, () => {
      if (bindIfThere(broker, binding, by)) return;
      ignored.push({ ...place, reason: 'what it binds is not there' });
    });
  }
  return ignored;
}

function bindIfThere(broker: Broker, binding: Plan['bindings'][number], by: Owner): boolean {
  const { vhost: name, ...request } = binding;
  const vhost = requireVhost(broker, name);
  const { source, destination, destinationKind } = request;
  const end = destinationKind === 'queue' ? vhost.queue(destination) : vhost.exchange(destination);
  if (vhost.exchange(source) === undefined || end === undefined) return false;
  // Every queue has this one by itself.
  if (source === '') return true;
  telling(`${source} -> ${destination}`, name, () => vhost.bind(request, by));
  return true;
}

function attempts(onFault: OnFault | undefined): (place: Place, operation: () => void) => void {
  if (onFault === undefined) return (_place, operation) => operation();
  return (place, operation) => {
    try {
      operation();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      onFault(place, error);
    }
  };
}

/** What is neither is a bug. */
export function isRefusal(error: unknown): error is ApiError | BrokerError {
  return error instanceof ApiError || error instanceof BrokerError;
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
