import { expect } from 'chai';
import type { Queue } from '../../../src/core/queue/queue.js';
import type { Replay, ReplayRequest } from '../../../src/core/replay/replay.js';
import { bodyOf, fields, message, NO_ROOM } from '../../support/core-builders.js';
import { ScriptedStore } from '../../support/scripted-store.js';
import { SpecBroker } from '../../support/spec-broker.js';

const LETTERS = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };

/** A queue "work" whose rejected messages go to "dead". */
class Bench {
  readonly spec: SpecBroker;

  constructor(spec = new SpecBroker()) {
    this.spec = spec;
  }

  declare(): this {
    this.spec.queue('dead');
    this.spec.queue('work', { arguments: fields(LETTERS) });
    return this;
  }

  queue(name: string): Queue {
    const queue = this.spec.vhost().queue(name);
    if (queue === undefined) throw new Error(`there is no queue '${name}'`);
    return queue;
  }

  /** Are published to the queue and rejected at once. */
  bury(bodies: readonly string[], queue = 'work', exchange = '', routingKey = queue): this {
    for (const body of bodies) {
      this.spec.vhost().publish(message({ exchange, routingKey, body, persistent: true }));
      const entry = this.queue(queue).get(false);
      if (entry !== undefined) this.queue(queue).reject(entry);
    }
    return this;
  }

  replay(request: Partial<ReplayRequest> = {}): Replay {
    const vhost = this.spec.vhost();
    const whole = { to: 'queue', isDryRun: false, ...request } as const;
    return this.spec.broker.replays.start(vhost, this.queue('dead'), whole);
  }

  advance(ms: number): void {
    this.spec.clock.advance(this.spec.clock.now + ms);
  }

  bodies(name: string): string[] {
    const bodies: string[] = [];
    this.queue(name).browse({ from: 0, count: 1_000 }, ({ messages }) => {
      for (const { message: each } of messages) bodies.push(bodyOf(each));
    });
    return bodies;
  }
}

describe('A replay of dead letters', () => {
  it('sends them back to the queue that they came from, in order, as they were', () => {
    const bench = new Bench().declare().bury(['a', 'b', 'c']);
    const replay = bench.replay();
    expect(replay).to.include({ state: 'finished', examined: 3, replayed: 3, skipped: 0 });
    expect([...replay.targets]).to.eql([['work', 3]]);
    expect(bench.bodies('work')).to.eql(['a', 'b', 'c']);
    expect(bench.bodies('dead')).to.eql([]);
    const entry = bench.queue('work').get(true);
    expect(entry?.message).to.include({ exchange: '', routingKey: 'work' });
    expect(entry?.redelivered).to.equal(false);
  });

  it('publishes them again to the exchange of then, if it is asked to', () => {
    const bench = new Bench().declare();
    const { spec } = bench;
    spec.exchange('x', 'topic');
    const bind = (destination: string): void =>
      spec.vhost().bind(
        {
          source: 'x',
          destinationKind: 'queue',
          destination,
          routingKey: 'order.#',
          arguments: fields({}),
        },
        { name: 'owner' },
      );
    bind('work');
    bench.bury(['a'], 'work', 'x', 'order.new');
    spec.queue('other');
    bind('other');
    const replay = bench.replay({ to: 'exchange' });
    expect([...replay.targets]).to.eql([['x', 1]]);
    expect([bench.bodies('work'), bench.bodies('other')]).to.eql([['a'], ['a']]);
    expect(bench.queue('work').get(true)?.message.routingKey).to.equal('order.new');
  });

  it('leaves what came from elsewhere or nowhere, and what is not asked for', () => {
    const bench = new Bench().declare();
    bench.spec.queue('gone', { arguments: fields(LETTERS) });
    bench.spec.vhost().publish(message({ routingKey: 'dead', body: 'never dead' }));
    bench.bury(['of gone'], 'gone').bury(['a', 'b']);
    bench.spec.vhost().deleteQueue('gone', { ifUnused: false, ifEmpty: false }, { name: 'owner' });
    const filtered = bench.replay({ matches: (each) => bodyOf(each) === 'b' });
    expect(filtered).to.include({ examined: 4, replayed: 1, skipped: 0 });
    expect(bench.replay({ reason: 'expired' })).to.include({ examined: 3, replayed: 0 });
    expect(bench.replay({ fromQueue: 'nope' })).to.include({ examined: 3, replayed: 0 });
    expect(bench.replay({ reason: 'rejected' })).to.include({ replayed: 1, skipped: 1 });
    expect(bench.bodies('dead')).to.eql(['never dead', 'of gone']);
    expect(bench.bodies('work')).to.eql(['b', 'a']);
  });

  it('does nothing in a dry run, and counts what it would do', () => {
    const bench = new Bench().declare().bury(['a', 'b']);
    const replay = bench.replay({ isDryRun: true });
    expect(replay).to.include({ state: 'finished', replayed: 2 });
    expect(bench.bodies('dead')).to.eql(['a', 'b']);
    expect(bench.bodies('work')).to.eql([]);
  });

  it('does not send round in circles what dies again at once', () => {
    const bench = new Bench().declare();
    const once = fields({ ...LETTERS, 'x-max-length': 0 });
    bench.spec.queue('full', { arguments: once });
    for (const body of ['a', 'b']) {
      bench.spec.vhost().publish(message({ routingKey: 'full', body }));
    }
    expect(bench.bodies('dead')).to.eql(['a', 'b']);
    const replay = bench.replay();
    for (let turn = 0; turn < 5; turn++) bench.advance(1);
    expect(replay).to.include({ state: 'finished', replayed: 2 });
    expect(bench.bodies('dead')).to.eql(['a', 'b']);
  });

  it('keeps what there is no room for', () => {
    const bench = new Bench();
    bench.spec.queue('dead');
    const args = { ...LETTERS, 'x-max-length': 1, 'x-overflow': 'reject-publish' };
    bench.spec.queue('work', { arguments: fields(args) });
    bench.bury(['a', 'b', 'c']);
    expect(bench.replay()).to.include({ replayed: 1, refused: 2, state: 'finished' });
    expect(bench.bodies('dead')).to.eql(['b', 'c']);
  });

  it('keeps to its pace, in many turns, and can be cancelled', () => {
    const bodies = Array.from({ length: 50 }, (_, index) => String(index));
    const bench = new Bench().declare().bury(bodies);
    const replay = bench.replay({ perSecond: 20 });
    expect(replay.replayed).to.equal(2);
    bench.advance(1_000);
    expect(replay.replayed).to.equal(22);
    replay.cancel();
    bench.advance(10_000);
    expect(replay).to.include({ state: 'cancelled', replayed: 22 });
    expect(bench.bodies('dead')).to.have.lengthOf(28);
    expect(bench.spec.clock.nextDeadline).to.equal(undefined);
  });

  it('lets others have their turn, however many there are', () => {
    const bodies = Array.from({ length: 700 }, (_, index) => String(index));
    const bench = new Bench().declare().bury(bodies);
    const replay = bench.replay();
    expect(replay).to.include({ state: 'running', replayed: 256 });
    for (let turn = 0; turn < 5; turn++) bench.advance(0);
    expect(replay).to.include({ state: 'finished', replayed: 700 });
    expect(bench.bodies('work')).to.eql(bodies);
  });

  it('waits while the store is behind', () => {
    const bench = new Bench().declare().bury(['a']);
    bench.spec.store.isCongested = true;
    const replay = bench.replay();
    bench.advance(1_000);
    expect(replay).to.include({ state: 'running', replayed: 0 });
    bench.spec.store.isCongested = false;
    bench.advance(1_000);
    expect(replay).to.include({ state: 'finished', replayed: 1 });
  });

  it('reads from the disk what is there alone', () => {
    const store = new ScriptedStore();
    const bench = new Bench(new SpecBroker(store, NO_ROOM)).declare().bury(['a', 'b', 'c']);
    store.commit();
    const replay = bench.replay();
    expect(replay.replayed).to.equal(0);
    store.settleDown();
    expect(replay).to.include({ state: 'finished', replayed: 3 });
    expect(bench.queue('work').messageCount).to.equal(3);
  });

  it('ends when its queue is deleted', () => {
    const bodies = Array.from({ length: 20 }, (_, index) => String(index));
    const bench = new Bench().declare().bury(bodies);
    const replay = bench.replay({ perSecond: 10 });
    bench.spec.vhost().deleteQueue('dead', { ifUnused: false, ifEmpty: false }, { name: 'owner' });
    bench.advance(1_000);
    expect(replay).to.include({ state: 'cancelled', replayed: 1 });
  });

  it('loses nothing in a crash, and doubles nothing if its changes are on the disk', () => {
    for (let commits = 0; commits <= 4; commits++) {
      const bench = new Bench().declare().bury(['a', 'b']);
      bench.spec.store.commit();
      bench.replay();
      expect(bench.spec.store.pendingCount).to.equal(4);
      bench.spec.store.commit(commits);
      const after = new SpecBroker(bench.spec.store.reopen());
      after.start();
      const bodies = ['dead', 'work'].flatMap((name) => new Bench(after).bodies(name)).sort();
      // A store writes one run in one transaction; even one that does not may only double some.
      expect([...new Set(bodies)]).to.eql(['a', 'b']);
      if (commits % 4 === 0) expect(bodies).to.have.lengthOf(2);
    }
  });
});
