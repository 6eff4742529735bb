import { expect } from 'chai';
import type { Explanation } from '../../../src/core/exchange/explain.js';
import { fields, message, type MessageRequest } from '../../support/core-builders.js';
import { SpecBroker } from '../../support/spec-broker.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

describe('Where a message would go', () => {
  let spec: SpecVhost;
  beforeEach(() => (spec = new SpecVhost()));

  const explain = (request: MessageRequest): Explanation => spec.vhost.explain(message(request));

  const queuesOf = ({ queues }: Explanation): string[] =>
    [...queues].map(([{ name }, how]) => `${how} ${name}`).sort();

  const stepsOf = ({ steps }: Explanation): string[] =>
    steps.map(({ exchange, bindings, alternate }) => {
      const taken = bindings.map(({ definition }) => {
        return `${definition.routingKey}>${definition.destination}`;
      });
      const rest = alternate === undefined ? '' : ` else ${alternate.name}`;
      return `${exchange.name}: ${taken.join(' ')}${rest}`;
    });

  it('is told exchange by exchange, with the bindings that match', () => {
    spec.exchange('in', 'topic');
    spec.exchange('out', 'fanout');
    for (const name of ['a', 'b', 'c']) spec.queue(name);
    spec.bind('a', 'in', 'order.*');
    spec.bind('a', 'in', '#');
    spec.bind('b', 'in', 'invoice.*');
    spec.bindExchange('out', 'in', 'order.new');
    spec.bind('c', 'out');
    const told = explain({ exchange: 'in', routingKey: 'order.new' });
    expect(stepsOf(told)).to.eql(['in: order.*>a #>a order.new>out', 'out: >c']);
    expect(queuesOf(told)).to.eql(['certain a', 'certain c']);
    expect([...spec.vhost.queues()].map(({ messageCount }) => messageCount)).to.eql([0, 0, 0]);
  });

  it('is told by headers, and by every key of CC', () => {
    spec.exchange('h', 'headers');
    spec.exchange('d', 'direct');
    for (const name of ['a', 'b']) spec.queue(name);
    spec.bind('a', 'h', 'first', fields({ kind: 'order' }));
    spec.bind('b', 'h', 'second', fields({ kind: 'invoice' }));
    spec.bind('b', 'd', 'copy');
    const headers = fields({ kind: 'order' });
    expect(queuesOf(explain({ exchange: 'h', headers }))).to.eql(['certain a']);
    const copied = explain({ exchange: 'd', routingKey: 'x', extraKeys: ['copy'] });
    expect(queuesOf(copied)).to.eql(['certain b']);
  });

  it('is an alternate exchange where nothing matches, and ends in circles', () => {
    spec.exchange('x', 'direct', { arguments: fields({ 'alternate-exchange': 'rest' }) });
    spec.exchange('rest', 'fanout');
    spec.queue('lost');
    spec.bind('lost', 'rest');
    spec.bindExchange('x', 'rest');
    const told = explain({ exchange: 'x', routingKey: 'nobody' });
    expect(stepsOf(told)).to.eql(['x:  else rest', 'rest: >lost >x']);
    expect(queuesOf(told)).to.eql(['certain lost']);
  });

  it('is the queue of that name by way of the default exchange', () => {
    spec.queue('q');
    expect(queuesOf(explain({ exchange: '', routingKey: 'q' }))).to.eql(['certain q']);
    expect(queuesOf(explain({ exchange: '', routingKey: 'none' }))).to.eql([]);
  });

  it('is the client that waits for a direct reply', () => {
    const consumer = {
      tag: 't',
      noAck: true,
      exclusive: false,
      prefetch: 0,
      arguments: fields({}),
      hasCredit: () => true,
      deliver: () => {
        throw new Error('nothing is delivered');
      },
      cancelled: () => {},
    };
    const routingKey = spec.vhost.directReplies.register(consumer);
    expect(explain({ exchange: '', routingKey })).to.include({ isDirectReply: true });
    expect(explain({ exchange: '', routingKey: 'none' })).to.include({ isDirectReply: false });
  });

  it('is nowhere else by way of the default exchange, whatever a policy says', () => {
    const policed = new SpecBroker();
    policed.exchange('rest', 'fanout');
    const definition = { 'alternate-exchange': 'rest' };
    const terms = { pattern: '', definition, priority: 0, 'apply-to': 'all' };
    policed.broker.policies.put('policy', { vhost: '/', name: 'all', terms });
    const told = policed.vhost().explain(message({ exchange: '', routingKey: 'none' }));
    expect(stepsOf(told)).to.eql([': ']);
    expect(policed.vhost().publish(message({ exchange: '', routingKey: 'none' }))).to.equal(0);
  });

  it('is one of several where chance decides, and chance is not asked', () => {
    spec.exchange('x', 'x-random');
    for (const name of ['a', 'b']) {
      spec.queue(name);
      spec.bind(name, 'x');
    }
    const before = spec.random.next.bind(spec.random);
    spec.random.next = () => {
      throw new Error('chance was asked');
    };
    const told = explain({ exchange: 'x' });
    spec.random.next = before;
    expect(told.steps[0]?.isOneOf).to.equal(true);
    expect(queuesOf(told)).to.eql(['possible a', 'possible b']);
  });

  it('is certain where every choice of chance leads', () => {
    spec.exchange('x', 'x-random');
    for (const name of ['left', 'right']) spec.exchange(name, 'fanout');
    for (const name of ['both', 'one', 'same']) spec.queue(name);
    spec.bindExchange('left', 'x');
    spec.bindExchange('right', 'x');
    spec.bind('both', 'left');
    spec.bind('both', 'right');
    spec.bind('one', 'right');
    expect(queuesOf(explain({ exchange: 'x' }))).to.eql(['certain both', 'possible one']);
    spec.exchange('y', 'x-random');
    for (const key of ['1', '2']) spec.bind('same', 'y', key);
    expect(queuesOf(explain({ exchange: 'y' }))).to.eql(['certain same']);
  });

  it('is certain by one way, though perhaps by another', () => {
    spec.exchange('in', 'fanout');
    spec.exchange('x', 'x-random');
    spec.exchange('last', 'fanout');
    for (const name of ['a', 'b']) spec.queue(name);
    spec.bindExchange('x', 'in');
    spec.bindExchange('last', 'x', '1');
    spec.bind('b', 'x', '2');
    spec.bindExchange('last', 'in');
    spec.bind('a', 'last');
    expect(queuesOf(explain({ exchange: 'in' }))).to.eql(['certain a', 'possible b']);
  });

  it('is told of so many exchanges and no more', () => {
    spec.exchange('0', 'fanout');
    for (let number = 1; number <= 1_000; number++) {
      spec.exchange(String(number), 'fanout');
      spec.bindExchange(String(number), String(number - 1));
    }
    expect(explain({ exchange: '0' })).to.include({ isCut: true });
    expect(explain({ exchange: '1' })).to.include({ isCut: false });
    expect(explain({ exchange: '1' }).steps).to.have.lengthOf(1_000);
  });

  it('is the very queue that the hash finds', () => {
    for (const type of ['x-consistent-hash', 'x-modulus-hash']) {
      spec.exchange(type, type);
      for (const name of ['a', 'b', 'c']) {
        spec.queue(name);
        spec.bind(name, type, '1');
      }
      for (const routingKey of ['1', '2', '3', '4', '5', '6']) {
        const told = queuesOf(explain({ exchange: type, routingKey }));
        const reached = spec.reached(type, routingKey);
        expect(told).to.eql(reached.map((name) => `certain ${name}`));
      }
    }
  });

  it('is told with the time that it would wait', () => {
    const type = fields({ 'x-delayed-type': 'direct' });
    spec.exchange('x', 'x-delayed-message', { arguments: type });
    spec.queue('q');
    spec.bind('q', 'x', 'k');
    const headers = fields({ 'x-delay': 5_000 });
    const told = explain({ exchange: 'x', routingKey: 'k', headers });
    expect(told.steps[0]?.delayMs).to.equal(5_000);
    expect(queuesOf(told)).to.eql(['certain q']);
    expect(spec.vhost.exchange('x')?.delayed?.count).to.equal(0);
  });

  it('is nowhere for a duplicate, which is not counted as one', () => {
    const args = fields({ 'x-message-deduplication': true });
    const exchange = spec.exchange('x', 'fanout', { arguments: args });
    spec.queue('q');
    spec.bind('q', 'x');
    const request = { exchange: 'x', headers: fields({ 'x-deduplication-header': 'a' }) };
    expect(queuesOf(explain(request))).to.eql(['certain q']);
    expect(queuesOf(explain(request))).to.eql(['certain q']);
    spec.vhost.publish(message(request));
    const told = explain(request);
    expect(told.steps[0]?.isDuplicate).to.equal(true);
    expect(queuesOf(told)).to.eql([]);
    expect(exchange.deduplication?.duplicates).to.equal(0);
  });

  it('is no history for whoever is bound later', () => {
    spec.exchange('x', 'x-recent-history');
    explain({ exchange: 'x' });
    const queue = spec.queue('q');
    spec.bind('q', 'x');
    expect(queue.messageCount).to.equal(0);
  });

  const nearestOf = ({ steps }: Explanation): string[][] =>
    steps.map(({ nearest }) =>
      nearest.map(({ definition, distance }) => `${definition.destination} ${distance}`),
    );

  it('is told with the nearest bindings where none matches', () => {
    const alternate = fields({ 'alternate-exchange': 'rest' });
    spec.exchange('x', 'topic', { arguments: alternate });
    spec.exchange('rest', 'direct');
    for (const name of ['orders', 'audit']) spec.queue(name);
    spec.bind('audit', 'x', 'audit.#');
    spec.bind('orders', 'x', 'order.*');
    spec.bind('orders', 'rest', 'order.new');
    expect(nearestOf(explain({ exchange: 'x', routingKey: 'order.new.de' }))).to.eql([
      ['orders 1', 'audit 1'],
      ['orders 3'],
    ]);
    expect(nearestOf(explain({ exchange: 'x', routingKey: 'order.old' }))).to.eql([[]]);
  });

  it('is told with the nearest bindings of the type that a delayed exchange routes by', () => {
    const type = fields({ 'x-delayed-type': 'direct' });
    spec.exchange('x', 'x-delayed-message', { arguments: type });
    spec.queue('q');
    spec.bind('q', 'x', 'key');
    expect(nearestOf(explain({ exchange: 'x', routingKey: 'kei' }))).to.eql([['q 1']]);
  });

  it('is told with the queues of nearly that name where the default exchange finds none', () => {
    for (const name of ['orders', 'audit']) spec.queue(name);
    const near = nearestOf(explain({ exchange: '', routingKey: 'order' }));
    expect(near).to.eql([['orders 1', 'audit 4']]);
    expect(nearestOf(explain({ exchange: '', routingKey: 'orders' }))).to.eql([[]]);
  });

  it('cannot be told of an exchange that is not there', () => {
    expect(faultOf(() => explain({ exchange: 'nope' }))).to.include("no exchange 'nope'");
  });
});
