/**
 * What a policy would do to a vhost, in numbers and in the first few names. Looked up in turns, for
 * there may be many queues and the pattern is tried on each. Called by routes/policies.ts.
 */
import type { FieldTable } from '../core/field.js';
import { type Effect, effectOf } from '../core/policy/effect.js';
import type { Policed } from '../core/policy/policy.js';
import type { PolicyPreview } from '../core/policy/preview.js';
import type { PolicedKind } from '../core/policy/ranking.js';
import type { PolicyComponent } from '../core/policy/terms.js';
import type { Vhost } from '../core/vhost.js';
import { type Difference, differencesOf } from './differences.js';
import { forEachInTurns } from './turns.js';

export interface PreviewRequest {
  readonly component: PolicyComponent;
  readonly preview: PolicyPreview;
  readonly vhost: Vhost;
  readonly itemCountMax: number;
}

interface Counts {
  matching: number;
  in_force: number;
  outranked: number;
  unsupported: number;
  changing: number;
}

interface Item {
  readonly kind: 'queue' | 'exchange';
  readonly name: string;
  readonly type: string;
  readonly outcome: 'in_force' | 'outranked' | 'unsupported' | 'unmatched';
  /** Of the same kind as the one that is previewed: which applies now, and which would. */
  readonly policy_before: string | null;
  readonly policy_after: string | null;
  readonly priority_after: number | null;
  /** Of the settings that the policies in force have. */
  readonly differences: readonly (Difference & { readonly effect: Effect })[];
}

interface Thing {
  readonly kind: Item['kind'];
  readonly policedKind: PolicedKind;
  readonly type: string;
  readonly policed: Policed;
  readonly arguments: FieldTable;
}

export async function previewPolicy(request: PreviewRequest) {
  const { vhost, itemCountMax } = request;
  const counts = { queue: noCounts(), exchange: noCounts() };
  const changing: Item[] = [];
  const others: Item[] = [];
  let itemCount = 0;
  await forEachInTurns(thingsOf(vhost), (thing) => {
    const item = itemOf(request, thing);
    if (item.outcome === 'unmatched' && item.differences.length === 0) return;
    count(counts[thing.kind], item);
    itemCount++;
    const list = isChanging(item) ? changing : others;
    if (list.length < itemCountMax) list.push(item);
  });
  return {
    queues: counts.queue,
    exchanges: counts.exchange,
    items: [...changing, ...others].slice(0, itemCountMax),
    truncated: itemCount > itemCountMax,
  };
}

function thingsOf(vhost: Vhost): Thing[] {
  const queues = Array.from(vhost.queues(), (queue): Thing => {
    const { definition, options } = queue;
    const { type } = options;
    const { arguments: args } = definition;
    return { kind: 'queue', policedKind: type, type, policed: queue, arguments: args };
  });
  const exchanges = Array.from(vhost.exchanges(), (exchange): Thing => {
    const { type, arguments: args } = exchange.definition;
    const kind = 'exchange';
    return { kind, policedKind: kind, type, policed: exchange, arguments: args };
  });
  return [...queues, ...exchanges];
}

function itemOf({ component, preview }: PreviewRequest, thing: Thing): Item {
  const { kind, policedKind, type, policed } = thing;
  const { reach, isInForce, after } = preview.of(policedKind, policed);
  const key = component === 'policy' ? 'policy' : 'operatorPolicy';
  const inForce = isInForce ? 'in_force' : 'outranked';
  return {
    kind,
    name: policed.name,
    type,
    outcome: reach === 'reached' ? inForce : reach,
    policy_before: policed[key]?.name ?? null,
    policy_after: after[key]?.name ?? null,
    priority_after: after[key]?.priority ?? null,
    differences: differencesOf(policed.effectivePolicyDefinition, after.definition).map(
      (difference) => {
        return { ...difference, effect: effectOf(policedKind, thing.arguments, difference) };
      },
    ),
  };
}

function isChanging({ differences }: Item): boolean {
  return differences.some(({ effect }) => effect === 'changes');
}

function count(counts: Counts, item: Item): void {
  const { outcome } = item;
  if (isChanging(item)) counts.changing++;
  if (outcome === 'unmatched') return;
  counts.matching++;
  counts[outcome]++;
}

function noCounts(): Counts {
  return { matching: 0, in_force: 0, outranked: 0, unsupported: 0, changing: 0 };
}
