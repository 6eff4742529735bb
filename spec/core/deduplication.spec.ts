import { expect } from 'chai';
import { Broker } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import { keyOf } from '../../src/core/deduplication.js';
import type { Field } from '../../src/core/field.js';
import { REFUSED, ROUTED } from '../../src/core/publish-result.js';
import type { Vhost } from '../../src/core/vhost.js';
import { fields, message, specFormat } from '../support/core-builders.js';
import { ScriptedStore } from '../support/scripted-store.js';

const OWNER = { name: 'owner' };
const TYPE = 'x-message-deduplication';
type Args = Parameters<typeof fields>[0];

/** A broker on a disk, with one exchange that leads to one queue. */
class Bench {
  readonly clock: Clock;
  readonly store: ScriptedStore;
  readonly vhost: Vhost;

  constructor(store = new ScriptedStore(), now = 1_000) {
    this.clock = new Clock(now);
    this.store = store;
    let tokens = 0;
    const token = (): string => String(++tokens);
    const broker = new Broker({
      clock: this.clock,
      store,
      format: specFormat,
      token,
      random: () => 0,
    });
    broker.start((error) => {
      if (error !== undefined) throw error;
    });
    const vhost = broker.vhost('/');
    if (vhost === undefined) throw new Error("there is no vhost '/'");
    this.vhost = vhost;
  }

  declare(args: Args, type = 'fanout', durable = true): this {
    const flags = { durable, autoDelete: false, internal: false };
    this.vhost.declareExchange({ name: 'x', type, ...flags, arguments: fields(args) });
    return this.queue('q').bind('q');
  }

  queue(name: string, args: Args = {}): this {
    const flags = { durable: true, exclusive: false, autoDelete: false };
    this.vhost.declareQueue({ name, ...flags, arguments: fields(args) }, OWNER);
    return this;
  }

  bind(destination: string, source = 'x'): this {
    const rest = { destinationKind: 'queue', routingKey: '', arguments: fields({}) } as const;
    this.vhost.bind({ source, destination, ...rest }, OWNER);
    return this;
  }

  publish(headers: Args, persistent = true, exchange = 'x'): number {
    const request = { exchange, routingKey: '', headers: fields(headers), persistent };
    return this.vhost.publish(message(request));
  }

  /** The key of the header that is looked at unless another is named. */
  send(key: string | number | Field, persistent = true): number {
    return this.publish({ 'x-deduplication-header': key }, persistent);
  }

  count(name = 'q'): number | undefined {
    return this.vhost.queue(name)?.messageCount;
  }

  /** After a crash that kept what was committed. */
  crash(): Bench {
    return new Bench(this.store.reopen(), this.clock.now);
  }
}

describe('An exchange of type x-message-deduplication', () => {
  const arrange = (args: Args = {}): Bench =>
    new Bench().declare({ 'x-cache-size': 10, ...args }, TYPE);

  it('lets a message with a key of its own pass once, to all queues that are bound', () => {
    const bench = arrange().queue('p').bind('p');
    expect([bench.send('a'), bench.send('b'), bench.send('a')]).to.eql([ROUTED, ROUTED, ROUTED]);
    expect([bench.count('q'), bench.count('p')]).to.eql([2, 2]);
    expect(bench.vhost.exchange('x')?.deduplication?.duplicates).to.equal(1);
  });

  it('lets messages without the header pass, and such whose key is a table or a list', () => {
    const bench = arrange();
    for (let round = 0; round < 2; round++) {
      bench.publish({});
      bench.send({ type: 'A', value: [] });
      bench.send({ type: 'F', value: fields({}) });
    }
    expect(bench.count()).to.equal(6);
  });

  it('tells keys apart by their types, but not integers by their width', () => {
    const bench = arrange();
    const keys: Field[] = [
      { type: 'S', value: '1' },
      { type: 'l', value: 1 },
      { type: 'I', value: 1 },
      { type: 'd', value: 1 },
      { type: 't', value: true },
      { type: 'V', value: null },
      { type: 'x', value: Buffer.from('1') },
      { type: 'S', value: '\udce8' },
      { type: 'S', value: '\udce9' },
      { type: 'S', value: '\ufffd' },
    ];
    for (const key of keys) bench.send(key);
    expect(bench.count()).to.equal(keys.length - 1);
    expect(keyOf(undefined)).to.equal(undefined);
  });

  it('forgets the oldest key for a new one when it has as many as it may', () => {
    const bench = arrange({ 'x-cache-size': 2 });
    for (const key of ['a', 'b', 'c']) bench.send(key);
    bench.send('c');
    bench.send('b');
    expect(bench.count()).to.equal(3);
    bench.send('a');
    expect(bench.count()).to.equal(4);
  });

  it('forgets a key after the time that its arguments give, or its message', () => {
    const bench = arrange({ 'x-cache-ttl': 100 });
    bench.send('a');
    bench.publish({ 'x-deduplication-header': 'b', 'x-cache-ttl': 200 });
    bench.clock.advance(bench.clock.now + 99);
    bench.send('a');
    expect(bench.count()).to.equal(2);
    bench.clock.advance(bench.clock.now + 1);
    bench.send('a');
    bench.send('b');
    expect(bench.count()).to.equal(3);
    bench.clock.advance(bench.clock.now + 100);
    bench.send('b');
    expect(bench.count()).to.equal(4);
  });

  it('does not give duplicates to its alternate exchange, nor call them unroutable', () => {
    const bench = arrange({ 'alternate-exchange': 'amq.fanout' }).queue('lost');
    bench.bind('lost', 'amq.fanout');
    expect([bench.send('a'), bench.send('a')]).to.eql([ROUTED, ROUTED]);
    expect([bench.count('q'), bench.count('lost')]).to.eql([1, 0]);
  });

  it('remembers no key of a message that reached no queue', () => {
    const bench = new Bench();
    const flags = { durable: true, autoDelete: false, internal: false };
    const args = fields({ 'x-cache-size': 10 });
    bench.vhost.declareExchange({ name: 'x', type: TYPE, ...flags, arguments: args });
    expect(bench.send('a')).to.equal(0);
    bench.queue('q').bind('q');
    expect(bench.send('a')).to.equal(ROUTED);
    expect(bench.count()).to.equal(1);
  });

  it('remembers no key of a message that a queue refused: it will come again', () => {
    const bench = arrange().queue('full', { 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    bench.bind('full');
    expect(bench.send('a')).to.equal(ROUTED);
    expect(bench.send('b')).to.equal(ROUTED | REFUSED);
    bench.vhost.queue('full')?.purge();
    expect(bench.send('b')).to.equal(ROUTED);
    expect(bench.count('full')).to.equal(1);
  });

  it('gives back the memory of what it has forgotten', () => {
    const bench = arrange({ 'x-cache-size': 3 });
    for (let key = 0; key < 100; key++) bench.send(`key-${String(10 + key)}`);
    const { size, bytes } = bench.vhost.exchange('x')?.deduplication ?? { size: 0, bytes: 0 };
    expect(size).to.equal(3);
    expect(bytes).to.be.within(3 * 96, 3 * 200);
  });

  it('bounds the bytes of its keys too, however many there may be', () => {
    const bench = arrange({ 'x-cache-size': 1_000_000 });
    const long = 'x'.repeat(1_000_000);
    for (let key = 0; key < 40; key++) bench.send(`${long}${String(key)}`);
    const { size, bytes } = bench.vhost.exchange('x')?.deduplication ?? { size: 0, bytes: 0 };
    expect(bytes).to.be.below(67_108_865);
    expect(size).to.be.within(30, 39);
  });
});

describe('Deduplication on any exchange', () => {
  it('is asked for by an argument, and may name its header', () => {
    const args = { 'x-message-deduplication': true, 'x-deduplication-header': 'order' };
    const bench = new Bench().declare(args, 'direct');
    for (let round = 0; round < 2; round++) {
      bench.publish({ order: 7 });
      bench.send('not looked at');
    }
    expect(bench.count()).to.equal(3);
  });

  it('holds on the way through exchanges that are bound to each other, for CC too', () => {
    const bench = new Bench().declare({ 'x-message-deduplication': true });
    const rest = { destinationKind: 'exchange', routingKey: '', arguments: fields({}) } as const;
    bench.vhost.bind({ source: 'amq.fanout', destination: 'x', ...rest }, OWNER);
    for (let round = 0; round < 3; round++) {
      bench.publish({ 'x-deduplication-header': 'a' }, true, 'amq.fanout');
      bench.publish({}, true, 'amq.fanout');
    }
    expect(bench.count()).to.equal(4);
  });

  it('holds for the history that a binding brings with it', () => {
    const bench = new Bench().declare({ 'x-message-deduplication': true });
    const history = { durable: true, autoDelete: false, internal: false, arguments: fields({}) };
    bench.vhost.declareExchange({ name: 'history', type: 'x-recent-history', ...history });
    bench.publish({ 'x-deduplication-header': 'a' }, true, 'history');
    const rest = { destinationKind: 'exchange', routingKey: '', arguments: fields({}) } as const;
    bench.vhost.bind({ source: 'history', destination: 'x', ...rest }, OWNER);
    expect(bench.count()).to.equal(1);
    // The key is taken now, and none is left over for whatever is routed next.
    bench.publish({}, true, 'amq.fanout');
    bench.send('a');
    expect(bench.count()).to.equal(1);
    expect(bench.vhost.exchange('x')?.deduplication?.size).to.equal(1);
  });

  it('lets a delayed message go when its time has come, and no second one', () => {
    const args = { 'x-message-deduplication': true, 'x-delayed-type': 'fanout' };
    const bench = new Bench().declare(args, 'x-delayed-message');
    for (let round = 0; round < 2; round++) {
      bench.publish({ 'x-deduplication-header': 'a', 'x-delay': 50 });
    }
    expect(bench.count()).to.equal(0);
    bench.clock.advance(bench.clock.now + 50);
    expect(bench.count()).to.equal(1);
  });
});

describe('The keys of durable exchanges', () => {
  const arrange = (args: Args = {}, durable = true): Bench =>
    new Bench().declare({ 'x-cache-size': 10, ...args }, TYPE, durable);

  it('are known after a crash if their messages are there', () => {
    const bench = arrange();
    bench.send('a');
    bench.store.commit();
    const after = bench.crash();
    after.send('a');
    after.send('b');
    expect(after.count()).to.equal(2);
  });

  it('are not known without their messages: both are in one run of changes', () => {
    const bench = arrange();
    bench.store.commit();
    const before = bench.store.last;
    bench.send('a');
    expect(bench.store.last - before).to.equal(2);
    const after = bench.crash();
    expect(after.count()).to.equal(0);
    after.send('a');
    expect(after.count()).to.equal(1);
  });

  it('are told apart after a crash even if they are no UTF-8', () => {
    const bench = arrange();
    for (const value of ['\udce8', '\udce9']) bench.send({ type: 'S', value });
    bench.store.commit();
    const after = bench.crash();
    for (const value of ['\udce9', '\udcea']) after.send({ type: 'S', value });
    expect(after.count()).to.equal(3);
  });

  it('are forgotten after a crash in the same order, and at the same time', () => {
    const bench = arrange({ 'x-cache-size': 2, 'x-cache-ttl': 100 });
    for (const key of ['a', 'b', 'c']) bench.send(key);
    bench.store.commit();
    const after = bench.crash();
    after.send('b');
    after.send('d');
    after.send('c');
    expect(after.count()).to.equal(4);
    after.clock.advance(after.clock.now + 100);
    after.send('c');
    expect(after.count()).to.equal(5);
  });

  it('of transient messages are not kept, for those are gone too', () => {
    const bench = arrange();
    bench.send('a', false);
    bench.send('a', true);
    expect(bench.count()).to.equal(1);
    bench.store.commit();
    const after = bench.crash();
    expect(after.send('a')).to.equal(ROUTED);
    expect(after.count()).to.equal(1);
  });

  it('are kept in memory alone if the exchange is to, as in the plugin', () => {
    const bench = arrange({ 'x-cache-persistence': 'memory' });
    bench.send('a');
    bench.store.commit();
    const after = bench.crash();
    after.send('a');
    expect(after.count()).to.equal(2);
  });

  it('go with the exchange', () => {
    const bench = arrange();
    bench.send('a');
    bench.vhost.deleteExchange('x', { ifUnused: false });
    bench.store.commit();
    const after = bench.crash().declare({ 'x-cache-size': 10 }, TYPE);
    after.send('a');
    expect(after.count()).to.equal(2);
  });
});
