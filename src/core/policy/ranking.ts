/**
 * The policies of one kind in one vhost by priority, and which of them applies to a queue or an
 * exchange: the highest that matches; of several equal ones the first by name. Kept by policies.ts.
 */
import type { Policy } from './policy.js';
import { UNSUPPORTED } from './settings.js';
import type { AcceptedPolicy } from './terms.js';

/** What a policy can apply to: an exchange, or a queue by its type. */
export type PolicedKind = 'exchange' | 'classic' | 'quorum';

/** Of a policy and a name: does it match, and does the type of the queue know its settings? */
export type Reach = 'reached' | 'unsupported' | 'unmatched';

interface Ranked extends AcceptedPolicy {
  readonly kinds: readonly PolicedKind[];
}

/** One policy has been set, replaced or cleared. */
export interface PolicyChange {
  readonly before: Policy | undefined;
  readonly after: Policy | undefined;
}

const KINDS: Readonly<Record<Policy['applyTo'], readonly PolicedKind[]>> = {
  all: ['exchange', 'classic', 'quorum'],
  exchanges: ['exchange'],
  queues: ['classic', 'quorum'],
  classic_queues: ['classic'],
  quorum_queues: ['quorum'],
  streams: [],
};

export class Ranking {
  readonly #byName = new Map<string, Ranked>();
  #ranked: readonly Ranked[] = [];

  get(name: string): Policy | undefined {
    return this.#byName.get(name)?.policy;
  }

  /** The highest first. */
  all(): Policy[] {
    return this.#ranked.map(({ policy }) => policy);
  }

  set(accepted: AcceptedPolicy): PolicyChange {
    const { policy } = accepted;
    const before = this.get(policy.name);
    this.#byName.set(policy.name, { ...accepted, kinds: kindsOf(policy) });
    this.#rank();
    return { before, after: policy };
  }

  delete(name: string): PolicyChange {
    const before = this.get(name);
    this.#byName.delete(name);
    this.#rank();
    return { before, after: undefined };
  }

  /** To try a change on. */
  copy(): Ranking {
    const copy = new Ranking();
    for (const [name, ranked] of this.#byName) copy.#byName.set(name, ranked);
    copy.#ranked = this.#ranked;
    return copy;
  }

  /** Of one policy, whatever others do. */
  reach(policyName: string, kind: PolicedKind, name: string): Reach {
    const ranked = this.#byName.get(policyName);
    if (ranked === undefined || !KINDS[ranked.policy.applyTo].includes(kind)) return 'unmatched';
    if (!ranked.matches(name)) return 'unmatched';
    return ranked.kinds.includes(kind) ? 'reached' : 'unsupported';
  }

  find(kind: PolicedKind, name: string): Policy | undefined {
    return this.#ranked.find((ranked) => applies(ranked, kind, name))?.policy;
  }

  /**
   * What `find` gives after a change, where `current` applied before it. At most one pattern is
   * tried, unless `current` itself has changed: a policy may be set while there are many queues.
   */
  next(change: PolicyChange, current: Policy | undefined, kind: PolicedKind, name: string) {
    const { before, after } = change;
    if (current !== undefined && current === before) return this.find(kind, name);
    if (after === undefined) return current;
    if (current !== undefined && compare(current, after) < 0) return current;
    const ranked = this.#byName.get(after.name);
    return ranked !== undefined && applies(ranked, kind, name) ? after : current;
  }

  #rank(): void {
    this.#ranked = [...this.#byName.values()].sort((a, b) => compare(a.policy, b.policy));
  }
}

function compare(a: Policy, b: Policy): number {
  return b.priority - a.priority || (a.name < b.name ? -1 : 1);
}

function applies({ kinds, matches }: Ranked, kind: PolicedKind, name: string): boolean {
  return kinds.includes(kind) && matches(name);
}

function kindsOf({ applyTo, definition }: Policy): PolicedKind[] {
  return KINDS[applyTo].filter(
    (kind) => kind === 'exchange' || !UNSUPPORTED[kind].some((key) => key in definition),
  );
}
