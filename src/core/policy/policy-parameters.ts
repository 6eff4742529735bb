/**
 * Policies as runtime parameters: where RabbitMQ's operators and tools look for them too. Given to
 * parameters.ts by broker.ts.
 */
import type { Owner } from '../consumer.js';
import { erlangJson } from '../erlang-json.js';
import { BrokerError } from '../errors.js';
import { isJsonObject, type JsonValue } from '../json.js';
import type { Parameter, ParameterHandler } from '../parameters.js';
import type { Policies } from '../policies.js';
import { type PolicyComponent, policyTerms, validationText } from './terms.js';

export class PolicyParameters implements ParameterHandler {
  readonly #policies: Policies;
  readonly #component: PolicyComponent;

  constructor(policies: Policies, component: PolicyComponent) {
    this.#policies = policies;
    this.#component = component;
  }

  all(vhost?: string): Omit<Parameter, 'component'>[] {
    return this.#policies.all(this.#component, vhost).map((policy) => {
      return { vhost: policy.vhost, name: policy.name, value: policyTerms(policy) };
    });
  }

  put(vhost: string, name: string, value: JsonValue, by?: Owner): void {
    if (!isJsonObject(value)) {
      const fault = `${name} not a list ${erlangJson(value)}`;
      throw new BrokerError('precondition-failed', validationText([fault]));
    }
    this.#policies.put(this.#component, { vhost, name, terms: value }, by);
  }

  delete(vhost: string, name: string, by?: Owner): boolean {
    return this.#policies.delete(this.#component, vhost, name, by);
  }
}
