import { expect } from 'chai';
import { Nearest } from '../../../src/core/exchange/nearest.js';
import type { BindingDefinition } from '../../../src/core/definitions.js';
import { fields } from '../../support/core-builders.js';

type Values = Parameters<typeof fields>[0];

const binding = (routingKey: string, args: Values = {}): BindingDefinition => ({
  kind: 'binding',
  vhost: '/',
  source: 'x',
  destinationKind: 'queue',
  destination: `q-${routingKey}`,
  routingKey,
  arguments: fields(args),
});

interface Question {
  readonly type?: string;
  readonly keys?: readonly string[];
  readonly headers?: Values;
}

const told = (bindings: readonly BindingDefinition[], question: Question): string[] => {
  const { type = 'direct', keys = [''], headers = {} } = question;
  const nearest = new Nearest().to({ type, bindings, keys, headers: fields(headers) });
  return nearest.map(({ definition, distance, unit, unmetArguments }) =>
    [definition.routingKey, distance, unit, ...unmetArguments].join(' '),
  );
};

describe('The nearest bindings', () => {
  it('of a direct exchange are those whose keys differ by the fewest characters', () => {
    const keys = ['invoice', 'orders', 'order.new', 'oder'];
    expect(
      told(
        keys.map((key) => binding(key)),
        { keys: ['order'] },
      ),
    ).to.eql([
      'orders 1 characters',
      'oder 1 characters',
      'order.new 4 characters',
      'invoice 6 characters',
    ]);
  });

  it('are five, of equals those that were bound first', () => {
    const bindings = ['b', 'c', 'd', 'e', 'f', 'g', 'ab'].map((key) => binding(key));
    const found = told(bindings, { keys: ['a'] });
    expect(found.map((text) => text.slice(0, 1))).to.eql(['b', 'c', 'd', 'e', 'f']);
  });

  it('are near to any of the keys of a message', () => {
    expect(told([binding('billing')], { keys: ['x', 'biling'] })).to.eql(['billing 1 characters']);
  });

  it('of a topic exchange are those with the fewest words that do not match', () => {
    const bindings = ['*.*.*', 'audit.#', 'orders.*', 'stock.*'].map((key) => binding(key));
    expect(told(bindings, { type: 'topic', keys: ['order.new'] })).to.eql([
      '*.*.* 1 words',
      'orders.* 1 words',
      'audit.# 1 words',
      'stock.* 1 words',
    ]);
  });

  it('of a headers exchange are those with the fewest arguments that do not match', () => {
    const bindings = [
      binding('none', { kind: 'invoice', from: 'web' }),
      binding('absent', { kind: 'order', day: 1 }),
      binding('wrong', { kind: 'order', from: 'shop' }),
      binding('any', { 'x-match': 'any', day: 1, hour: 2 }),
      binding('never', { 'x-match': 'any' }),
    ];
    const headers = { kind: 'order', from: 'phone' };
    expect(told(bindings, { type: 'headers', headers })).to.eql([
      'wrong 1 arguments from',
      'absent 1 arguments day',
      'any 1 arguments day hour',
      'none 2 arguments kind from',
    ]);
  });

  it('are none where the type misses nothing', () => {
    expect(told([binding('a')], { type: 'x-modulus-hash', keys: ['b'] })).to.eql([]);
  });

  it('are looked for among the first of very many alone, in all that is asked together', () => {
    let looked = 0;
    function* many(): Generator<BindingDefinition> {
      for (;;) {
        looked++;
        yield binding('y'.repeat(255));
      }
    }
    const nearest = new Nearest();
    const ask = () =>
      nearest.to({
        type: 'direct',
        bindings: many(),
        keys: ['x'.repeat(255)],
        headers: fields({}),
      });
    expect(ask()).to.have.lengthOf(5);
    expect(looked).to.be.below(100);
    expect(ask()).to.eql([]);
  });
});
