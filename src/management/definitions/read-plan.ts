/**
 * An export of RabbitMQ 3.x or 4.x, or one of ours, as a plan. Throws for what is no export,
 * unless it is to tell; what only RabbitMQ's plugins and streams know is left out with a reason.
 * Called by import.ts and preview.ts.
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
import type { Ignored, OnFault, Place, Plan, PlanWithGaps, UserLimits, UserPlan } from './plan.js';

const QUEUE_TYPES: readonly unknown[] = [undefined, 'classic', 'quorum'];
/** Of the federation plugin: a policy may have nothing else. */
const PLUGIN_SETTINGS = ['federation-upstream', 'federation-upstream-set'];

/** `into`: a vhost for all of it, instead of those that it names. */
export function readPlan(
  document: JsonObject,
  broker: Broker,
  into?: string,
  onFault?: OnFault,
): PlanWithGaps {
  return new PlanReader(document, broker, into, onFault).read();
}

class PlanReader {
  readonly #document: JsonObject;
  readonly #broker: Broker;
  readonly #into: string | undefined;
  readonly #onFault: OnFault | undefined;
  readonly #ignored: Ignored[] = [];

  constructor(
    document: JsonObject,
    broker: Broker,
    into: string | undefined,
    onFault: OnFault | undefined,
  ) {
    this.#document = document;
    this.#broker = broker;
    this.#into = into;
    this.#onFault = onFault;
  }

  read(): PlanWithGaps {
    const plan: Plan = {
      users: this.#outside('users', readUserPlan),
      vhosts: this.#outside('vhosts', readVhostPlan),
      permissions: this.#outside('permissions', readPermission),
      topicPermissions: this.#outside('topic_permissions', readTopicPermission),
      parameters: this.#list('parameters', (item) => this.#parameter(item)),
      globalParameters: this.#outside('global_parameters', readGlobalParameter),
      policies: this.#list('policies', (item) => this.#policy(item)),
      queues: this.#list('queues', (item) => this.#queue(item)),
      exchanges: this.#list('exchanges', (item) => this.#exchange(item)),
      bindings: this.#list('bindings', (item) => [this.#binding(item)]),
    };
    return { plan, ignored: this.#ignored };
  }

  /** What is in no vhost, or names one, has no place in an import for one. */
  #outside<T>(kind: string, read: (item: JsonObject) => T): T[] {
    return this.#into === undefined ? this.#list(kind, (item) => [read(item)]) : [];
  }

  #list<T>(kind: string, read: (item: JsonObject) => readonly T[]): T[] {
    const list = field(this.#document, kind);
    if (list === undefined) return [];
    if (!Array.isArray(list) || !list.every(isObject)) {
      const fault = ApiError.badRequest(`'${kind}' of definitions is a list of objects`);
      return this.#fail({ kind, name: '' }, fault);
    }
    return list.flatMap((item, index) => {
      try {
        return read(item);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return this.#fail(placeOf(kind, item, index), error);
      }
    });
  }

  #fail(place: Place, error: ApiError): [] {
    if (this.#onFault === undefined) throw error;
    this.#onFault(place, error);
    return [];
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

/** Of what may be no text at all. */
function placeOf(kind: string, item: JsonObject, index: number): Place {
  const [name, vhost] = [field(item, 'name'), field(item, 'vhost')];
  return {
    kind,
    ...(typeof vhost === 'string' && { vhost }),
    name: typeof name === 'string' ? name : `number ${index + 1} in the list`,
  };
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
