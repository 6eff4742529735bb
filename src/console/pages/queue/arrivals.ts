/**
 * Why nothing arrives in a queue, or does not stay: drawn from alarms, limits, and what goes
 * through the exchanges that are bound to it. Shown by arrivals-panel.tsx.
 */
import type { BindingJson, QueueDetailsJson } from '../../api/types.js';
import { quoted } from '../../format/names.js';
import {
  formatBytes,
  formatDuration,
  formatMessages,
  formatRate,
  formatWhole,
} from '../../format/numbers.js';
import type { Holdup } from './holdups.js';

export type ReceivingQueue = Pick<
  QueueDetailsJson,
  | 'name'
  | 'messages_ready'
  | 'message_bytes_ready'
  | 'messages_delayed'
  | 'messages_refused'
  | 'deaths'
  | 'effective_arguments'
>;

/** An exchange that a binding names. */
export interface Source {
  readonly name: string;
  readonly type: string;
  /** Messages that were published to it; of these those that no queue took; and in a second. */
  readonly publishedIn: number;
  readonly unroutable: number;
  readonly rate: number;
}

export interface ArrivalFacts {
  readonly queue: ReceivingQueue;
  /** "memory", "disk". */
  readonly alarms: readonly string[];
  readonly bindings: readonly Pick<BindingJson, 'source' | 'routing_key'>[];
  readonly sources: readonly Source[];
}

/** So many routing keys are named. */
const KEYS_MAX = 3;

export function arrivalsOf(facts: ArrivalFacts): readonly Holdup[] {
  return [...alarmed(facts), ...brief(facts.queue), ...unmatched(facts)];
}

function alarmed({ alarms }: ArrivalFacts): readonly Holdup[] {
  return alarms.map((resource) => ({
    title: `The ${resource} alarm is on: publishers are blocked.`,
    remedy: 'The overview tells how much is left, and what to do. They go on when it is over.',
  }));
}

/** It is full, and tells its publishers: said above all parts of the page. */
export function refusals(queue: ReceivingQueue): readonly Holdup[] {
  const limits = queue.effective_arguments;
  if (limits['x-overflow'] === undefined || limits['x-overflow'] === 'drop-head') return [];
  const length = queue.messages_ready + queue.messages_delayed;
  const lengthMax = limits['x-max-length'] ?? Infinity;
  const bytesMax = limits['x-max-length-bytes'] ?? Infinity;
  const { messages_refused: refused, message_bytes_ready: bytes } = queue;
  const isFull = length >= lengthMax;
  // Whether one more fits depends on its size, of which nothing is known yet.
  if (!isFull && (bytesMax === Infinity || (refused === 0 && bytes < bytesMax))) return [];
  const amount = isFull
    ? `${formatWhole(length)} of ${formatMessages(lengthMax)}`
    : `${formatBytes(bytes)} of ${formatBytes(bytesMax)}`;
  return [
    {
      title: `The queue refuses what is too much: it has ${amount}.`,
      remedy:
        (refused === 0 ? '' : `It has refused ${formatMessages(refused)}. `) +
        'Let consumers take some, or raise the limit. Publishers with confirms are told.',
    },
  ];
}

/** They come, and go without a consumer. */
function brief({ deaths, effective_arguments: limits }: ReceivingQueue): readonly Holdup[] {
  const { 'x-message-ttl': ttl, 'x-overflow': overflow } = limits;
  const { expired, maxlen: dropped } = deaths;
  const holdups: Holdup[] = [];
  if (expired > 0) {
    const after = ttl === undefined ? '' : ` after ${formatDuration(ttl)}`;
    const setter = ttl === undefined ? 'Their publisher' : 'x-message-ttl, or a policy,';
    holdups.push({
      title: `${formatMessages(expired)} came and expired${after}.`,
      remedy: `Nobody took them in time. ${setter} says how long they live.`,
    });
  }
  if (dropped > 0 && overflow === 'drop-head') {
    const came = `${formatMessages(dropped)} came and ${dropped === 1 ? 'was' : 'were'} dropped`;
    holdups.push({
      title: `${came} from the head: the queue was full.`,
      remedy: `Its limit is ${limitText(limits)}. A dead-letter exchange would keep them.`,
    });
  }
  return holdups;
}

function limitText(limits: ReceivingQueue['effective_arguments']): string {
  const { 'x-max-length': length, 'x-max-length-bytes': bytes } = limits;
  return [
    ...(length === undefined ? [] : [formatMessages(length)]),
    ...(bytes === undefined ? [] : [formatBytes(bytes)]),
  ].join(', ');
}

function unmatched({ queue, bindings, sources }: ArrivalFacts): readonly Holdup[] {
  const own = bindings.filter(({ source }) => source !== '');
  if (own.length === 0) {
    return [
      {
        title: 'No exchange is bound to it.',
        remedy:
          `Only the default exchange leads here, by the routing key ${quoted(queue.name)}. A ` +
          'binding brings the messages of another one.',
      },
    ];
  }
  return sources.map((source) => {
    const keys = own.filter((each) => each.source === source.name).map((each) => each.routing_key);
    return sourceHoldup(source, keys);
  });
}

function sourceHoldup(source: Source, keys: readonly string[]): Holdup {
  const { name, type, publishedIn, unroutable, rate } = source;
  if (publishedIn === 0) {
    return {
      title: `Nobody has published to the exchange ${quoted(name)}.`,
      remedy: 'Look whether the publisher uses that exchange, in this vhost.',
    };
  }
  const lost =
    unroutable === 0 ? '' : ` No queue at all took ${formatWhole(unroutable)} of its messages.`;
  return {
    title:
      rate > 0
        ? `The exchange ${quoted(name)} gets ${formatRate(rate)}, and none of it matches.`
        : `The exchange ${quoted(name)} got ${formatMessages(publishedIn)}, and gets none now.`,
    remedy: `The queue is bound to it ${wantedText(type, keys)}.${lost}`,
  };
}

function wantedText(type: string, keys: readonly string[]): string {
  if (type === 'fanout') return 'whatever the routing key';
  if (type === 'headers') return 'by headers';
  const named = keys.slice(0, KEYS_MAX).map(quoted);
  const more = keys.length - named.length;
  return `by ${named.join(', ')}${more > 0 ? ` and ${formatWhole(more)} more keys` : ''}`;
}
