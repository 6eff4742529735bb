import { expect } from 'chai';
import { TRACES_MAX } from '../../../src/core/trace/traces.js';
import { SpecBroker } from '../../support/spec-broker.js';
import { faultOf } from '../../support/spec-vhost.js';
import { stepOf, told, TracedVhost, wayOf, waysOf } from '../../support/traced-vhost.js';

describe('The traces of a broker', () => {
  let spec: TracedVhost;
  beforeEach(() => {
    spec = new TracedVhost();
    spec.queue('q');
  });

  it('end when their time is over, can be looked at for an hour, and leave no timer', () => {
    const trace = spec.trace('queue', 'q', 60);
    const { now } = spec.clock;
    expect(trace.endsAt).to.equal(now + 60_000);
    spec.clock.advance(now + 59_999);
    expect(trace.isRunning).to.equal(true);
    spec.clock.advance(now + 60_000);
    expect([trace.isRunning, trace.endedAt]).to.eql([false, now + 60_000]);
    spec.clock.advance(now + 60_000 + 3_599_999);
    expect(spec.traces.get(trace.id)).to.equal(trace);
    spec.clock.advance(now + 60_000 + 3_600_000);
    expect(spec.traces.get(trace.id)).to.equal(undefined);
    expect(spec.clock.nextDeadline).to.equal(undefined);
  });

  it('are so many at most: one that is over makes place, one that is running does not', () => {
    const started = Array.from({ length: TRACES_MAX }, () => spec.trace('queue', 'q'));
    expect(faultOf(() => spec.trace('queue', 'q'))).to.equal(
      'precondition-failed: 8 traces are running; wait for the end of one or stop it',
    );
    const third = started[2]?.id ?? '';
    expect(spec.traces.stop(third)).to.equal(true);
    expect(spec.traces.stop(third)).to.equal(true);
    const { id } = spec.trace('queue', 'q');
    expect(spec.traces.get(third)).to.equal(undefined);
    expect([...spec.traces.all()].map((trace) => trace.id)).to.include(id);
    expect([spec.traces.stop('99'), spec.traces.delete('99')]).to.eql([false, false]);
    spec.traces.deleteAll();
    expect(spec.clock.nextDeadline).to.equal(undefined);
    expect(spec.vhost.watch.isOn).to.equal(false);
  });

  it('tell with a revision what has changed since', () => {
    const trace = spec.trace('queue', 'q');
    spec.publish();
    const before = spec.traces.revisionOf(trace);
    spec.publish();
    const [first, second] = waysOf(trace);
    expect(first?.revision).to.be.at.most(before);
    expect(second?.revision).to.be.greaterThan(before);
    expect(spec.traces.revisionOf(trace)).to.equal(second?.revision);
  });

  it('of a queue begin with what waits in it', () => {
    const queue = spec.queue('full');
    for (const body of ['a', 'b']) spec.publish({ routingKey: 'full', body });
    const other = spec.trace('exchange', '');
    spec.publish({ routingKey: 'full', body: 'c' });
    const trace = spec.trace('queue', 'full');
    queue.acknowledge(spec.get(queue));
    const [first, , third] = waysOf(trace);
    expect(trace.seenCount).to.equal(3);
    expect(first && told(first)).to.eql(['found 1 full', 'got 1 full', 'acknowledged 1 full']);
    expect(third).to.equal(wayOf(other));
    expect(third && stepOf(third, 'queued').ahead).to.equal(2);
  });

  it('go with their vhost, and with the broker', () => {
    const { broker, clock } = new SpecBroker();
    const request = { subject: { kind: 'queue', name: 'q' }, seconds: 1, user: 'anna' } as const;
    const [shop, root] = [broker.declareVhost({ name: 'shop' }), broker.vhost('/')];
    if (root === undefined) throw new Error('there is no vhost');
    broker.traces.start(shop, request);
    const { id } = broker.traces.start(root, request);
    broker.deleteVhost('shop');
    expect([...broker.traces.all()].map((trace) => trace.id)).to.eql([id]);
    broker.close(() => {});
    expect([...broker.traces.all()]).to.eql([]);
    expect(clock.nextDeadline).to.equal(undefined);
  });
});
