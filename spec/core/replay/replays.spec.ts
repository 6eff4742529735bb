import { expect } from 'chai';
import type { Queue } from '../../../src/core/queue/queue.js';
import type { Replay } from '../../../src/core/replay/replay.js';
import { message } from '../../support/core-builders.js';
import { SpecBroker } from '../../support/spec-broker.js';
import { faultOf } from '../../support/spec-vhost.js';

const SLOW = { to: 'queue', isDryRun: true, perSecond: 1 } as const;

describe('The replays of a broker', () => {
  let spec: SpecBroker;
  beforeEach(() => (spec = new SpecBroker()));

  /** With so much in it that a slow replay has not ended at once. */
  function filled(name: string): Queue {
    const queue = spec.queue(name);
    for (let count = 0; count < 3; count++) queue.enqueue(message());
    return queue;
  }

  const start = (queue: Queue, request: Parameters<SpecBroker['broker']['replays']['start']>[2]) =>
    spec.broker.replays.start(spec.vhost(), queue, request);

  it('are found by their ids', () => {
    const replay = start(filled('a'), SLOW);
    expect(spec.broker.replays.get(replay.id)).to.equal(replay);
    expect([...spec.broker.replays.all()]).to.eql([replay]);
    expect(spec.broker.replays.get('nope')).to.equal(undefined);
  });

  it('are one for a queue at a time, and not too many at all', () => {
    const queueA = filled('a');
    const first = start(queueA, SLOW);
    expect(faultOf(() => start(queueA, SLOW))).to.include(`replay ${first.id} of queue 'a'`);
    for (let count = 1; count < 16; count++) start(filled(`q${String(count)}`), SLOW);
    expect(faultOf(() => start(filled('b'), SLOW))).to.include('16 replays are under way');
    first.cancel();
    expect(start(queueA, SLOW).state).to.equal('running');
  });

  it('are forgotten some time after their end, and not before', () => {
    const running: Replay = start(filled('a'), SLOW);
    const queue = spec.queue('empty');
    for (let count = 0; count < 200; count++) start(queue, { to: 'queue', isDryRun: true });
    const kept = [...spec.broker.replays.all()];
    expect(kept).to.have.lengthOf(100);
    expect(kept[0]).to.equal(running);
  });

  it('end with the broker', () => {
    const replay = start(filled('a'), SLOW);
    spec.broker.close(() => {});
    expect(replay.state).to.equal('cancelled');
  });
});
