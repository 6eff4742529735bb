import { expect } from 'chai';
import {
  type Holdup,
  holdupsOf,
  type WaitingQueue,
} from '../../../../src/console/pages/queue/holdups.js';

type Consumer = WaitingQueue['consumer_details'][number];

const NOW = 1_000_000_000;

const consumer = (tag: string, facts: Partial<Consumer> = {}): Consumer => ({
  consumer_tag: tag,
  activity_status: 'up',
  messages_unacknowledged: 0,
  unacknowledged_since: null,
  blocked_by: null,
  timeout_ms: 1_800_000,
  send_pend: 0,
  ...facts,
});

const full = (tag: string, held: number, facts: Partial<Consumer> = {}): Consumer =>
  consumer(tag, {
    messages_unacknowledged: held,
    unacknowledged_since: NOW - 1_000,
    blocked_by: 'prefetch',
    ...facts,
  });

function why(queue: Partial<WaitingQueue>): readonly Holdup[] {
  const { consumer_details: consumers = [] } = queue;
  const usual = {
    state: 'running',
    messages_ready: 5,
    messages_delayed: 0,
    next_delayed_at: null,
    consumers: consumers.length,
    consumer_details: consumers,
    oldest_message_age_ms: 20_000,
    effective_arguments: { 'x-dead-letter-exchange': undefined },
  };
  return holdupsOf({ ...usual, ...queue }, NOW);
}

const titles = (queue: Partial<WaitingQueue>): string[] => why(queue).map(({ title }) => title);
const remedy = (queue: Partial<WaitingQueue>): string | undefined => why(queue)[0]?.remedy;

describe('Why messages wait', () => {
  it('is that the queue is paused', () => {
    expect(titles({ state: 'paused', messages_ready: 0 })).to.eql(['The queue is paused.']);
  });

  it('is nothing while none waits, or somebody can take one', () => {
    expect(titles({ messages_ready: 0 })).to.eql([]);
    expect(titles({ consumer_details: [full('a', 1), consumer('b')] })).to.eql([]);
    expect(titles({ consumers: 1 })).to.eql([]);
  });

  it('is that nobody consumes', () => {
    expect(titles({})).to.eql(['Nobody consumes from this queue.']);
  });

  it('is that consumers hold all that they may', () => {
    expect(titles({ consumer_details: [full('slow', 1)] })).to.eql([
      'Its consumer “slow” holds 1 message: all that its prefetch allows.',
    ]);
    expect(titles({ consumer_details: [full('a', 10), full('b', 1_500)] })).to.eql([
      'All its 2 consumers hold what their prefetch allows: 1,510 messages.',
    ]);
  });

  it('is no fault while the queue moves, and is told once messages wait for long', () => {
    const busy = {
      consumer_details: [full('a', 1)],
      message_stats: { deliver_get_details: { rate: 30 } },
    };
    expect(titles({ ...busy, oldest_message_age_ms: 500 })).to.eql([]);
    const [long] = why(busy);
    expect(long?.title).to.match(/^It moves at 30\/s, and the rest waits\. Its consumer “a” holds/);
    expect(long?.isUsual).to.equal(true);
    expect(titles({ ...busy, consumers: 0, consumer_details: [] })).to.have.lengthOf(1);
  });

  it('is that somebody is slow or never acknowledges, once it takes long', () => {
    expect(remedy({ consumer_details: [full('a', 1)] })).to.not.include('acknowledges');
    const long = full('a', 1, { unacknowledged_since: NOW - 120_000 });
    expect(remedy({ consumer_details: [full('b', 1), long] })).to.include(
      '“a” has held one for 2 min: it is slow, or never acknowledges. After 30 min',
    );
    const forever = { ...long, timeout_ms: null };
    expect(remedy({ consumer_details: [forever] })).to.not.include('After');
  });

  it('is the one that is active alone, and others wait for its place', () => {
    const active = full('a', 3, { activity_status: 'single_active' });
    const waiting = consumer('b', { activity_status: 'waiting' });
    expect(titles({ consumer_details: [active, waiting] })).to.eql([
      'The single active consumer “a” holds 3 messages: all that its prefetch allows.',
    ]);
    expect(remedy({ consumer_details: [active, waiting] })).to.include('the other one waits');
    expect(remedy({ consumer_details: [active, waiting, waiting] })).to.include('2 others wait');
  });

  it('is that a client reads too slowly', () => {
    const slow = consumer('a', { blocked_by: 'connection', send_pend: 2_097_152 });
    expect(titles({ consumer_details: [slow] })).to.eql([
      'Its consumer “a” reads too slowly: 2.00 MiB wait to be sent.',
    ]);
    expect(titles({ consumer_details: [slow, slow] })).to.eql([
      'All its 2 consumers read too slowly: 4.00 MiB wait to be sent.',
    ]);
  });

  it('is a prefetch that a channel shares, or an answer that comes first', () => {
    const shared = full('a', 0, { blocked_by: 'channel_prefetch' });
    expect(titles({ consumer_details: [shared] })).to.eql([
      'Its consumer “a” gets no more: the prefetch of its channel is used up.',
    ]);
    const owed = consumer('a', { blocked_by: 'reply' });
    expect(titles({ consumer_details: [owed] })).to.eql([
      'Its consumer “a” is owed an answer first, which waits for the disk.',
    ]);
  });

  it('is each of these for some', () => {
    const slow = consumer('c', { blocked_by: 'connection', send_pend: 1 });
    expect(titles({ consumer_details: [full('a', 1), full('b', 1), slow] })).to.eql([
      'None of its 3 consumers can take a message. ' +
        'Hold all that their prefetch allows: 2. Read too slowly: 1.',
    ]);
  });

  it('is that messages wait for another try, which is usual', () => {
    const queue = { messages_ready: 0, messages_delayed: 1, next_delayed_at: NOW + 5_000 };
    const [delayed] = why(queue);
    expect(delayed).to.include({
      title: '1 message came back, and waits for another try.',
      isUsual: true,
    });
    expect(delayed?.remedy).to.include('The first is in 5 s.');
  });

  it('is that dead letters are kept until somebody takes them', () => {
    const letters = { 'x-dead-letter-exchange': 'dlx' };
    const queue = { messages_ready: 0, messages_dlx: 2, effective_arguments: letters };
    expect(titles(queue)).to.eql(['2 messages died, and wait here until a queue takes them.']);
    expect(remedy(queue)).to.include('“dlx”');
  });
});
