import { expect } from 'chai';
import { presentReplay } from '../../../src/management/present/replay.js';
import { message } from '../../support/core-builders.js';
import { SpecBroker } from '../../support/spec-broker.js';

describe('A replay in JSON', () => {
  it('has what was asked for, and how far it is', () => {
    const spec = new SpecBroker();
    const queue = spec.queue('dead');
    queue.enqueue(message());
    const request = { to: 'exchange', reason: 'expired', isDryRun: true } as const;
    const replay = spec.broker.replays.start(spec.vhost(), queue, request);
    replay.targets.set('x', 3);
    expect(presentReplay(replay)).to.eql({
      id: '1',
      vhost: '/',
      queue: 'dead',
      state: 'finished',
      to: 'exchange',
      reason: 'expired',
      from_queue: null,
      per_second: null,
      dry_run: true,
      started_at: spec.clock.now,
      ended_at: spec.clock.now,
      messages: 1,
      examined: 1,
      replayed: 0,
      skipped: 0,
      refused: 0,
      denied: 0,
      targets: [{ name: 'x', messages: 3 }],
    });
  });
});
