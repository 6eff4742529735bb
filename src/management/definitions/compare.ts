/**
 * What an import would make of a broker: each thing of its plan as it is now, and as a rehearsal
 * has left it. Of passwords it is told only whether they change. Called by preview.ts.
 */
import type { User } from '../../core/access/users.js';
import type { Broker } from '../../core/broker.js';
import type {
  ExchangeDefinition,
  QueueDefinition,
  VhostDefinition,
} from '../../core/definitions.js';
import { bindingIdentity } from '../../core/exchange/binding.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.js';
import type { Policy } from '../../core/policy/policy.js';
import { jsonOfTable } from '../field-json.js';
import { presentUserLimits } from '../present/user.js';
import type { Place, Plan, UserPlan } from './plan.js';

/** One thing; undefined where it is not, or would not be, there. */
export interface Compared extends Place {
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
  /** An import leaves it as it is, whatever the file says. */
  readonly isKept?: boolean;
}

export interface Brokers {
  readonly broker: Broker;
  /** After the rehearsal. */
  readonly stage: Broker;
}

export function comparisons(brokers: Brokers, plan: Plan): Compared[] {
  const { broker, stage } = brokers;
  const each = <T>(get: (each: Broker) => T | undefined, present: (thing: T) => JsonObject) => {
    const [before, after] = [get(broker), get(stage)];
    return {
      before: before === undefined ? undefined : present(before),
      after: after === undefined ? undefined : present(after),
    };
  };
  return [
    ...plan.users.map((user) => compareUser(brokers, user)),
    ...plan.vhosts.map(({ name }) => {
      const sides = each((side) => side.vhost(name)?.definition, presentVhost);
      return { kind: 'vhosts', name, ...sides };
    }),
    ...plan.permissions.map(({ user, vhost }) => {
      const sides = each(
        ({ access }) => access.permissions.get(user, vhost),
        ({ configure, write, read }) => ({ configure, write, read }),
      );
      return { kind: 'permissions', vhost, name: user, ...sides };
    }),
    ...plan.topicPermissions.map(({ user, vhost, exchange }) => {
      const sides = each(
        ({ access }) => access.topicPermissions.get(user, vhost, exchange),
        ({ write, read }) => ({ write, read }),
      );
      return { kind: 'topic_permissions', vhost, name: `${user} on ${exchange}`, ...sides };
    }),
    ...compareParameters(brokers, plan),
    ...plan.globalParameters.map(({ name }) => {
      const sides = each(({ globalParameters }) => globalParameters.get(name), flat);
      return { kind: 'global_parameters', name, ...sides };
    }),
    ...plan.policies.map(({ vhost, name }) => {
      const sides = each(({ policies }) => policies.get('policy', vhost, name), presentPolicy);
      return { kind: 'policies', vhost, name, ...sides };
    }),
    ...compareContents(brokers, plan),
  ];
}

function compareUser({ broker, stage }: Brokers, { name, password }: UserPlan): Compared {
  const [before, after] = [broker.access.users.get(name), stage.access.users.get(name)];
  const isReplaced =
    (password !== undefined && password !== '') ||
    (after?.passwordHash !== '' && after?.passwordHash !== before?.passwordHash);
  const passwordAfter = isReplaced ? (hasPassword(before) ? 'another' : 'set') : passwordOf(after);
  return {
    kind: 'users',
    name,
    before: before && { ...presentUser(before), password: passwordOf(before) },
    after: after && { ...presentUser(after), password: passwordAfter },
  };
}

function hasPassword(user: User | undefined): boolean {
  return user !== undefined && user.passwordHash !== '';
}

function passwordOf(user: User | undefined): string {
  return hasPassword(user) ? 'set' : 'none';
}

function presentUser(user: User): JsonObject {
  return { tags: user.tags, ...prefixed('limits', presentUserLimits(user)) };
}

function presentVhost({ description, tags, defaultQueueType }: VhostDefinition): JsonObject {
  return { description, tags, default_queue_type: defaultQueueType };
}

/** By component and place, because a list of them cannot be asked for one without a walk. */
function compareParameters({ broker, stage }: Brokers, { parameters }: Plan): Compared[] {
  const components = [...new Set(parameters.map(({ component }) => component))];
  const valuesOf = (side: Broker): Map<string, JsonValue> =>
    new Map(
      components
        .flatMap((component) => side.parameters.all(component))
        .map(({ component, vhost, name, value }) => [keyOf(component, vhost, name), value]),
    );
  const [before, after] = [valuesOf(broker), valuesOf(stage)];
  return parameters.map(({ component, vhost, name }) => {
    const key = keyOf(component, vhost, name);
    const sideOf = (values: Map<string, JsonValue>): JsonObject | undefined => {
      const value = values.get(key);
      return value === undefined ? undefined : flat(value);
    };
    const sides = { before: sideOf(before), after: sideOf(after) };
    return { kind: 'parameters', vhost, name: `${component} ${name}`, ...sides };
  });
}

/** What is there already of queues and exchanges stays, so the file itself is the other side. */
function compareContents({ broker, stage }: Brokers, plan: Plan): Compared[] {
  const queues = plan.queues.map((request): Compared => {
    const { vhost, name } = request;
    const before = broker.vhost(vhost)?.queue(name)?.definition;
    const after = before === undefined ? stage.vhost(vhost)?.queue(name)?.definition : request;
    const sides = { before: before && presentQueue(before), after: after && presentQueue(after) };
    return { kind: 'queues', vhost, name, ...sides, isKept: true };
  });
  const exchanges = plan.exchanges.map((request): Compared => {
    const { vhost, name } = request;
    const before = broker.vhost(vhost)?.exchange(name)?.definition;
    const after = before === undefined ? stage.vhost(vhost)?.exchange(name)?.definition : request;
    return {
      kind: 'exchanges',
      vhost,
      name,
      before: before && presentExchange(before),
      after: after && presentExchange(after),
      isKept: true,
    };
  });
  const bindings = plan.bindings.map((binding): Compared => {
    const { vhost, source, destination } = binding;
    const said = presentBinding(binding);
    const [before, after] = [broker, stage].map((side) => {
      return isBound(side, binding) ? said : undefined;
    });
    return { kind: 'bindings', vhost, name: `${source} -> ${destination}`, before, after };
  });
  return [...queues, ...exchanges, ...bindings];
}

type BindingPlan = Plan['bindings'][number];

function isBound(side: Broker, binding: BindingPlan): boolean {
  const vhost = side.vhost(binding.vhost);
  // Every queue is bound to the default exchange by itself.
  if (binding.source === '') return vhost?.queue(binding.destination) !== undefined;
  const identity = bindingIdentity({ kind: 'binding', ...binding });
  return vhost?.exchange(binding.source)?.binding(identity) !== undefined;
}

function presentBinding({ destinationKind, routingKey, arguments: table }: BindingPlan) {
  const args = prefixed('arguments', jsonOfTable(table));
  return { destination_type: destinationKind, routing_key: routingKey, ...args };
}

function presentQueue(queue: Pick<QueueDefinition, 'durable' | 'autoDelete' | 'arguments'>) {
  const { durable, autoDelete, arguments: table } = queue;
  return { durable, auto_delete: autoDelete, ...prefixed('arguments', jsonOfTable(table)) };
}

function presentExchange(exchange: Omit<ExchangeDefinition, 'kind'>) {
  const { type, durable, autoDelete, internal, arguments: table } = exchange;
  const args = prefixed('arguments', jsonOfTable(table));
  return { type, durable, auto_delete: autoDelete, internal, ...args };
}

function presentPolicy({ pattern, applyTo, priority, definition }: Policy): JsonObject {
  const settings = prefixed('definition', definition);
  return { pattern, 'apply-to': applyTo, priority, ...settings };
}

/** Whatever it is, as an object that can be compared key by key. */
function flat(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) return { value };
  const parts = Object.entries(value).map(([key, each]) =>
    isJsonObject(each) ? prefixed(key, each) : { [key]: each },
  );
  return Object.assign({}, ...parts) as JsonObject;
}

function prefixed(prefix: string, object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [`${prefix}.${key}`, value]),
  );
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
