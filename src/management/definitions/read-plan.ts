/**
 * An export of RabbitMQ 3.x or 4.x, or one of ours, as a plan. Throws for what is no export; what
 * only RabbitMQ's plugins and streams know is left out with a reason. Called by import.ts.
 */
import type { Broker } from '../../core/broker.js';
import { isExchangeType } from '../../core/exchange/types.js';
import type { FieldTable } from '../../core/field.js';
import type { JsonValue } from '../../core/json.js';
import { ApiError } from '../api-error.js';
import { tableOfJson } from '../field-json.js';
import type { USER_LIMITS } from '../present/user.js';
import {
  field,
  isObject,
  type JsonObject,
  jsonValue,
  readBoolean,
  readInteger,
  readObject,
  readString,
} from '../request.js';
import { readUser } from '../user-body.js';
import { readVhost } from '../vhost-body.js';
import type { Ignored, Plan, PlanWithGaps, UserLimits, UserPlan } from './plan.js';

const QUEUE_TYPES: readonly unknown[] = [undefined, 'classic', 'quorum'];
/** Of the federation plugin: a policy may have nothing else. */
const PLUGIN_SETTINGS = ['federation-upstream', 'federation-upstream-set'];

/** `into`: a vhost for all of it, instead of those that it names. */
export function readPlan(document: JsonObject, broker: Broker, into?: string): PlanWithGaps {
  return new PlanReader(document, broker, into).read();
}

class PlanReader {
  readonly #document: JsonObject;
  readonly #broker: Broker;
  readonly #into: string | undefined;
  readonly #ignored: Ignored[] = [];

  constructor(document: JsonObject, broker: Broker, into: string | undefined) {
    this.#document = document;
    this.#broker = broker;
    this.#into = into;
  }

  read(): PlanWithGaps {
    const isWhole = this.#into === undefined;
    const plan: Plan = {
      users: isWhole ? this.#list('users').map(readUserPlan) : [],
      vhosts: isWhole ? this.#list('vhosts').map(readVhostPlan) : [],
      permissions: isWhole ? this.#list('permissions').map(readPermission) : [],
      topicPermissions: isWhole ? this.#list('topic_permissions').map(readTopicPermission) : [],
      parameters: this.#list('parameters').flatMap((item) => this.#parameter(item)),
      globalParameters: isWhole ? this.#list('global_parameters').map(readGlobalParameter) : [],
      policies: this.#list('policies').flatMap((item) => this.#policy(item)),
      queues: this.#list('queues').flatMap((item) => this.#queue(item)),
      exchanges: this.#list('exchanges').flatMap((item) => this.#exchange(item)),
      bindings: this.#list('bindings').map((item) => this.#binding(item)),
    };
    return { plan, ignored: this.#ignored };
  }

  #list(key: string): JsonObject[] {
    const list = field(this.#document, key);
    if (list === undefined) return [];
    if (Array.isArray(list) && list.every(isObject)) return list;
    throw ApiError.badRequest(`'${key}' of definitions is a list of objects`);
  }

  #vhost(item: JsonObject): string {
    return this.#into ?? readString(item, 'vhost', 'undefined');
  }

  #ignore(kind: string, item: JsonObject, reason: string): [] {
    const name = readString(item, 'name', '');
    this.#ignored.push({ kind, vhost: this.#vhost(item), name, reason });
    return [];
  }

  #parameter(item: JsonObject) {
    const component = readString(item, 'component', '');
    if (!this.#broker.parameters.has(component)) {
      const reason = `parameters of '${component}' belong to a plugin that is not here`;
      return this.#ignore('parameters', item, reason);
    }
    const value = emptied(jsonValue(item, 'value'));
    return [{ component, vhost: this.#vhost(item), name: readString(item, 'name', ''), value }];
  }

  #policy(item: JsonObject) {
    const all = Object.entries(readObject(item, 'definition')) as [string, JsonValue][];
    const definition = Object.fromEntries(all.filter(([key]) => !PLUGIN_SETTINGS.includes(key)));
    const count = Object.keys(definition).length;
    if (count < all.length) {
      const what = count === 0 ? 'the policy' : 'a part of it';
      this.#ignore('policies', item, `${what} is for the federation plugin, which is not here`);
      if (count === 0) return [];
    }
    const terms = {
      pattern: jsonValue(item, 'pattern') ?? '',
      definition,
      priority: jsonValue(item, 'priority') ?? 0,
      'apply-to': jsonValue(item, 'apply-to') ?? 'all',
    };
    return [{ vhost: this.#vhost(item), name: readString(item, 'name', ''), terms }];
  }

  #queue(item: JsonObject) {
    const type = readObject(item, 'arguments')['x-queue-type'];
    if (!QUEUE_TYPES.includes(type)) {
      const reason = `there are no queues of type '${String(type)}'`;
      return this.#ignore('queues', item, reason);
    }
    const name = readString(item, 'name', '');
    if (name.startsWith('amq.')) {
      return this.#ignore('queues', item, 'the server names a new one when a client asks for it');
    }
    return [{ vhost: this.#vhost(item), name, exclusive: false, ...readFlags(item) }];
  }

  #exchange(item: JsonObject) {
    const name = readString(item, 'name', '');
    // Each vhost has them.
    if (name === '' || name.startsWith('amq.')) return [];
    const type = readString(item, 'type', 'direct');
    if (!isExchangeType(type)) {
      return this.#ignore('exchanges', item, `there are no exchanges of type '${type}'`);
    }
    const internal = readBoolean(item, 'internal', false);
    return [{ vhost: this.#vhost(item), name, type, internal, ...readFlags(item) }];
  }

  #binding(item: JsonObject) {
    const kind = readString(item, 'destination_type', 'queue');
    const destinationKind = kind === 'exchange' ? 'exchange' : 'queue';
    // RabbitMQ's own API lets a number in.
    const key = jsonValue(item, 'routing_key') ?? '';
    return {
      vhost: this.#vhost(item),
      source: readString(item, 'source', ''),
      destinationKind,
      destination: readString(item, 'destination', ''),
      routingKey: typeof key === 'string' ? key : JSON.stringify(key),
      arguments: readArguments(item),
    } as const;
  }
}

function readUserPlan(item: JsonObject): UserPlan {
  return {
    name: readString(item, 'name', ''),
    ...readUser({ tags: '', ...item }),
    limits: field(item, 'limits') === undefined ? undefined : readLimits(item),
  };
}

/** One that is not named is none. */
function readLimits(item: JsonObject): UserLimits {
  const limits = emptied(jsonValue(item, 'limits'));
  const limit = (name: keyof typeof USER_LIMITS): number =>
    isObject(limits) ? readInteger(limits, name, -1) : -1;
  return { connectionCountMax: limit('max-connections'), channelCountMax: limit('max-channels') };
}

function readVhostPlan(item: JsonObject) {
  return { name: readString(item, 'name', ''), ...readVhost(item) };
}

function readPermission(item: JsonObject) {
  return { ...readPlace(item), configure: readString(item, 'configure', '') };
}

function readTopicPermission(item: JsonObject) {
  return { ...readPlace(item), exchange: readString(item, 'exchange', '') };
}

function readPlace(item: JsonObject) {
  return {
    user: readString(item, 'user', ''),
    vhost: readString(item, 'vhost', ''),
    write: readString(item, 'write', ''),
    read: readString(item, 'read', ''),
  };
}

function readGlobalParameter(item: JsonObject) {
  return { name: readString(item, 'name', ''), value: jsonValue(item, 'value') ?? null };
}

function readFlags(item: JsonObject) {
  return {
    durable: readBoolean(item, 'durable', true),
    autoDelete: readBoolean(item, 'auto_delete', false),
    arguments: readArguments(item),
  };
}

function readArguments(item: JsonObject): FieldTable {
  const value = emptied(jsonValue(item, 'arguments'));
  if (!isObject(value)) throw ApiError.badRequest(['not_an_object', value]);
  return tableOfJson(value);
}

/** Erlang has a list for an object without fields. */
function emptied(value: JsonValue | undefined): JsonValue {
  return value === undefined || (Array.isArray(value) && value.length === 0) ? {} : value;
}
