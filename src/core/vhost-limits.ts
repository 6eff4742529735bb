/**
 * The limits of vhosts as the runtime parameter that they are in RabbitMQ. They are kept with the
 * definition of the vhost. Given to parameters.ts by broker.ts.
 */
import type { Owner } from './consumer.js';
import { erlangJson } from './erlang-json.js';
import { BrokerError } from './errors.js';
import { BROKER_ITSELF, type Events } from './events.js';
import { isJsonObject, type JsonObject, type JsonValue } from './json.js';
import type { Parameter, ParameterHandler } from './parameters.js';
import { validationText } from './policy/terms.js';
import { NO_LIMIT, type VhostRequest } from './vhost-definition.js';
import type { Vhost } from './vhost.js';

export interface VhostLimitsContext {
  readonly vhosts: ReadonlyMap<string, Vhost>;
  readonly events: Events;
  readonly declare: (request: VhostRequest, by?: Owner) => void;
}

const COMPONENT = 'vhost-limits';
const NAME = 'limits';
const LIMITS = {
  'max-connections': 'connectionCountMax',
  'max-queues': 'queueCountMax',
} as const;

export class VhostLimits implements ParameterHandler {
  readonly #context: VhostLimitsContext;

  constructor(context: VhostLimitsContext) {
    this.#context = context;
  }

  *all(vhost?: string): Iterable<Omit<Parameter, 'component'>> {
    for (const { name, definition } of this.#context.vhosts.values()) {
      if (vhost !== undefined && vhost !== name) continue;
      const set = Object.entries(LIMITS).filter(([, key]) => definition[key] !== NO_LIMIT);
      if (set.length === 0) continue;
      const value = Object.fromEntries(set.map(([limit, key]) => [limit, definition[key]]));
      yield { vhost: name, name: NAME, value };
    }
  }

  /** What is left out is no limit. */
  put(vhost: string, name: string, value: JsonValue, by?: Owner): void {
    if (!this.#context.vhosts.has(vhost)) {
      throw new BrokerError('not-found', `vhost '${vhost}' not found`);
    }
    const faults = faultsOf(name, value);
    if (faults.length > 0 || !isJsonObject(value)) {
      throw new BrokerError('precondition-failed', validationText(faults));
    }
    this.#declare(vhost, value, by);
    const { events } = this.#context;
    if (!events.isObserved) return;
    events.emit('parameter.set', { ...parameterFacts(vhost, by), value });
    // All of them are whole numbers, or there would have been a fault.
    const limits = Object.entries(value).map(([limit, max]) => [limit, Number(max)] as const);
    events.emit('vhost.limits.set', { ...Object.fromEntries(limits), ...limitFacts(vhost, by) });
  }

  delete(vhost: string, name: string, by?: Owner): boolean {
    const [limits] = this.all(vhost);
    if (name !== NAME || limits === undefined) return false;
    this.#declare(vhost, {}, by);
    const { events } = this.#context;
    if (events.isObserved) {
      events.emit('parameter.cleared', parameterFacts(vhost, by));
      events.emit('vhost.limits.cleared', limitFacts(vhost, by));
    }
    return true;
  }

  #declare(name: string, value: JsonObject, by: Owner | undefined): void {
    const limit = (key: keyof typeof LIMITS): number => Number(value[key] ?? NO_LIMIT);
    this.#context.declare(
      {
        name,
        connectionCountMax: limit('max-connections'),
        queueCountMax: limit('max-queues'),
      },
      by,
    );
  }
}

function parameterFacts(vhost: string, by: Owner | undefined) {
  return { ...limitFacts(vhost, by), component: COMPONENT };
}

function limitFacts(vhost: string, by: Owner | undefined) {
  return { name: NAME, vhost, user_who_performed_action: by?.user ?? BROKER_ITSELF } as const;
}

function faultsOf(name: string, value: JsonValue): string[] {
  if (name !== NAME) return [`limits of a vhost are called '${NAME}', not '${name}'`];
  if (!isJsonObject(value)) return [`${name} not a list ${erlangJson(value)}`];
  const entries = Object.entries(value);
  const unknown = entries.filter(([key]) => !isLimit(key));
  const terms = unknown.map(([key, item]) => `{${erlangJson(key)},${erlangJson(item)}}`).join();
  const faults = unknown.length === 0 ? [] : [`Unrecognised terms [${terms}] in ${name}`];
  for (const [key, item] of entries) {
    if (!isLimit(key) || Number.isSafeInteger(item)) continue;
    faults.push(`${key} should be a number, actually was ${erlangJson(item)}`);
  }
  return faults;
}

/** What every object inherits is none. */
function isLimit(key: string): key is keyof typeof LIMITS {
  return Object.hasOwn(LIMITS, key);
}
