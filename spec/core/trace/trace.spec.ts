import { expect } from 'chai';
import { digestOf } from '../../../src/core/trace/message-digest.js';
import { Trace, WAYS_MAX } from '../../../src/core/trace/trace.js';
import { Way } from '../../../src/core/trace/way.js';
import { message } from '../../support/core-builders.js';

describe('What a trace has seen', () => {
  const create = (bytesMax?: number): Trace => {
    const facts = { id: '1', vhost: '/', startedBy: 'anna', startedAt: 0, endsAt: 1 };
    return new Trace({ ...facts, subject: { kind: 'queue', name: 'q' } }, bytesMax);
  };
  const add = (trace: Trace): Way => {
    const way = new Way(digestOf(message()), 0);
    trace.add(way);
    return way;
  };

  it('has numbers of its own, each way once', () => {
    const [one, other] = [create(), create()];
    const [first, second] = [add(one), add(one)];
    other.add(second);
    one.add(first);
    expect([...one.ways()]).to.eql([
      [1, first],
      [2, second],
    ]);
    expect(one.way(2)).to.equal(second);
    expect(second.traces.get(other)).to.equal(1);
    expect(one.seenCount).to.equal(2);
  });

  it('is the latest so many', () => {
    const trace = create();
    const first = add(trace);
    for (let count = 1; count < WAYS_MAX; count++) add(trace);
    expect(trace.trim()).to.eql([]);
    add(trace);
    expect(trace.trim()).to.eql([first]);
    expect([trace.wayCount, trace.goneCount, trace.seenCount]).to.eql([WAYS_MAX, 1, WAYS_MAX + 1]);
    expect([trace.way(1), first.traces.size]).to.eql([undefined, 0]);
  });

  it('takes no more memory than it may, but for the latest', () => {
    const trace = create(10_000);
    const [first, second] = [add(trace), add(trace)];
    expect(trace.trim()).to.eql([]);
    trace.note(second.bytes);
    second.bytes *= 2;
    expect(trace.trim()).to.eql([]);
    trace.note(20_000);
    second.bytes += 20_000;
    expect(trace.trim()).to.eql([first]);
    expect(trace.wayCount).to.equal(1);
    add(trace);
    expect(trace.trim()).to.eql([second]);
  });
});
