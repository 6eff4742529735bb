import { expect } from 'chai';
import type { BindingDefinition } from '../../../src/core/definitions.js';
import { Binding, bindingIdentity, isQueue } from '../../../src/core/exchange/binding.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { fields } from '../../support/core-builders.js';
import { SpecVhost } from '../../support/spec-vhost.js';

const DEFINITION: BindingDefinition = {
  kind: 'binding',
  vhost: '/',
  source: 'x',
  destinationKind: 'queue',
  destination: 'q',
  routingKey: 'k',
  arguments: NO_FIELDS,
};

describe('a binding', () => {
  const others: Readonly<Record<string, Partial<BindingDefinition>>> = {
    'the kind of destination': { destinationKind: 'exchange' },
    'the destination': { destination: 'r' },
    'the routing key': { routingKey: 'l' },
    'the arguments': { arguments: fields({ a: 1 }) },
  };

  for (const [what, other] of Object.entries(others)) {
    it(`is told from others by ${what}`, () => {
      const identity = bindingIdentity({ ...DEFINITION, ...other });
      expect(identity).not.to.equal(bindingIdentity(DEFINITION));
    });
  }

  it('is not mistaken for another whose names run together', () => {
    const one = bindingIdentity({ ...DEFINITION, destination: 'q1', routingKey: 'k' });
    const other = bindingIdentity({ ...DEFINITION, destination: 'q', routingKey: '1k' });
    expect(one).not.to.equal(other);
  });

  it('is the same whatever the order of its arguments', () => {
    const one = bindingIdentity({ ...DEFINITION, arguments: fields({ a: 1, b: 2 }) });
    const other = bindingIdentity({ ...DEFINITION, arguments: fields({ b: 2, a: 1 }) });
    expect(one).to.equal(other);
  });

  for (const [source, queue, isDurable] of [
    [true, true, true],
    [true, false, false],
    [false, true, false],
    [false, false, false],
  ] as const) {
    const durability = (durable: boolean): string => (durable ? 'durable' : 'transient');
    it(`is ${durability(isDurable)} between a ${durability(source)} exchange and a ${durability(
      queue,
    )} queue`, () => {
      const spec = new SpecVhost();
      const exchange = spec.exchange('x', 'direct', { durable: source });
      const binding = new Binding(DEFINITION, exchange, spec.queue('q', { durable: queue }));
      expect(binding.isDurable).to.equal(isDurable);
    });
  }

  it('leads to a queue or to an exchange', () => {
    const spec = new SpecVhost();
    expect(isQueue(spec.queue('q'))).to.equal(true);
    expect(isQueue(spec.exchange('x'))).to.equal(false);
  });
});
