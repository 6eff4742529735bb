/**
 * What has become of a traced message, in a few words: where each of its copies is by now, and how
 * that is to be seen. Used by the list of messages.
 */
import type { WayJson } from '../../api/types.js';

export type Tone = 'good' | 'warn' | 'bad' | '';

export interface Fate {
  readonly text: string;
  readonly tone: Tone;
}

type Copy = WayJson['copies'][number];

interface Words {
  /** Of a copy in the queue of this name. */
  readonly of: (queue: string) => string;
  readonly tone: Tone;
}

const WORDS: Readonly<Record<string, Words>> = {
  queued: { of: (queue) => `waits in ${queue}`, tone: 'warn' },
  found: { of: (queue) => `waits in ${queue}`, tone: 'warn' },
  held: { of: (queue) => `waits for its time in ${queue}`, tone: 'warn' },
  requeued: { of: (queue) => `back in ${queue}`, tone: 'warn' },
  kept: { of: (queue) => `dead letter waits in ${queue}`, tone: 'warn' },
  delivered: { of: (queue) => `with a consumer of ${queue}`, tone: '' },
  got: { of: (queue) => `taken from ${queue}`, tone: '' },
  acknowledged: { of: (queue) => `acknowledged in ${queue}`, tone: 'good' },
  rejected: { of: (queue) => `rejected in ${queue}`, tone: 'bad' },
  expired: { of: (queue) => `expired in ${queue}`, tone: 'bad' },
  maxlen: { of: (queue) => `pushed out of ${queue}`, tone: 'bad' },
  delivery_limit: { of: (queue) => `delivered too often in ${queue}`, tone: 'bad' },
  purged: { of: (queue) => `purged from ${queue}`, tone: 'bad' },
  deleted: { of: (queue) => `deleted from ${queue}`, tone: 'bad' },
  queue_deleted: { of: (queue) => `gone with ${queue}`, tone: 'bad' },
};
/** The copy has gone on elsewhere, which is told of the copies there. */
const PASSED: readonly string[] = ['dead_lettered', 'moved', 'released'];
const WHOLE: Readonly<Record<string, Fate>> = {
  unroutable: { text: 'no queue took it', tone: 'bad' },
  refused: { text: 'refused: the queue is full', tone: 'bad' },
  duplicate: { text: 'dropped as a duplicate', tone: '' },
  delivered: { text: 'with the consumer of the reply', tone: 'good' },
};
const TONES: readonly Tone[] = ['bad', 'warn', '', 'good'];

export function fateOf(way: Pick<WayJson, 'whole' | 'copies' | 'state'>): Fate {
  const fates = way.copies.filter(({ kind }) => !PASSED.includes(kind)).map(fateOfCopy);
  const whole = WHOLE[way.whole];
  if (whole !== undefined) fates.unshift(whole);
  if (fates.length === 0) return fateOfNoCopy(way.copies.at(-1));
  // What is to be looked into comes first.
  fates.sort((a, b) => TONES.indexOf(a.tone) - TONES.indexOf(b.tone));
  const texts = [...new Set(fates.map(({ text }) => text))];
  const counted = texts.map((text) => {
    const count = fates.filter((each) => each.text === text).length;
    return count === 1 ? text : `${text} (${count})`;
  });
  const tone = fates[0]?.tone ?? '';
  const [first = '', ...others] = counted;
  const text = others.length === 0 ? first : `${first}, and ${others.length} more`;
  return way.state === 'cut' ? { text: `last seen: ${text}`, tone: 'warn' } : { text, tone };
}

function fateOfCopy({ kind, queue, no_ack: noAck }: Copy): Fate {
  if (noAck) return { text: `delivered from ${queue}`, tone: 'good' };
  const words = WORDS[kind];
  return words === undefined
    ? { text: `${kind} ${queue}`, tone: '' }
    : { text: words.of(queue), tone: words.tone };
}

/** All copies have passed on, and nothing took them there. */
function fateOfNoCopy(last: Copy | undefined): Fate {
  if (last === undefined) return { text: 'published', tone: '' };
  return { text: `dead-lettered from ${last.queue} to nowhere`, tone: 'bad' };
}
