import { expect } from 'chai';
import { digestOf } from '../../../src/core/trace/message-digest.js';
import type { Step } from '../../../src/core/trace/step.js';
import { Trace } from '../../../src/core/trace/trace.js';
import { STEPS_MAX, Way } from '../../../src/core/trace/way.js';
import { message } from '../../support/core-builders.js';

const step = (kind: Step['kind'], at: number): Step => ({ kind, at, place: 0 });

describe('The way of a traced message', () => {
  const way = (startedAt = 1): Way => new Way(digestOf(message()), startedAt);

  it('keeps the first steps and the latest, and takes no more memory from there on', () => {
    const long = way();
    for (let at = 0; at < STEPS_MAX; at++) long.add(step('requeued', at));
    const { bytes } = long;
    for (let at = STEPS_MAX; at < 2 * STEPS_MAX; at++) long.add(step('requeued', at));
    expect(long.bytes).to.equal(bytes);
    expect(long.omittedCount).to.equal(STEPS_MAX);
    const half = STEPS_MAX / 2;
    expect(long.steps.map(({ at }) => at)).to.eql([
      ...Array.from({ length: half }, (_, index) => index),
      ...Array.from({ length: half }, (_, index) => STEPS_MAX + half + index),
    ]);
  });

  it('counts what the bindings and queues of a route take', () => {
    const [short, long] = [way(), way()];
    short.add(step('routed', 1));
    const hop = { exchange: 'x', type: 'fanout', bindings: [], bindingCount: 0 };
    const hops = [{ ...hop, alternate: undefined }];
    const route = { hops, queues: ['a', 'b'], queueCount: 2, isDirectReply: false };
    long.add({ ...step('routed', 1), route });
    expect(long.bytes).to.be.greaterThan(short.bytes);
  });

  it('is followed while one of its traces is running', () => {
    const facts = { id: '1', vhost: '/', startedBy: 'anna', startedAt: 0, endsAt: 1 };
    const trace = new Trace({ ...facts, subject: { kind: 'queue', name: 'q' } });
    const followed = way();
    expect(followed.isFollowed).to.equal(false);
    trace.add(followed);
    expect(followed.isFollowed).to.equal(true);
    trace.endedAt = 1;
    expect(followed.isFollowed).to.equal(false);
  });

  it('has a round trip once its reply is with a consumer', () => {
    const [request, reply] = [way(10), way(12)];
    expect(request.roundTripMs).to.equal(undefined);
    request.reply = reply;
    reply.add(step('queued', 12));
    expect(request.roundTripMs).to.equal(undefined);
    reply.add(step('got', 12.5));
    expect(request.roundTripMs).to.equal(2.5);
  });
});
