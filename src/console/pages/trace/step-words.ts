/** The steps of a message's way in words: what happened, and how that is to be seen. */
import type { StepJson } from '../../api/types.js';
import type { Tone } from './fate.js';

export interface StepWords {
  readonly title: string;
  readonly tone: Tone;
  /** What more there is to say, in one sentence. */
  readonly note?: string;
}

const CAUSES: Readonly<Record<string, string>> = {
  nacked: 'The consumer gave it back (nack with requeue).',
  rejected: 'The consumer rejected it with requeue.',
  recovered: 'The consumer asked for its messages anew (recover).',
  lost: 'The channel of its consumer has gone.',
};

type Say = (step: StepJson) => StepWords;

const fixed = (title: string, tone: Tone, note?: string): Say => {
  const words = note === undefined ? { title, tone } : { title, tone, note };
  return () => words;
};

const death = (title: string, reason: string): Say => {
  return ({ gone }) =>
    gone === true
      ? { title, tone: 'bad', note: `${reason} It is gone: the queue has no dead-letter exchange.` }
      : { title, tone: 'warn', note: reason };
};

const SAY: Readonly<Record<StepJson['kind'], Say>> = {
  published: fixed('Published', ''),
  routed: ({ route }) => routed(route),
  unroutable: ({ returned }) =>
    returned === true
      ? { title: 'Returned', tone: 'bad', note: 'No queue took it; its publisher was told.' }
      : { title: 'Dropped', tone: 'bad', note: 'No queue took it, and it was not mandatory.' },
  refused: fixed('Refused', 'bad', 'The queue is full (x-overflow).'),
  duplicate: fixed('Dropped as a duplicate', '', 'The queue has had this message already.'),
  found: fixed('In the queue', '', 'It waited there when the trace began.'),
  held: ({ queue }) =>
    queue === undefined
      ? { title: 'Waits at the delayed exchange', tone: '' }
      : { title: 'Waits for the next try', tone: 'warn' },
  released: fixed('Its wait is over', ''),
  queued: ({ ahead = 0 }) => ({ title: 'Queued', tone: '', note: behind(ahead) }),
  delivered: (step) => handedOut('Delivered', step),
  got: (step) => handedOut('Taken by basic.get', step),
  acknowledged: fixed('Acknowledged', 'good'),
  requeued: ({ cause = '' }) => {
    return { title: 'Back in the queue', tone: 'warn', note: CAUSES[cause] ?? cause };
  },
  rejected: death('Rejected', 'Its consumer did not want it.'),
  expired: death('Expired', 'Its time to live was over.'),
  maxlen: death('Pushed out', 'The queue was longer than its limit.'),
  delivery_limit: death('Delivered too often', 'It came back more often than the limit allows.'),
  dead_lettered: ({ route }) => {
    return route === undefined
      ? { title: 'Dead-lettered to nowhere', tone: 'bad', note: 'There is no such exchange.' }
      : { title: 'Dead-lettered', tone: route.queues_count === 0 ? 'bad' : 'warn' };
  },
  kept: fixed('Its dead letter waits', 'warn', 'No queue has taken it yet; it is tried again.'),
  purged: fixed('Purged', 'bad', 'Somebody emptied the queue.'),
  deleted: fixed('Deleted', 'bad', 'Somebody deleted this message.'),
  moved: fixed('Moved', '', 'Somebody sent it elsewhere.'),
  queue_deleted: fixed('Gone with its queue', 'bad'),
};

export function wordsOf(step: StepJson): StepWords {
  return SAY[step.kind](step);
}

function routed(route: StepJson['route']): StepWords {
  if (route?.direct_reply === true) {
    return {
      title: 'Routed',
      tone: '',
      note: 'Straight to the consumer that waits for the reply.',
    };
  }
  const count = route?.queues_count ?? 0;
  const isHeld = route?.exchanges.some(({ type }) => type === 'x-delayed-message') === true;
  if (count === 0 && isHeld) return { title: 'Routed', tone: '' };
  const title =
    count === 1 ? 'Routed to 1 queue' : `Routed to ${count.toLocaleString('en')} queues`;
  return { title: count === 0 ? 'Routed to no queue' : title, tone: count === 0 ? 'bad' : '' };
}

function behind(ahead: number): string {
  if (ahead === 0) return 'At the head of the queue.';
  return ahead === 1 ? 'Behind 1 other.' : `Behind ${ahead.toLocaleString('en')} others.`;
}

function handedOut(title: string, { no_ack: noAck, redelivered }: StepJson): StepWords {
  const again = redelivered === true ? 'It had been delivered before.' : '';
  const ends = noAck === true ? 'No acknowledgement is expected.' : '';
  const note = [again, ends].filter((each) => each !== '').join(' ');
  const tone = noAck === true ? 'good' : '';
  return note === '' ? { title, tone } : { title, tone, note };
}

/** "+0.12 ms", with as many digits as say something. */
export function formatAfter(ms: number): string {
  if (ms < 0.001) return '+0 ms';
  if (ms < 1) return `+${ms.toFixed(3)} ms`;
  if (ms < 1_000) return `+${ms.toFixed(ms < 100 ? 2 : 0)} ms`;
  return `+${(ms / 1_000).toFixed(ms < 100_000 ? 2 : 0)} s`;
}
