/**
 * The policies of a broker, those of operators apart, and what they make of its queues and
 * exchanges: whatever is set or cleared holds at once, for those that are there and those to come.
 * Made by broker.ts; vhost.ts asks for what it makes.
 */
import type { Owner } from './consumer.js';
import type { ParameterDefinition } from './definitions.js';
import { BrokerError } from './errors.js';
import { BROKER_ITSELF, type Events } from './events.js';
import { isJsonObject } from './json.js';
import type { CompilePattern } from './pattern.js';
import { mergedPolicies } from './policy/merge.js';
import { type AppliedPolicies, NO_POLICIES, type Policed, type Policy } from './policy/policy.js';
import { PolicyPreview } from './policy/preview.js';
import { type PolicedKind, type PolicyChange, Ranking } from './policy/ranking.js';
import {
  acceptPolicy,
  type PolicyComponent,
  policyTerms,
  type PolicyTerms,
} from './policy/terms.js';
import type { Queue } from './queue/queue.js';
import type { Store } from './store.js';
import type { Vhost } from './vhost.js';

export interface PolicyRequest {
  readonly vhost: string;
  readonly name: string;
  readonly terms: PolicyTerms;
}

export interface PoliciesContext {
  readonly store: Store;
  readonly events: Events;
  readonly compile: CompilePattern;
  /** The broker's own, so that they are found as they come and go. */
  readonly vhosts: ReadonlyMap<string, Vhost>;
}

export class Policies {
  readonly #context: PoliciesContext;
  readonly #rankings: Readonly<Record<PolicyComponent, Map<string, Ranking>>> = {
    policy: new Map(),
    operator_policy: new Map(),
  };
  /** Most queues have the same as the one before. */
  #latest = NO_POLICIES;

  constructor(context: PoliciesContext) {
    this.#context = context;
  }

  get(component: PolicyComponent, vhost: string, name: string): Policy | undefined {
    return this.#rankings[component].get(vhost)?.get(name);
  }

  /** By vhost, and there the highest first. */
  all(component: PolicyComponent, vhost?: string): Policy[] {
    const rankings = this.#rankings[component];
    if (vhost !== undefined) return rankings.get(vhost)?.all() ?? [];
    return [...rankings].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, each]) => each.all());
  }

  /** A new one, or another in place of the one of that name. Terms have RabbitMQ's names. */
  put(component: PolicyComponent, request: PolicyRequest, by?: Owner): Policy {
    const { store, compile } = this.#context;
    const vhost = this.#requireVhost(request.vhost);
    const accepted = acceptPolicy(component, request, request.terms, compile);
    store.define(definitionOf(component, accepted.policy));
    const change = this.#ranking(component, vhost.name).set(accepted);
    this.#apply(component, vhost, change, by);
    this.#tellSet(accepted.policy, by);
    return accepted.policy;
  }

  /** What would come of putting it; throws what `put` would throw, and changes nothing. */
  preview(component: PolicyComponent, request: PolicyRequest): PolicyPreview {
    const vhost = this.#requireVhost(request.vhost);
    const accepted = acceptPolicy(component, request, request.terms, this.#context.compile);
    const ranking = this.#rankings[component].get(vhost.name) ?? new Ranking();
    return new PolicyPreview(component, ranking, accepted);
  }

  /** False if there was none. */
  delete(component: PolicyComponent, vhostName: string, name: string, by?: Owner): boolean {
    const policy = this.get(component, vhostName, name);
    if (policy === undefined) return false;
    this.#context.store.undefine(definitionOf(component, policy));
    const change = this.#ranking(component, vhostName).delete(name);
    const vhost = this.#context.vhosts.get(vhostName);
    if (vhost !== undefined) this.#apply(component, vhost, change, by);
    this.#tellCleared(component, policy, by);
    return true;
  }

  /** The vhost has gone, and its policies go with it. */
  deleteAll(vhostName: string, by?: Owner): void {
    for (const component of ['policy', 'operator_policy'] as const) {
      for (const { name } of this.all(component, vhostName)) {
        this.delete(component, vhostName, name, by);
      }
      this.#rankings[component].delete(vhostName);
    }
  }

  /** What applies to something of that kind and name. */
  effective(kind: PolicedKind, vhost: string, name: string): AppliedPolicies {
    const policy = this.#rankings.policy.get(vhost)?.find(kind, name);
    const operatorPolicy = this.#rankings.operator_policy.get(vhost)?.find(kind, name);
    return this.#merged(policy, operatorPolicy);
  }

  /** Recovery: as the store remembers it. Throws a BrokerError if that cannot have been. */
  restore(component: PolicyComponent, { vhost: name, ...definition }: ParameterDefinition): void {
    const vhost = this.#requireVhost(name);
    const { value } = definition;
    const terms = isJsonObject(value) ? value : {};
    const place = { vhost: name, name: definition.name };
    const accepted = acceptPolicy(component, place, terms, this.#context.compile);
    this.#apply(component, vhost, this.#ranking(component, name).set(accepted));
  }

  #apply(component: PolicyComponent, vhost: Vhost, change: PolicyChange, by?: Owner): void {
    const ranking = this.#ranking(component, vhost.name);
    const reapply = (kind: PolicedKind, policed: Policed): boolean => {
      const { name, policy, operatorPolicy } = policed;
      const current = component === 'policy' ? policy : operatorPolicy;
      const next = ranking.next(change, current, kind, name);
      if (next === current) return false;
      policed.applyPolicies(
        component === 'policy' ? this.#merged(next, operatorPolicy) : this.#merged(policy, next),
      );
      return true;
    };
    const { isObserved } = this.#context.events;
    let hasChanged = false;
    for (const queue of vhost.queues()) {
      if (!reapply(queue.options.type, queue)) continue;
      hasChanged = true;
      if (isObserved) this.#tellQueue(queue, change, by);
    }
    for (const exchange of vhost.exchanges()) {
      if (reapply('exchange', exchange)) hasChanged = true;
    }
    if (hasChanged) vhost.onPoliciesChanged();
  }

  #merged(policy: Policy | undefined, operatorPolicy: Policy | undefined): AppliedPolicies {
    const latest = this.#latest;
    if (latest.policy === policy && latest.operatorPolicy === operatorPolicy) return latest;
    return (this.#latest = mergedPolicies(policy, operatorPolicy));
  }

  #ranking(component: PolicyComponent, vhost: string): Ranking {
    const rankings = this.#rankings[component];
    const ranking = rankings.get(vhost) ?? new Ranking();
    rankings.set(vhost, ranking);
    return ranking;
  }

  #requireVhost(name: string): Vhost {
    const vhost = this.#context.vhosts.get(name);
    if (vhost === undefined) throw new BrokerError('not-found', `vhost '${name}' not found`);
    return vhost;
  }

  #tellSet({ vhost, name, ...policy }: Policy, by: Owner | undefined): void {
    const { events } = this.#context;
    if (!events.isObserved) return;
    const { pattern, applyTo, priority, definition } = policy;
    events.emit('policy.set', {
      ...doneWithin(vhost, name, by),
      pattern,
      'apply-to': applyTo,
      priority,
      definition,
    });
  }

  #tellCleared(component: PolicyComponent, { vhost, name }: Policy, by: Owner | undefined): void {
    const { events } = this.#context;
    if (!events.isObserved) return;
    const event = component === 'policy' ? 'policy.cleared' : 'operator.policy.cleared';
    events.emit(event, doneWithin(vhost, name, by));
  }

  #tellQueue(queue: Queue, { after }: PolicyChange, by: Owner | undefined): void {
    const { events } = this.#context;
    const event = after === undefined ? 'queue.policy.cleared' : 'queue.policy.updated';
    const { definition, options } = queue;
    const { type } = options;
    events.emit(event, { ...doneWithin(definition.vhost, queue.name, by), type });
  }
}

function doneWithin(vhost: string, name: string, by: Owner | undefined) {
  return { name, vhost, user_who_performed_action: by?.user ?? BROKER_ITSELF };
}

function definitionOf(component: PolicyComponent, policy: Policy): ParameterDefinition {
  const { vhost, name } = policy;
  return { kind: 'parameter', component, vhost, name, value: policyTerms(policy) };
}
