import { expect } from 'chai';
import { holdupOf, type WaitingQueue } from '../../../../src/console/pages/queue/holdups.js';

const consumer = (prefetch: number, status = 'up', ack = true) => ({
  ack_required: ack,
  prefetch_count: prefetch,
  activity_status: status,
});

function why(queue: Partial<WaitingQueue>): string | undefined {
  const { consumer_details: consumers = [] } = queue;
  return holdupOf({
    state: 'running',
    messages_ready: 5,
    messages_unacknowledged: 0,
    consumers: consumers.length,
    consumer_details: consumers,
    ...queue,
  })?.title;
}

describe('Why messages wait', () => {
  it('is that the queue is paused', () => {
    expect(why({ state: 'paused', messages_ready: 0 })).to.equal('The queue is paused.');
  });

  it('is nothing while none waits', () => {
    expect(why({ messages_ready: 0 })).to.equal(undefined);
  });

  it('is that nobody consumes', () => {
    expect(why({})).to.equal('Nobody consumes from this queue.');
  });

  it('is that consumers hold all that they may', () => {
    const two = [consumer(10), consumer(5)];
    expect(why({ consumer_details: two, messages_unacknowledged: 14 })).to.equal(undefined);
    expect(why({ consumer_details: two, messages_unacknowledged: 15 })).to.equal(
      'Its 2 consumers together may hold 15 messages, and all are out.',
    );
    expect(why({ consumer_details: [consumer(1)], messages_unacknowledged: 1 })).to.match(
      /^Its consumer may hold 1 /,
    );
  });

  it('is not the prefetch of those who have none, or do not acknowledge', () => {
    for (const one of [consumer(0), consumer(5, 'up', false)]) {
      const queue = { consumer_details: [one, consumer(5)], messages_unacknowledged: 1_000 };
      expect(why(queue)).to.equal(undefined);
    }
  });

  it('is the one that is active alone', () => {
    const consumers = [consumer(3, 'single_active'), consumer(3, 'waiting')];
    expect(why({ consumer_details: consumers, messages_unacknowledged: 3 })).to.equal(
      'The single active consumer may hold 3 messages, and all are out.',
    );
  });
});
