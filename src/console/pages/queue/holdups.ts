/**
 * Why messages of a queue wait, drawn from what the broker tells of it. Shown by holdup-list.tsx.
 * A consumer holds what it has not acknowledged; its prefetch says how much it may.
 */
import type { QueueDetailsJson } from '../../api/types.js';
import { quoted } from '../../format/names.js';
import {
  formatBytes,
  formatDuration,
  formatMessages,
  formatRate,
  formatWhole,
} from '../../format/numbers.js';

type ConsumerFacts = Pick<
  QueueDetailsJson['consumer_details'][number],
  | 'consumer_tag'
  | 'activity_status'
  | 'messages_unacknowledged'
  | 'unacknowledged_since'
  | 'blocked_by'
  | 'timeout_ms'
  | 'send_pend'
>;

export type WaitingQueue = Pick<
  QueueDetailsJson,
  | 'state'
  | 'messages_ready'
  | 'messages_delayed'
  | 'next_delayed_at'
  | 'consumers'
  | 'oldest_message_age_ms'
  | 'message_stats'
> & {
  /** Of quorum queues. */
  readonly messages_dlx?: number | undefined;
  readonly consumer_details: readonly ConsumerFacts[];
  readonly effective_arguments: Pick<
    QueueDetailsJson['effective_arguments'],
    'x-dead-letter-exchange'
  >;
};

export interface Holdup {
  readonly title: string;
  readonly remedy: string;
  /** By itself it is no fault. */
  readonly isUsual?: boolean;
}

/** So long may a consumer work on a message without being called slow. */
const HELD_LONG_MS = 60_000;
/** So old may a message be in a queue that moves. */
const WAITED_LONG_MS = 10_000;

/** The most telling first; `now` in ms since the epoch. */
export function holdupsOf(queue: WaitingQueue, now: number): readonly Holdup[] {
  const main = mainHoldup(queue, now);
  return [
    ...(main === undefined ? [] : [main]),
    ...waitsForTime(queue, now),
    ...keptLetters(queue),
  ];
}

function mainHoldup(queue: WaitingQueue, now: number): Holdup | undefined {
  if (queue.state === 'paused') {
    return {
      title: 'The queue is paused.',
      remedy: 'It takes messages, but hands none out until it is resumed.',
    };
  }
  if (queue.messages_ready === 0) return undefined;
  if (queue.consumers === 0) {
    return {
      title: 'Nobody consumes from this queue.',
      remedy: 'Its messages wait until a client subscribes to it, or takes them by get.',
    };
  }
  // Of several with a single active one, only that one is served.
  const served = queue.consumer_details.filter(({ activity_status: is }) => is !== 'waiting');
  const blocked = served.filter(({ blocked_by: by }) => by !== null);
  // Consumers of the broker itself are not listed; somebody who could take a message will.
  if (served.length === 0 || blocked.length < served.length) return undefined;
  const others = queue.consumer_details.length - served.length;
  const holdup = blockedHoldup(blocked, others, now);
  const rate = queue.message_stats?.deliver_get_details?.rate ?? 0;
  if (rate === 0) return holdup;
  // It moves, and whoever is busy is full for a moment now and then.
  if ((queue.oldest_message_age_ms ?? 0) < WAITED_LONG_MS) return undefined;
  return {
    title: `It moves at ${formatRate(rate)}, and the rest waits. ${holdup.title}`,
    remedy: holdup.remedy,
    isUsual: true,
  };
}

function blockedHoldup(blocked: readonly ConsumerFacts[], others: number, now: number): Holdup {
  const causes = new Set(blocked.map(({ blocked_by: by }) => by));
  const [cause] = causes;
  const waiting = others === 0 ? '' : ` Until it ends, ${waitersText(others)} for its place.`;
  const told =
    causes.size > 1 || cause === undefined || cause === null
      ? mixed(blocked, now)
      : CAUSES[cause](blocked, { who: whoAre(blocked, others), now });
  return { title: told.title, remedy: `${told.remedy}${waiting}` };
}

function waitersText(count: number): string {
  return count === 1 ? 'the other one waits' : `${formatWhole(count)} others wait`;
}

interface Telling {
  readonly who: string;
  readonly now: number;
}

type Cause = NonNullable<ConsumerFacts['blocked_by']>;

/** All of them for the same reason. */
const CAUSES: Readonly<
  Record<Cause, (blocked: readonly ConsumerFacts[], telling: Telling) => Holdup>
> = {
  prefetch: (blocked, { who, now }) => {
    const held = formatMessages(sum(blocked, 'messages_unacknowledged'));
    return {
      title:
        blocked.length === 1
          ? `${who} holds ${held}: all that its prefetch allows.`
          : `${who} hold what their prefetch allows: ${held}.`,
      remedy: acknowledgeRemedy(blocked, now),
    };
  },
  channel_prefetch: (blocked, { who, now }) => ({
    title:
      blocked.length === 1
        ? `${who} gets no more: the prefetch of its channel is used up.`
        : `${who} get no more: the prefetch of their channels is used up.`,
    remedy: `All consumers of a channel share it. ${acknowledgeRemedy(blocked, now)}`,
  }),
  connection: (blocked, { who }) => ({
    title:
      `${who} ${blocked.length === 1 ? 'reads' : 'read'} too slowly: ` +
      `${formatBytes(sum(blocked, 'send_pend'))} wait to be sent.`,
    remedy:
      'The client is busy, or its network is slow. With a smaller prefetch more messages stay ' +
      'here, for others.',
  }),
  reply: (blocked, { who }) => ({
    title:
      `${who} ${blocked.length === 1 ? 'is' : 'are'} owed an answer first, ` +
      'which waits for the disk.',
    remedy: 'It goes on by itself. If it stays so, look at the commits in the overview.',
  }),
};

const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  prefetch: 'Hold all that their prefetch allows',
  channel_prefetch: 'Have a channel whose prefetch is used up',
  connection: 'Read too slowly',
  reply: 'Are owed an answer first',
};

function mixed(blocked: readonly ConsumerFacts[], now: number): Holdup {
  const parts = Object.entries(CAUSE_WORDS).flatMap(([cause, words]) => {
    const number = blocked.filter(({ blocked_by: by }) => by === cause).length;
    return number === 0 ? [] : [`${words}: ${formatWhole(number)}.`];
  });
  const number = formatWhole(blocked.length);
  return {
    title: `None of its ${number} consumers can take a message. ${parts.join(' ')}`,
    remedy: acknowledgeRemedy(blocked, now),
  };
}

function whoAre(blocked: readonly ConsumerFacts[], others: number): string {
  if (others > 0) return `The single active consumer ${tagOf(blocked[0])}`;
  if (blocked.length === 1) return `Its consumer ${tagOf(blocked[0])}`;
  return `All its ${formatWhole(blocked.length)} consumers`;
}

function acknowledgeRemedy(blocked: readonly ConsumerFacts[], now: number): string {
  const next = 'The next goes out when one is acknowledged.';
  const oldest = blocked
    .filter(({ unacknowledged_since: since }) => since !== null)
    .sort((a, b) => (a.unacknowledged_since ?? now) - (b.unacknowledged_since ?? now))[0];
  const heldMs = now - (oldest?.unacknowledged_since ?? now);
  if (oldest === undefined || heldMs < HELD_LONG_MS) {
    return `${next} More consumers, or a larger prefetch for those far away, make it faster.`;
  }
  const { timeout_ms: timeoutMs } = oldest;
  const limit = formatDuration(timeoutMs);
  const end =
    timeoutMs === null
      ? ''
      : ` After ${limit} the broker closes its channel, and what it holds comes back.`;
  return (
    `${next} ${tagOf(oldest)} has held one for ${formatDuration(heldMs)}: it is slow, or never ` +
    `acknowledges.${end}`
  );
}

function waitsForTime(queue: WaitingQueue, now: number): readonly Holdup[] {
  const { messages_delayed: delayed, next_delayed_at: nextAt } = queue;
  if (delayed === 0) return [];
  const next =
    nextAt === null || nextAt <= now ? '' : ` The first is in ${formatDuration(nextAt - now)}.`;
  const came = delayed === 1 ? 'came back, and waits' : 'came back, and wait';
  return [
    {
      title: `${formatMessages(delayed)} ${came} for another try.`,
      remedy: `Each is ready again when its retry delay is over.${next}`,
      isUsual: true,
    },
  ];
}

/** Of a quorum queue with at-least-once dead letters. */
function keptLetters(queue: WaitingQueue): readonly Holdup[] {
  const { messages_dlx: kept = 0 } = queue;
  if (kept === 0) return [];
  const exchange = queue.effective_arguments['x-dead-letter-exchange'] ?? '';
  const name = exchange === '' ? 'the default one' : quoted(exchange);
  return [
    {
      title: `${formatMessages(kept)} died, and wait here until a queue takes them.`,
      remedy:
        `Their dead-letter exchange, ${name}, is not there, leads to no queue, or to one that ` +
        'is full.',
    },
  ];
}

function sum(consumers: readonly ConsumerFacts[], key: 'messages_unacknowledged' | 'send_pend') {
  return consumers.reduce((total, consumer) => total + consumer[key], 0);
}

function tagOf(consumer: ConsumerFacts | undefined): string {
  return quoted(consumer?.consumer_tag ?? '');
}
