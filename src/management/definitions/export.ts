/**
 * Everything that is durable in a broker but its messages, in the form of RabbitMQ's exports. What
 * goes with a connection is left out. Called by routes/definitions.ts.
 */
import type { Broker } from '../../core/broker.js';
import { FOLLOWED_VERSION } from '../../core/compatibility.js';
import type { BindingDefinition } from '../../core/definitions.js';
import type { Vhost } from '../../core/vhost.js';
import { jsonOfTable } from '../field-json.js';
import { presentParameter } from '../present/parameter.js';
import { presentPermission, presentTopicPermission } from '../present/permission.js';
import { presentPolicy } from '../present/policy.js';
import { presentUser } from '../present/user.js';

export function exportDefinitions(broker: Broker, version: string) {
  const { access } = broker;
  return {
    rabbit_version: FOLLOWED_VERSION,
    rabbitmq_version: FOLLOWED_VERSION,
    product_name: 'Leveret',
    product_version: version,
    users: Array.from(access.users.all(), presentUser),
    vhosts: Array.from(broker.vhosts(), presentVhost),
    permissions: Array.from(access.permissions.all(), presentPermission),
    topic_permissions: Array.from(access.topicPermissions.all(), presentTopicPermission),
    parameters: broker.parameters.all().map(presentParameter),
    global_parameters: broker.globalParameters.all(),
    policies: broker.policies.all('policy').map(presentPolicy),
    ...contentsOf([...broker.vhosts()], ({ name: vhost }) => ({ vhost })),
  };
}

/** Names no vhost, so that it can go into another one. */
export function exportVhost(broker: Broker, vhost: Vhost) {
  const { name } = vhost;
  return {
    rabbit_version: FOLLOWED_VERSION,
    parameters: broker.parameters.all(undefined, name).map(presentParameter),
    policies: broker.policies.all('policy', name).map(presentPolicy),
    ...contentsOf([vhost], () => ({})),
  };
}

function contentsOf<Place extends object>(
  vhosts: readonly Vhost[],
  placeOf: (vhost: Vhost) => Place,
) {
  return {
    queues: vhosts.flatMap((vhost) => queuesOf(vhost, placeOf(vhost))),
    exchanges: vhosts.flatMap((vhost) => exchangesOf(vhost, placeOf(vhost))),
    bindings: vhosts.flatMap((vhost) => bindingsOf(vhost, placeOf(vhost))),
  };
}

function presentVhost({ name, definition }: Vhost) {
  const { description, tags, defaultQueueType } = definition;
  const type = defaultQueueType === '' ? {} : { default_queue_type: defaultQueueType };
  return { name, description, tags, ...type, metadata: { description, tags, ...type } };
}

function queuesOf<Place extends object>(vhost: Vhost, place: Place) {
  const kept = [...vhost.queues()].filter(({ definition }) => !definition.exclusive);
  return kept.map(({ definition }) => {
    const { name, durable, autoDelete, arguments: table } = definition;
    const flags = { durable, auto_delete: autoDelete };
    return { name, ...place, ...flags, arguments: jsonOfTable(table) };
  });
}

function exchangesOf<Place extends object>(vhost: Vhost, place: Place) {
  const made = [...vhost.exchanges()].filter(({ definition: { name } }) => !isPredeclared(name));
  return made.map(({ definition }) => {
    const { name, type, durable, autoDelete, internal, arguments: table } = definition;
    const flags = { durable, auto_delete: autoDelete, internal };
    return { name, ...place, type, ...flags, arguments: jsonOfTable(table) };
  });
}

function bindingsOf<Place extends object>(vhost: Vhost, place: Place) {
  const isKept = ({ destinationKind, destination }: BindingDefinition): boolean =>
    destinationKind === 'exchange' || vhost.queue(destination)?.definition.exclusive === false;
  return [...vhost.bindings()].filter(isKept).map((binding) => ({
    source: binding.source,
    ...place,
    destination: binding.destination,
    destination_type: binding.destinationKind,
    routing_key: binding.routingKey,
    arguments: jsonOfTable(binding.arguments),
  }));
}

function isPredeclared(name: string): boolean {
  return name === '' || name.startsWith('amq.');
}
