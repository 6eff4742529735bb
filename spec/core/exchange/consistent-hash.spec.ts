import { expect } from 'chai';
import type { Field, FieldTable } from '../../../src/core/field.js';
import { fields, message, type MessageRequest } from '../../support/core-builders.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

const KEYS = Array.from({ length: 4_000 }, (_, index) => `order-${String(index)}`);

/** An exchange `x`, and a queue for each weight, by its name. */
function spread(weights: Readonly<Record<string, string>>, args?: FieldTable): SpecVhost {
  const spec = new SpecVhost();
  spec.exchange('x', 'x-consistent-hash', args === undefined ? {} : { arguments: args });
  for (const [queue, weight] of Object.entries(weights)) {
    spec.queue(queue);
    spec.bind(queue, 'x', weight);
  }
  return spec;
}

/** Which queue each key goes to. */
function homes(spec: SpecVhost): Map<string, string> {
  return new Map(KEYS.map((key) => [key, spec.reached('x', key).join()]));
}

function shares(spec: SpecVhost): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const home of homes(spec).values()) counts[home] = (counts[home] ?? 0) + 1 / KEYS.length;
  return counts;
}

describe('A consistent hash exchange', () => {
  it('routes each message to one queue, the same for the same key', () => {
    const spec = spread({ a: '1', b: '1', c: '1' });
    const first = homes(spec);
    expect(new Set(first.values())).to.deep.equal(new Set(['a', 'b', 'c']));
    expect(homes(spec)).to.deep.equal(first);
  });

  it('routes the same way when the queues were bound in another order', () => {
    const first = homes(spread({ a: '1', b: '3', c: '2' }));
    expect(homes(spread({ c: '2', a: '1', b: '3' }))).to.deep.equal(first);
  });

  it('gives each queue its share by weight', () => {
    const found = shares(spread({ a: '1', b: '2', c: '7' }));
    // Four standard deviations of 4000 draws are less than 0.032.
    expect(found['a']).to.be.closeTo(0.1, 0.032);
    expect(found['b']).to.be.closeTo(0.2, 0.032);
    expect(found['c']).to.be.closeTo(0.7, 0.032);
  });

  it('gives many queues of one weight the same share', () => {
    const names = Array.from({ length: 10 }, (_, index) => `queue-${String(index)}`);
    const found = shares(spread(Object.fromEntries(names.map((name) => [name, '1']))));
    for (const name of names) expect(found[name]).to.be.closeTo(0.1, 0.025);
  });

  it('takes weights of any size', () => {
    const found = shares(spread({ a: '1'.padEnd(255, '0'), b: '1'.padEnd(255, '0'), c: '1' }));
    expect(found['a']).to.be.closeTo(0.5, 0.04);
    expect(found['c']).to.equal(undefined);
  });

  it('moves the keys of a queue that goes, and no others', () => {
    const spec = spread({ a: '1', b: '1', c: '1', d: '1' });
    const before = homes(spec);
    spec.unbind('b', 'x', '1');
    const after = homes(spec);
    for (const [key, home] of before) {
      if (home === 'b') expect(after.get(key)).to.be.oneOf(['a', 'c', 'd']);
      else expect(after.get(key)).to.equal(home);
    }
  });

  it('gives a new queue its share, and moves no other key', () => {
    const spec = spread({ a: '1', b: '1', c: '1' });
    const before = homes(spec);
    spec.queue('d');
    spec.bind('d', 'x', '1');
    const after = homes(spec);
    const moved = KEYS.filter((key) => before.get(key) !== after.get(key));
    expect(moved.length / KEYS.length).to.be.closeTo(0.25, 0.03);
    for (const key of moved) expect(after.get(key)).to.equal('d');
  });

  it('counts the first binding of a queue, and the next when that one goes', () => {
    const spec = spread({ a: '1', b: '1' });
    spec.bind('a', 'x', '9');
    expect(shares(spec)['a']).to.be.closeTo(0.5, 0.035);
    spec.unbind('a', 'x', '1');
    expect(shares(spec)['a']).to.be.closeTo(0.9, 0.035);
    spec.unbind('a', 'x', '9');
    expect(shares(spec)).to.deep.equal(shares(spread({ b: '1' })));
  });

  it('routes to exchanges too, and nowhere without a binding', () => {
    const spec = spread({});
    expect(spec.reached('x', 'k')).to.deep.equal([]);
    spec.exchange('y', 'fanout');
    spec.queue('q');
    spec.bind('q', 'y');
    spec.bindExchange('y', 'x', '1');
    expect(spec.reached('x', 'k')).to.deep.equal(['q']);
  });

  it('looks at the routing key alone, once, though a message has further keys', () => {
    const spec = spread({ a: '1', b: '1', c: '1' });
    const [key = ''] = KEYS;
    const home = homes(spec).get(key);
    for (const queue of spec.vhost.queues()) queue.purge();
    const copies = { extraKeys: KEYS.slice(1, 20) };
    spec.vhost.publish(message({ exchange: 'x', routingKey: key, ...copies }));
    const reached = [...spec.vhost.queues()].filter((queue) => queue.messageCount > 0);
    expect(reached.map(({ name }) => name)).to.deep.equal([home]);
  });

  describe('with hash-header', () => {
    const args = fields({ 'hash-header': 'customer' });

    function homeOf(spec: SpecVhost, customer: string | Field, key = 'k'): string {
      return spec.reached('x', key, fields({ customer })).join();
    }

    it('goes by that header, not by the routing key', () => {
      const spec = spread({ a: '1', b: '1', c: '1' }, args);
      const found = new Set(KEYS.slice(0, 50).map((key) => homeOf(spec, key)));
      expect(found).to.deep.equal(new Set(['a', 'b', 'c']));
      const one = new Set(KEYS.slice(0, 50).map((key) => homeOf(spec, 'Ada', key)));
      expect(one.size).to.equal(1);
    });

    it('tells a number from a text', () => {
      const spec = spread(Object.fromEntries(KEYS.slice(0, 40).map((key) => [key, '1'])), args);
      const text = homeOf(spec, '1');
      expect(homeOf(spec, '1')).to.equal(text);
      expect(homeOf(spec, { type: 'I', value: 1 })).not.to.equal(text);
    });

    it('sends all messages without it to one queue', () => {
      const spec = spread({ a: '1', b: '1', c: '1' }, args);
      const found = KEYS.slice(0, 50).map((key) => spec.reached('x', key, fields({ other: 1 })));
      expect(new Set(found.map(String)).size).to.equal(1);
    });
  });

  for (const [name, property] of [
    ['correlation_id', 'correlationId'],
    ['message_id', 'messageId'],
    ['timestamp', 'timestamp'],
  ] as const) {
    it(`with hash-property goes by ${name}`, () => {
      const spec = spread({ a: '1', b: '1', c: '1' }, fields({ 'hash-property': name }));
      const homeOf = (request: MessageRequest): string => {
        for (const queue of spec.vhost.queues()) queue.purge();
        spec.vhost.publish(message({ exchange: 'x', ...request }));
        const taken = [...spec.vhost.queues()].filter((queue) => queue.messageCount > 0);
        return taken.map((queue) => queue.name).join();
      };
      const numbers = Array.from({ length: 50 }, (_, index) => String(index));
      const found = new Set(numbers.map((value) => homeOf({ [property]: value })));
      expect(found).to.deep.equal(new Set(['a', 'b', 'c']));
      const one = numbers.map((value) => homeOf({ [property]: '7', routingKey: value }));
      expect(new Set(one).size).to.equal(1);
      const none = numbers.map((value) => homeOf({ routingKey: value }));
      expect(new Set(none).size).to.equal(1);
    });
  }

  for (const [key, text] of [
    ['', 'The binding key must be an integer: <<>>'],
    ['abc', 'The binding key must be an integer: <<"abc">>'],
    ['1.5', 'The binding key must be an integer: <<"1.5">>'],
    [' 5', 'The binding key must be an integer: <<" 5">>'],
    ['0', 'The binding key must be greater than 0'],
    ['-1', 'The binding key must be greater than 0'],
  ] as const) {
    it(`refuses the binding key '${key}'`, () => {
      const spec = spread({});
      spec.queue('q');
      expect(faultOf(() => spec.bind('q', 'x', key))).to.equal(`precondition-failed: ${text}`);
      expect(spec.bindings).to.deep.equal([]);
    });
  }

  it('takes a weight with sign or leading zeros', () => {
    expect(shares(spread({ a: '+5', b: '005' }))['a']).to.be.closeTo(0.5, 0.035);
  });

  for (const [args, text] of [
    [
      { 'hash-header': 'a', 'hash-property': 'message_id' },
      'hash-header and hash-property are mutually exclusive',
    ],
    [{ 'hash-property': 'app_id' }, 'Unsupported property: app_id'],
    [
      { 'hash-header': 5 },
      "invalid type 'long' for arg 'hash-header' in exchange 'x' in vhost '/'",
    ],
  ] as const) {
    it(`is not declared: ${text}`, () => {
      const spec = new SpecVhost();
      const declare = (): unknown =>
        spec.exchange('x', 'x-consistent-hash', { arguments: fields(args) });
      expect(faultOf(declare)).to.equal(`precondition-failed: ${text}`);
      expect(spec.vhost.exchange('x')).to.equal(undefined);
    });
  }
});
