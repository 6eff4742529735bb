/**
 * What has been typed into the forms of replay-panel.tsx and move-panel.tsx, as the API takes it,
 * and what a replay has come to, in words.
 */
import type { ReplayJson } from '../../api/types.js';
import { formatMessages, formatWhole } from '../../format/numbers.js';

export interface ReplayForm {
  /** Of replays: to the queue of the first death, or to the exchange of then. */
  readonly to: 'queue' | 'exchange';
  /** Empty for any. */
  readonly reason: string;
  readonly fromQueue: string;
  readonly search: string;
  /** A number, or empty for as fast as it goes. */
  readonly perSecond: string;
}

export const EMPTY_REPLAY: ReplayForm = {
  to: 'queue',
  reason: '',
  fromQueue: '',
  search: '',
  perSecond: '',
};

/** Of RabbitMQ's x-death. */
export const REASONS = [
  { reason: 'rejected', title: 'Rejected by a consumer' },
  { reason: 'expired', title: 'Expired' },
  { reason: 'maxlen', title: 'The queue was full' },
  { reason: 'delivery_limit', title: 'Came back too often' },
] as const;

/** Throws an Error that says what is wrong with the number. */
export function replayTerms(form: Omit<ReplayForm, 'to'>, isDryRun: boolean) {
  const perSecond = form.perSecond.trim() === '' ? undefined : readNumber(form.perSecond);
  return {
    ...(form.reason !== '' && { reason: form.reason }),
    ...(form.fromQueue !== '' && { from_queue: form.fromQueue }),
    ...(form.search !== '' && { search: form.search }),
    // A dry run need not be slow.
    ...(perSecond !== undefined && !isDryRun && { per_second: perSecond }),
    dry_run: isDryRun,
  };
}

type Counts = Pick<
  ReplayJson,
  'state' | 'dry_run' | 'target' | 'replayed' | 'skipped' | 'refused' | 'denied'
>;

/** "Sent back: 7 messages. Left: 3." */
export function replaySummary(replay: Counts): string {
  const { dry_run: isDry, replayed, skipped, refused, denied } = replay;
  const isMove = replay.target !== null;
  const verb = isDry ? (isMove ? 'Would move' : 'Would go back') : isMove ? 'Moved' : 'Sent back';
  const left = skipped + refused + denied;
  const rest = left === 0 ? '' : ` ${isDry ? 'Would stay' : 'Left'}: ${formatWhole(left)}.`;
  return `${verb}: ${formatMessages(replayed)}.${rest}`;
}

const STATES: Readonly<Record<ReplayJson['state'], string>> = {
  running: 'under way',
  finished: 'finished',
  cancelled: 'cancelled',
  queue_deleted: 'ended: its queue was deleted',
};

export function stateText({ state }: Pick<ReplayJson, 'state'>): string {
  return STATES[state];
}

/** Why letters of a group go or stay. */
export function outcomeText(
  { outcome, target }: Pick<ReplayJson['groups'][number], 'outcome' | 'target'>,
  isDryRun: boolean,
): string {
  switch (outcome) {
    case 'replayed':
      return isDryRun ? 'would go' : 'sent';
    case 'unknown':
      return 'stays: no dead letter';
    case 'nowhere':
      return target === null ? 'stays: nowhere to go' : 'stays: not there, or leads nowhere';
    case 'refused':
      return 'stays: no room there';
    case 'denied':
      return 'stays: you may not write there';
    case 'gone':
      return 'taken meanwhile';
  }
}

function readNumber(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new Error('Messages per second: a number greater than 0, or nothing.');
}
