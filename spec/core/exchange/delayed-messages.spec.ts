import { expect } from 'chai';
import { Broker } from '../../../src/core/broker.js';
import { Clock } from '../../../src/core/clock.js';
import type { DelayedMessages } from '../../../src/core/exchange/delayed-messages.js';
import type { Field } from '../../../src/core/field.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { ROUTED } from '../../../src/core/publish-result.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import type { Vhost } from '../../../src/core/vhost.js';
import {
  bodyOf,
  fields,
  message,
  NO_ROOM,
  specFormat,
  type MessageRequest,
  type ResidencyLimits,
} from '../../support/core-builders.js';
import { ScriptedStore } from '../../support/scripted-store.js';
import { SpecVhost } from '../../support/spec-vhost.js';

const TYPE = fields({ 'x-delayed-type': 'direct' });
const DAY = 86_400_000;

function delayed(delay: number | Field, request: MessageRequest = {}): ReturnType<typeof message> {
  const headers = new Map([...(request.headers ?? NO_FIELDS), ...fields({ 'x-delay': delay })]);
  return message({ exchange: 'x', routingKey: 'k', ...request, headers });
}

function drain(queue: Queue): string[] {
  const bodies: string[] = [];
  for (let entry = queue.get(true); entry !== undefined; entry = queue.get(true)) {
    bodies.push(bodyOf(entry.message));
  }
  return bodies;
}

describe('A delayed message', () => {
  let spec: SpecVhost;
  let queue: Queue;

  beforeEach(() => {
    spec = new SpecVhost();
    spec.exchange('x', 'x-delayed-message', { durable: true, arguments: TYPE });
    queue = spec.queue('q', { durable: true });
    spec.bind('q', 'x', 'k');
  });

  function advance(ms: number): void {
    spec.clock.advance(spec.clock.now + ms);
  }

  function waiting(): DelayedMessages {
    const found = spec.vhost.requireExchange('x').delayed;
    if (found === undefined) throw new Error('x is a delayed exchange');
    return found;
  }

  it('arrives when its time has come, to the millisecond', () => {
    spec.vhost.publish(delayed(5_000));
    advance(4_999);
    expect(queue.messageCount).to.equal(0);
    advance(1);
    expect(queue.messageCount).to.equal(1);
  });

  it('overtakes those that wait longer, and no other', () => {
    const plan = { 20: ['c', 'd'], 10: ['a', 'b'], 30: ['e'] };
    for (const [delay, bodies] of Object.entries(plan)) {
      for (const body of bodies) spec.vhost.publish(delayed(Number(delay), { body }));
    }
    advance(100);
    expect(drain(queue)).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
  });

  it('may be delayed for longer than 2^32 ms, and for ever', () => {
    spec.vhost.publish(delayed(50 * DAY, { body: 'fifty days' }));
    spec.vhost.publish(delayed({ type: 'l', value: 2n ** 63n - 1n }, { body: 'for ever' }));
    expect(
      waiting()
        .upcoming(9)
        .map(({ dueAt }) => dueAt),
    ).to.deep.equal([spec.clock.now + 50 * DAY, Number.MAX_SAFE_INTEGER]);
    advance(50 * DAY - 1);
    expect(queue.messageCount).to.equal(0);
    advance(1);
    expect(drain(queue)).to.deep.equal(['fifty days']);
    advance(1_000 * 365 * DAY);
    expect(waiting().count).to.equal(1);
  });

  it('counts as routed when it is mandatory, whether or not a queue is bound', () => {
    expect(spec.vhost.publish(delayed(5))).to.equal(ROUTED);
    expect(spec.vhost.publish(delayed(5, { routingKey: 'nobody' }))).to.equal(ROUTED);
  });

  it('is routed by the bindings of the time when it is due', () => {
    spec.vhost.publish(delayed(5, { routingKey: 'later' }));
    spec.bind('q', 'x', 'later');
    advance(5);
    expect(queue.messageCount).to.equal(1);
  });

  it('comes as it went, but for x-delay, which is negative', () => {
    const headers = fields({ a: 1, 'x-delay': 0, b: 2 });
    spec.vhost.publish(delayed(5_000, { body: 'hello', priority: 3, ttlMs: 70, headers }));
    advance(5_000);
    const copy = queue.get(true)?.message;
    if (copy === undefined) throw new Error('nothing came');
    expect(copy).to.include({ exchange: 'x', routingKey: 'k', priority: 3, ttlMs: 70 });
    expect(bodyOf(copy)).to.equal('hello');
    const expected = fields({ a: 1, 'x-delay': { type: 'I', value: -5_000 }, b: 2 });
    expect([...specFormat.headers(copy)]).to.deep.equal([...expected]);
  });

  it('has its time to live from then on', () => {
    spec.vhost.publish(delayed(5_000, { ttlMs: 70 }));
    advance(5_069);
    expect(queue.messageCount).to.equal(1);
    advance(1);
    expect(queue.messageCount).to.equal(0);
  });

  it('goes to the alternate exchange if nothing is bound when it is due', () => {
    const args = new Map([...TYPE, ...fields({ 'alternate-exchange': 'amq.fanout' })]);
    spec.exchange('y', 'x-delayed-message', { arguments: args });
    spec.bind('q', 'amq.fanout');
    spec.vhost.publish(delayed(5, { exchange: 'y', routingKey: 'nobody' }));
    advance(4);
    expect(queue.messageCount).to.equal(0);
    advance(1);
    expect(queue.messageCount).to.equal(1);
  });

  it('goes by its further routing keys too, of which nobody sees the blind ones', () => {
    const other = spec.queue('other');
    const blind = spec.queue('blind');
    spec.bind('other', 'x', 'cc');
    spec.bind('blind', 'x', 'bcc');
    const headers = fields({ CC: { type: 'A', value: [{ type: 'S', value: 'cc' }] } });
    spec.vhost.publish(delayed(5, { headers, extraKeys: ['cc', 'bcc'] }));
    advance(5);
    const copies = [queue, other, blind].map((one) => one.get(true)?.message);
    for (const copy of copies) {
      expect(copy && [...specFormat.headers(copy).keys()]).to.deep.equal(['CC', 'x-delay']);
    }
  });

  it('waits too when it comes through a binding between exchanges, and only there', () => {
    spec.exchange('front', 'fanout');
    const atOnce = spec.queue('at once');
    spec.bind('at once', 'front');
    spec.bindExchange('x', 'front');
    spec.vhost.publish(delayed(5, { exchange: 'front' }));
    expect(atOnce.messageCount).to.equal(1);
    expect(queue.messageCount).to.equal(0);
    advance(5);
    expect(queue.messageCount).to.equal(1);
  });

  it('does not wait again at a delayed exchange behind the first', () => {
    spec.exchange('behind', 'x-delayed-message', { arguments: TYPE });
    const last = spec.queue('last');
    spec.bind('last', 'behind', 'k');
    spec.bindExchange('behind', 'x', 'k');
    spec.vhost.publish(delayed(5));
    advance(5);
    expect(last.messageCount).to.equal(1);
  });

  it('may be a dead letter, which waits if its header says so', () => {
    const args = fields({ 'x-dead-letter-exchange': 'x', 'x-dead-letter-routing-key': 'k' });
    const source = spec.queue('source', { arguments: args });
    source.enqueue(delayed(5, { exchange: '', routingKey: 'source' }));
    const entry = source.get(false);
    if (entry !== undefined) source.reject(entry);
    expect([queue.messageCount, waiting().count]).to.deep.equal([0, 1]);
    advance(5);
    expect(queue.messageCount).to.equal(1);
  });

  it('is counted and listed while it waits, by due time', () => {
    for (const delay of [30, 10, 20]) spec.vhost.publish(delayed(delay, { body: String(delay) }));
    const { now } = spec.clock;
    expect(waiting().count).to.equal(3);
    const listed = waiting().upcoming(2);
    expect(listed.map(({ dueAt }) => dueAt - now)).to.deep.equal([10, 20]);
    expect(listed.map(({ bodySize }) => bodySize)).to.deep.equal([2, 2]);
    expect(listed.map((one) => one.message && bodyOf(one.message))).to.deep.equal(['10', '20']);
    advance(15);
    expect([waiting().count, waiting().totalCount]).to.deep.equal([2, 3]);
  });

  it('waits where no client can see or name it', () => {
    spec.vhost.publish(delayed(5));
    expect([...spec.vhost.queues()].map(({ name }) => name)).to.deep.equal(['q']);
    expect(spec.vhost.queue('delayed\nx')).to.equal(undefined);
    expect(spec.vhost.entryBytes).to.be.greaterThan(0);
  });

  it('is lost when its exchange is deleted, and leaves nothing behind', () => {
    spec.vhost.publish(delayed(5, { persistent: true }));
    const { id } = waiting().definition;
    expect(spec.store.sequencesOf(id)).to.deep.equal([1]);
    spec.vhost.deleteExchange('x', { ifUnused: false });
    expect(spec.store.sequencesOf(id)).to.deep.equal([]);
    expect(spec.residency.bytes).to.equal(0);
    expect(spec.clock.nextDeadline).to.equal(undefined);
    spec.exchange('x', 'x-delayed-message', { durable: true, arguments: TYPE });
    spec.bind('q', 'x', 'k');
    advance(5);
    expect(queue.messageCount).to.equal(0);
  });

  it('is written if it is persistent and its exchange durable, until it is in its queues', () => {
    spec.exchange('y', 'x-delayed-message', { durable: false, arguments: TYPE });
    spec.vhost.publish(delayed(5, { persistent: false }));
    spec.vhost.publish(delayed(5, { persistent: true, exchange: 'y' }));
    spec.store.commit();
    expect(spec.store.pendingCount).to.equal(0);
    spec.vhost.publish(delayed(5, { persistent: true }));
    const { id } = waiting().definition;
    expect(spec.store.pendingCount).to.equal(1);
    expect(spec.store.sequencesOf(id)).to.deep.equal([2]);
    advance(5);
    expect(spec.store.pendingCount).to.equal(2);
    expect(spec.store.sequencesOf(id)).to.deep.equal([]);
    expect(spec.store.sequencesOf(queue.definition.id)).to.deep.equal([2]);
  });
});

describe('A delayed message, when the broker restarts', () => {
  const owner = { name: 'owner' };
  let store: ScriptedStore;
  let clock: Clock;
  let vhost: Vhost;
  let queue: Queue;

  function start(limits: ResidencyLimits = {}): void {
    clock = new Clock(clock.now);
    const given = { token: () => 'token', random: () => 0 };
    const broker = new Broker({ clock, store, format: specFormat, ...given, ...limits });
    broker.start((error, recovered) => {
      expect(error).to.equal(undefined);
      expect(recovered.queues).to.be.lessThan(2);
    });
    const found = broker.vhost('/');
    if (found === undefined) throw new Error('there is a vhost');
    vhost = found;
  }

  function arrange(limits: ResidencyLimits = {}): void {
    store = new ScriptedStore();
    clock = new Clock(1_000_000);
    start(limits);
    const flags = { durable: true, autoDelete: false };
    const exchange = { name: 'x', type: 'x-delayed-message', internal: false, arguments: TYPE };
    vhost.declareExchange({ ...flags, ...exchange });
    vhost.declareQueue({ ...flags, name: 'q', exclusive: false, arguments: NO_FIELDS }, owner);
    for (const routingKey of ['k', 'blind']) {
      const ends = { source: 'x', destinationKind: 'queue', destination: 'q' } as const;
      vhost.bind({ ...ends, routingKey, arguments: NO_FIELDS }, owner);
    }
    queue = vhost.requireQueue('q', owner);
  }

  function restart(limits: ResidencyLimits = {}): void {
    store = store.reopen();
    start(limits);
    queue = vhost.requireQueue('q', owner);
  }

  it('goes on waiting, if it is persistent, and comes on time', () => {
    arrange();
    vhost.publish(delayed(1_000, { body: 'kept', persistent: true }));
    vhost.publish(delayed(1_000, { body: 'lost', persistent: false }));
    store.commit();
    clock.advance(clock.now + 600);
    restart();
    expect(vhost.requireExchange('x').delayed?.count).to.equal(1);
    clock.advance(clock.now + 399);
    expect(queue.messageCount).to.equal(0);
    clock.advance(clock.now + 1);
    expect(drain(queue)).to.deep.equal(['kept']);
  });

  it('comes at once if its time has passed meanwhile, in order', () => {
    arrange();
    vhost.publish(delayed(2_000, { body: 'b', persistent: true }));
    vhost.publish(delayed(1_000, { body: 'a', persistent: true }));
    store.commit();
    clock.now += 60_000;
    restart();
    clock.advance(clock.now);
    expect(drain(queue)).to.deep.equal(['a', 'b']);
  });

  it('comes in several turns with very many others, in order, and each is there once', () => {
    arrange();
    const bodies = Array.from({ length: 1_000 }, (_, index) => String(index));
    for (const body of bodies) vhost.publish(delayed(1_000, { body, persistent: true }));
    store.commit();
    clock.now += 60_000;
    restart();
    clock.advance(clock.now + 5_000);
    const { messageCount } = queue;
    expect(messageCount).to.be.within(100, 900);
    expect(vhost.requireExchange('x').delayed?.count).to.equal(1_000 - messageCount);
    store.commit();
    clock.now += 60_000;
    restart();
    for (let turn = 0; turn < 10; turn++) clock.advance(clock.now);
    expect(drain(queue)).to.deep.equal(bodies);
  });

  it('says redelivered after a crash, if its time was over then, as it may have come', () => {
    arrange();
    vhost.publish(delayed(1_000, { body: 'over', persistent: true }));
    vhost.publish(delayed(5_000, { body: 'to come', persistent: true }));
    store.commit();
    clock.advance(clock.now + 2_000);
    restart();
    clock.advance(clock.now + 3_000);
    const entries = [queue.get(true), queue.get(true)];
    const found = entries.map((entry) => entry && [bodyOf(entry.message), entry.redelivered]);
    expect(found).to.deep.equal([
      ['over', true],
      ['to come', false],
    ]);
  });

  it('is neither lost nor doubled by a crash around its time', () => {
    for (const commits of [0, 1, 2]) {
      arrange();
      vhost.publish(delayed(1_000, { persistent: true }));
      store.commit();
      clock.advance(clock.now + 1_000);
      expect(store.pendingCount).to.equal(2);
      // A store writes one run in one transaction; even one that does not may only double it.
      store.commit(commits);
      restart();
      clock.advance(clock.now);
      expect(drain(queue)).to.have.lengthOf(commits === 1 ? 2 : 1);
    }
  });

  it('keeps its blind routing keys', () => {
    arrange();
    const extraKeys = ['blind'];
    vhost.publish(delayed(1_000, { routingKey: 'nobody', persistent: true, extraKeys }));
    store.commit();
    restart();
    clock.advance(clock.now + 1_000);
    const copy = queue.get(true)?.message;
    expect(copy && [...specFormat.headers(copy).keys()]).to.deep.equal(['x-delay']);
  });

  it('leaves memory when there is no room, and comes back in time and in order', () => {
    arrange(NO_ROOM);
    const bodies = Array.from({ length: 50 }, (_, index) => String(index));
    for (const body of bodies) {
      vhost.publish(delayed(1_000 + Number(body), { body, persistent: true }));
    }
    store.commit();
    const messages = vhost.requireExchange('x').delayed;
    expect(messages?.upcoming(50).at(-1)?.message).to.equal(undefined);
    clock.advance(clock.now + 2_000);
    while (messages !== undefined && messages.count > 0) store.settleDown();
    store.settleDown();
    const found: string[] = [];
    while (queue.messageCount > 0) {
      if (!queue.awaitHead()) store.settleDown();
      const entry = queue.get(true);
      if (entry !== undefined) found.push(bodyOf(entry.message));
    }
    expect(found).to.deep.equal(bodies);
  });
});
