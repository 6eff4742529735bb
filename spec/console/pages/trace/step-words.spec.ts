import { expect } from 'chai';
import type { StepJson } from '../../../../src/console/api/types.js';
import { formatAfter, wordsOf } from '../../../../src/console/pages/trace/step-words.js';

const say = (kind: StepJson['kind'], facts: Partial<StepJson> = {}) =>
  wordsOf({ kind, at: 0, after_ms: 0, place: 1, ...facts } as StepJson);

const route = (count: number, isReply = false, type = 'topic'): Partial<StepJson> => {
  const exchange = { name: 'x', type, bindings: [], bindings_count: 0, alternate_exchange: null };
  const facts = { exchanges: [exchange], queues: [], queues_count: count, direct_reply: isReply };
  return { route: facts };
};

describe('A step in words', () => {
  it('says to how many queues a message went', () => {
    expect(say('routed', route(1)).title).to.equal('Routed to 1 queue');
    expect(say('routed', route(10_000)).title).to.equal('Routed to 10,000 queues');
    expect(say('routed', route(0))).to.include({ title: 'Routed to no queue', tone: 'bad' });
    expect(say('routed', route(0, true))).to.include({ title: 'Routed', tone: '' });
    expect(say('routed', route(0, false, 'x-delayed-message')).tone).to.equal('');
  });

  it('says how many were in front of it', () => {
    expect(say('queued', { ahead: 0 }).note).to.equal('At the head of the queue.');
    expect(say('queued', { ahead: 1 }).note).to.equal('Behind 1 other.');
    expect(say('queued', { ahead: 12_345 }).note).to.equal('Behind 12,345 others.');
  });

  it('says if it is delivered again, and if that is its end', () => {
    expect(say('delivered', { redelivered: false, no_ack: false })).to.eql({
      title: 'Delivered',
      tone: '',
    });
    expect(say('got', { redelivered: true, no_ack: true })).to.eql({
      title: 'Taken by basic.get',
      tone: 'good',
      note: 'It had been delivered before. No acknowledgement is expected.',
    });
  });

  it('says why it came back, and why it died', () => {
    expect(say('requeued', { cause: 'lost' }).note).to.contain('channel');
    expect(say('expired', { gone: false })).to.include({ title: 'Expired', tone: 'warn' });
    expect(say('expired', { gone: true }).note).to.contain('no dead-letter exchange');
    expect(say('dead_lettered').title).to.equal('Dead-lettered to nowhere');
    expect(say('dead_lettered', route(0)).tone).to.equal('bad');
    expect(say('dead_lettered', route(1)).tone).to.equal('warn');
  });

  it('says whether the publisher of an unroutable one was told', () => {
    expect(say('unroutable', { returned: true }).title).to.equal('Returned');
    expect(say('unroutable', { returned: false }).title).to.equal('Dropped');
  });

  it('says what a message waits for', () => {
    expect(say('held', { queue: 'q' }).title).to.equal('Waits for the next try');
    expect(say('held').title).to.equal('Waits at the delayed exchange');
  });

  it('tells times with as many digits as say something', () => {
    expect([0, 0.0004, 0.123, 1.5, 99.994, 250, 1_234, 3_600_000].map(formatAfter)).to.eql([
      '+0 ms',
      '+0 ms',
      '+0.123 ms',
      '+1.50 ms',
      '+99.99 ms',
      '+250 ms',
      '+1.23 s',
      '+3600 s',
    ]);
  });
});
