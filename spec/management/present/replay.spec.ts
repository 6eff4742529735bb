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
    replay.groups.count(
      { queue: 'q', reason: 'expired', exchange: 'x', routingKey: '' },
      'x',
      'denied',
    );
    replay.groups.count(undefined, undefined, 'unknown');
    expect(presentReplay(replay)).to.eql({
      id: '1',
      vhost: '/',
      queue: 'dead',
      state: 'finished',
      to: 'exchange',
      target: null,
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
      groups: [
        { from_queue: 'q', reason: 'expired', target: 'x', outcome: 'denied', messages: 1 },
        { from_queue: null, reason: null, target: null, outcome: 'unknown', messages: 1 },
      ],
    });
  });
});
