/**
 * An import that is only tried: what it would add, change, leave as it is and leave out, and all
 * that is wrong with it, by place. Nothing of the broker changes. Called by routes/definitions.ts.
 */
import { type Difference, differencesOf } from '../differences.js';
import { forEachInTurns } from '../turns.js';
import { NO_PASSWORD } from '../user-body.js';
import { ApiError } from '../api-error.js';
import { type Compared, comparisons } from './compare.js';
import type { ImportContext, ImportRequest } from './import.js';
import type { Ignored, Place } from './plan.js';
import { readPlan } from './read-plan.js';
import { rehearse } from './rehearsal.js';

/** "kept": it is there with other properties, which an import does not touch. */
type Outcome = 'added' | 'changed' | 'kept';

interface Change extends Place {
  readonly change: Outcome;
  readonly differences: readonly Difference[];
}

type Counts = Record<Outcome | 'same' | 'ignored' | 'faults', number>;

/** Of each list in the answer; the counts are of all. */
export const LISTED_MAX = 10_000;

export async function previewDefinitions(
  { broker, stage: makeStage }: Pick<ImportContext, 'broker' | 'stage'>,
  { document, into, by }: ImportRequest,
) {
  const faults: Ignored[] = [];
  const onFault = (place: Place, error: Error): void => {
    faults.push({ ...place, reason: reasonOf(error) });
  };
  const { plan, ignored } = readPlan(document, broker, into, onFault);
  // A password in clear need not be hashed to be tried.
  const hashes = plan.users.map(({ hash }) => hash ?? NO_PASSWORD);
  const stage = makeStage();
  const further = rehearse(stage, broker, { plan, hashes, by, onFault });
  const counts = new Map<string, Counts>();
  const changes: Change[] = [];
  await forEachInTurns(comparisons({ broker, stage }, plan), (compared) => {
    const { before, after } = compared;
    // A fault, or left out.
    if (after === undefined) return;
    const change = changeOf(compared, differencesOf(before ?? {}, after));
    countsOf(counts, compared.kind)[change?.change ?? 'same']++;
    if (change !== undefined) changes.push(change);
  });
  const leftOut = [...ignored, ...further];
  for (const { kind } of leftOut) countsOf(counts, kind).ignored++;
  for (const { kind } of faults) countsOf(counts, kind).faults++;
  return {
    counts: Object.fromEntries(counts) as Readonly<Record<string, Counts>>,
    changes: inOrder(changes).slice(0, LISTED_MAX),
    ignored: leftOut.slice(0, LISTED_MAX),
    faults: faults.slice(0, LISTED_MAX),
    truncated: [changes, leftOut, faults].some(({ length }) => length > LISTED_MAX),
  };
}

function changeOf(compared: Compared, differences: readonly Difference[]): Change | undefined {
  const { kind, vhost, name, before, isKept = false } = compared;
  const place = { kind, ...(vhost !== undefined && { vhost }), name };
  if (before === undefined) return { ...place, change: 'added', differences };
  if (differences.length === 0) return undefined;
  return { ...place, change: isKept ? 'kept' : 'changed', differences };
}

/** What changes something that is there comes first, so that it is not cut off. */
function inOrder(changes: readonly Change[]): Change[] {
  const of = (outcome: Outcome): Change[] => changes.filter(({ change }) => change === outcome);
  return [...of('changed'), ...of('kept'), ...of('added')];
}

function countsOf(counts: Map<string, Counts>, kind: string): Counts {
  const found = counts.get(kind) ?? noCounts();
  counts.set(kind, found);
  return found;
}

function noCounts(): Counts {
  return { added: 0, changed: 0, kept: 0, same: 0, ignored: 0, faults: 0 };
}

/** RabbitMQ has lists for some of its texts. */
function reasonOf(error: Error): string {
  if (!(error instanceof ApiError)) return error.message;
  const { reason } = error;
  if (typeof reason === 'string') return reason;
  return Array.isArray(reason) ? reason.map(String).join(': ') : JSON.stringify(reason);
}
