/**
 * Runtime parameters as RabbitMQ has them: values by component, vhost and name. Whatever a
 * component stands for keeps and applies its own; this is the one place where they are listed, set
 * and cleared by the component's name. Made by broker.ts.
 */
import type { Owner } from './consumer.js';
import { BrokerError } from './errors.js';
import type { JsonValue } from './json.js';
import { validationText } from './policy/terms.js';

export interface Parameter {
  readonly component: string;
  readonly vhost: string;
  readonly name: string;
  readonly value: JsonValue;
}

/** One component. */
export interface ParameterHandler {
  all(vhost?: string): Iterable<Omit<Parameter, 'component'>>;
  /** Throws a BrokerError for what it cannot be. */
  put(vhost: string, name: string, value: JsonValue, by?: Owner): void;
  /** False if there was none. */
  delete(vhost: string, name: string, by?: Owner): boolean;
}

/** Policies have ways of their own, in RabbitMQ as here. */
const POLICY = 'policy';

export class Parameters {
  readonly #handlers: ReadonlyMap<string, ParameterHandler>;

  constructor(handlers: ReadonlyMap<string, ParameterHandler>) {
    this.#handlers = handlers;
  }

  /** Policies are listed only for whoever asks for that component. */
  all(component?: string, vhost?: string): Parameter[] {
    const listed: Parameter[] = [];
    for (const [each, handler] of this.#handlers) {
      if (component === undefined ? each === POLICY : each !== component) continue;
      for (const parameter of handler.all(vhost)) listed.push({ component: each, ...parameter });
    }
    return listed;
  }

  get(component: string, vhost: string, name: string): Parameter | undefined {
    return this.all(component, vhost).find((parameter) => parameter.name === name);
  }

  has(component: string): boolean {
    return this.#handlers.has(component);
  }

  put({ component, vhost, name, value }: Parameter, by?: Owner): void {
    if (component === POLICY) throw refused('policies may not be set using this method');
    const handler = this.#handlers.get(component);
    if (handler === undefined) {
      throw refused(validationText([`component ${component} not found`]));
    }
    handler.put(vhost, name, value, by);
  }

  /** False if there was none. */
  delete(component: string, vhost: string, name: string, by?: Owner): boolean {
    if (component === POLICY) throw refused('policies may not be cleared using this method');
    return this.#handlers.get(component)?.delete(vhost, name, by) ?? false;
  }
}

function refused(message: string): BrokerError {
  return new BrokerError('precondition-failed', message);
}
