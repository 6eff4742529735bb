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

  it('foresees in a dry run what a full queue would refuse, and what leads nowhere', () => {
    const bench = new Bench();
    bench.spec.queue('dead');
    const args = { ...LETTERS, 'x-max-length': 2, 'x-overflow': 'reject-publish' };
    for (const name of ['work', 'gone']) bench.spec.queue(name, { arguments: fields(args) });
    bench.spec.vhost().publish(message({ routingKey: 'dead', body: 'never dead' }));
    bench.bury(['a', 'b', 'c']).bury(['d'], 'gone');
    bench.spec.vhost().deleteQueue('gone', { ifUnused: false, ifEmpty: false }, { name: 'owner' });
    const replay = bench.replay({ isDryRun: true });
    expect(replay).to.include({ replayed: 2, refused: 1, skipped: 2 });
    const told = [...replay.groups.all()].map(
      ({ fromQueue, target, outcome, messageCount }) =>
        `${fromQueue} to ${target}: ${outcome} ${messageCount}`,
    );
    expect(told).to.eql([
      'undefined to undefined: unknown 1',
      'work to work: replayed 2',
      'work to work: refused 1',
      'gone to gone: nowhere 1',
    ]);
  });

  it('moves all that is there to a queue that is named, dead letters or not', () => {
    const bench = new Bench().declare().bury(['a']);
    bench.spec.queue('later');
    bench.spec.vhost().publish(message({ routingKey: 'dead', body: 'never dead' }));
    const replay = bench.replay({ target: 'later' });
    expect(replay).to.include({ state: 'finished', replayed: 2, skipped: 0 });
    expect(bench.bodies('later')).to.eql(['a', 'never dead']);
    expect([...replay.groups.all()]).to.eql([
      {
        fromQueue: undefined,
        reason: undefined,
        target: 'later',
        outcome: 'replayed',
        messageCount: 2,
      },
    ]);
    expect(bench.queue('later').get(true)?.message).to.include({
      exchange: '',
      routingKey: 'later',
    });
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
    expect(replay).to.include({ state: 'queue_deleted', replayed: 1 });
  });

  it('lets go of a queue that is deleted, however slow it is', () => {
    const bench = new Bench().declare().bury(['a', 'b']);
    const replay = bench.replay({ perSecond: 0.001 });
    const dead = bench.queue('dead');
    expect(replay.isIn(dead)).to.equal(true);
    bench.spec.vhost().deleteQueue('dead', { ifUnused: false, ifEmpty: false }, { name: 'owner' });
    bench.advance(1_000);
    expect(replay.isIn(dead)).to.equal(false);
    expect(replay).to.include({ queueName: 'dead', endedAt: bench.spec.clock.now });
    expect(bench.spec.clock.nextDeadline).to.equal(undefined);
  });

  it('lets go of its queue when it is over', () => {
    const bench = new Bench().declare().bury(['a']);
    const replay = bench.replay();
    expect(replay.isIn(bench.queue('dead'))).to.equal(false);
    expect(replay).to.include({ queueName: 'dead', messageCount: 1 });
  });

  it('sends nothing of a queue that goes while it reads from the disk', () => {
    const store = new ScriptedStore();
    const bench = new Bench(new SpecBroker(store, NO_ROOM)).declare().bury(['a', 'b']);
    store.commit();
    const replay = bench.replay();
    bench.spec.vhost().deleteQueue('dead', { ifUnused: false, ifEmpty: false }, { name: 'owner' });
    store.settleDown();
    expect(replay).to.include({ state: 'queue_deleted', replayed: 0 });
    expect(bench.queue('work').messageCount).to.equal(0);
  });

  it('gives a copy to all queues behind an exchange, or to none', () => {
    const bench = new Bench().declare();
    const { spec } = bench;
    spec.exchange('x', 'fanout');
    const full = fields({ 'x-max-length': 0, 'x-overflow': 'reject-publish' });
    spec.queue('full', { arguments: full });
    const bind = (destination: string): void => {
      const binding = { source: 'x', destinationKind: 'queue', destination } as const;
      spec.vhost().bind({ ...binding, routingKey: '', arguments: fields({}) }, { name: 'owner' });
    };
    bind('work');
    bench.bury(['a'], 'work', 'x', '');
    bind('full');
    expect(bench.replay({ to: 'exchange' })).to.include({ replayed: 0, refused: 1 });
    expect([bench.bodies('work'), bench.bodies('dead')]).to.eql([[], ['a']]);
  });

  it('leaves what whoever asks for it may not send there', () => {
    const bench = new Bench().declare();
    bench.spec.queue('secret', { arguments: fields(LETTERS) });
    bench.bury(['a']).bury(['b'], 'secret');
    const mayReach: ReplayRequest['mayReach'] = ({ queue }) => queue !== 'secret';
    expect(bench.replay({ mayReach, isDryRun: true })).to.include({ replayed: 1, denied: 1 });
    expect(bench.replay({ mayReach })).to.include({ replayed: 1, denied: 1 });
    expect(bench.bodies('dead')).to.eql(['b']);
  });

  it('reads from the disk no more than its pace asks for', () => {
    const bodies = Array.from({ length: 100 }, (_, index) => String(index));
    const store = new ScriptedStore();
    const bench = new Bench(new SpecBroker(store, NO_ROOM)).declare().bury(bodies);
    store.commit();
    let read = 0;
    const fetch = store.fetch.bind(store);
    store.fetch = (id, sequences) => {
      read += sequences.length;
      fetch(id, sequences);
    };
    const replay = bench.replay({ perSecond: 1, reason: 'rejected' });
    for (let second = 0; second < 10; second++) {
      store.settleDown();
      bench.advance(1_000);
    }
    expect(replay.replayed).to.equal(10);
    expect(read).to.be.lessThan(15);
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
