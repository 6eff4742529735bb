/**
 * Global parameters: what operators note of the broker as a whole, such as its name. None of them
 * changes what the broker does. Made by broker.ts.
 */
import type { Owner } from './consumer.js';
import type { ParameterDefinition } from './definitions.js';
import { BrokerError } from './errors.js';
import { BROKER_ITSELF, type Events } from './events.js';
import { hasFiniteNumbers, isShallow, type JsonValue } from './json.js';
import type { Store } from './store.js';

/** RabbitMQ's events call the component so. */
export const GLOBAL_COMPONENT = 'global';

/** RabbitMQ's names for what its tools ask of every broker. */
const CLUSTER_NAME = 'cluster_name';
const CLUSTER_ID = 'internal_cluster_id';

/** What is kept has to be walked again. */
const DEPTH_MAX = 100;

export interface GlobalParameter {
  readonly name: string;
  readonly value: JsonValue;
}

export class GlobalParameters {
  readonly #store: Store;
  readonly #events: Events;
  readonly #values = new Map<string, JsonValue>();

  constructor(store: Store, events: Events) {
    this.#store = store;
    this.#events = events;
  }

  /** Undefined if there is none. */
  get(name: string): JsonValue | undefined {
    return this.#values.get(name);
  }

  /** How operators call the broker; `nodeName` if they have not said. */
  clusterName(nodeName: string): string {
    const name = this.#values.get(CLUSTER_NAME);
    return typeof name === 'string' ? name : nodeName;
  }

  setClusterName(name: string): void {
    if (this.#values.get(CLUSTER_NAME) !== name) this.put(CLUSTER_NAME, name);
  }

  /** What the broker keeps for the life of its data folder, made at the first start. */
  seedClusterId(token: string): void {
    if (!this.#values.has(CLUSTER_ID)) this.put(CLUSTER_ID, `rabbitmq-cluster-id-${token}`);
  }

  /** By name. */
  all(): GlobalParameter[] {
    const parameters = Array.from(this.#values, ([name, value]) => ({ name, value }));
    return parameters.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  put(name: string, value: JsonValue, by?: Owner): void {
    requireKeepable(name, value);
    this.#store.define(definitionOf(name, value));
    this.#values.set(name, value);
    if (!this.#events.isObserved) return;
    this.#events.emit('parameter.set', { ...factsOf(name, by), value });
  }

  /** False if there was none. */
  delete(name: string, by?: Owner): boolean {
    const value = this.#values.get(name);
    if (value === undefined) return false;
    this.#store.undefine(definitionOf(name, value));
    this.#values.delete(name);
    if (this.#events.isObserved) this.#events.emit('parameter.cleared', factsOf(name, by));
    return true;
  }

  /** Recovery: as the store remembers it. */
  restore({ name, value }: ParameterDefinition): void {
    this.#values.set(name, value);
  }
}

function requireKeepable(name: string, value: JsonValue): void {
  const refuse = (why: string): never => {
    throw new BrokerError('precondition-failed', `global parameter '${name}' ${why}`);
  };
  if (!isShallow(value, DEPTH_MAX)) refuse(`is nested deeper than ${DEPTH_MAX} levels`);
  if (!hasFiniteNumbers(value)) refuse('has a number that is out of range');
}

function definitionOf(name: string, value: JsonValue): ParameterDefinition {
  return { kind: 'parameter', component: GLOBAL_COMPONENT, vhost: '', name, value };
}

function factsOf(name: string, by: Owner | undefined) {
  const component = GLOBAL_COMPONENT;
  return { name, component, user_who_performed_action: by?.user ?? BROKER_ITSELF };
}
