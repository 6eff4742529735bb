import { expect } from 'chai';
import type { Field } from '../../../src/core/field.js';
import { bodyOf, fields, message } from '../../support/core-builders.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

type Values = Readonly<Record<string, string | number | boolean | Field>>;

function declare(spec: SpecVhost, args: Values): void {
  spec.exchange('x', 'x-delayed-message', { arguments: fields(args) });
}

describe('A delayed exchange', () => {
  it('routes what has no delay at once, by the rules of x-delayed-type', () => {
    const spec = new SpecVhost();
    declare(spec, { 'x-delayed-type': 'topic' });
    spec.queue('q');
    spec.bind('q', 'x', 'a.*');
    expect(spec.reached('x', 'a.b')).to.deep.equal(['q']);
    expect(spec.reached('x', 'b.a')).to.deep.equal([]);
    expect(spec.reached('x', 'a.b', fields({ 'x-delay': 0 }))).to.deep.equal(['q']);
    expect(spec.reached('x', 'a.b', fields({ 'x-delay': -5 }))).to.deep.equal(['q']);
    expect(spec.reached('x', 'a.b', fields({ 'x-delay': 5 }))).to.deep.equal([]);
    spec.unbind('q', 'x', 'a.*');
    expect(spec.reached('x', 'a.b')).to.deep.equal([]);
  });

  for (const type of ['direct', 'fanout', 'headers', 'x-random', 'x-consistent-hash']) {
    it(`can be of type ${type}`, () => {
      const spec = new SpecVhost();
      declare(spec, { 'x-delayed-type': type });
      spec.queue('q');
      spec.bind('q', 'x', '1');
      expect(spec.reached('x', '1')).to.deep.equal(['q']);
      spec.vhost.publish(
        message({ exchange: 'x', routingKey: '1', headers: fields({ 'x-delay': 7 }) }),
      );
      spec.vhost.queue('q')?.purge();
      spec.clock.advance(spec.clock.now + 7);
      expect(spec.vhost.queue('q')?.messageCount).to.equal(1);
    });
  }

  it('refuses the bindings that its type refuses', () => {
    const spec = new SpecVhost();
    declare(spec, { 'x-delayed-type': 'x-consistent-hash' });
    spec.queue('q');
    expect(faultOf(() => spec.bind('q', 'x', 'heavy'))).to.equal(
      'precondition-failed: The binding key must be an integer: <<"heavy">>',
    );
  });

  it('remembers messages if its type does, as soon as their time has come', () => {
    const spec = new SpecVhost();
    declare(spec, { 'x-delayed-type': 'x-recent-history' });
    const late = { body: 'late', headers: fields({ 'x-delay': 10 }) };
    for (const request of [late, { body: 'now' }]) {
      spec.vhost.publish(message({ exchange: 'x', ...request }));
    }
    spec.clock.advance(spec.clock.now + 10);
    const queue = spec.queue('q');
    spec.bind('q', 'x');
    const bodies = [queue.get(true), queue.get(true)].map(
      (entry) => entry && bodyOf(entry.message),
    );
    expect(bodies).to.deep.equal(['now', 'late']);
    spec.vhost.deleteExchange('x', { ifUnused: false });
    expect(spec.residency.bytes).to.equal(0);
  });

  const existing = "Invalid argument, 'x-delayed-type' must be an existing exchange type";
  const refused: readonly (readonly [what: string, args: Values, fault: string])[] = [
    ['no type', {}, `precondition-failed: ${existing}`],
    ['a type that is no text', { 'x-delayed-type': 5 }, `precondition-failed: ${existing}`],
    [
      'itself for a type',
      { 'x-delayed-type': 'x-delayed-message' },
      "precondition-failed: Invalid argument, 'x-delayed-message' can't be used " +
        "for 'x-delayed-type'",
    ],
    [
      'an unknown type',
      { 'x-delayed-type': 'nope' },
      "command-invalid: unknown exchange type 'nope'",
    ],
    [
      'arguments that its type refuses',
      { 'x-delayed-type': 'x-consistent-hash', 'hash-property': 'app_id' },
      'precondition-failed: Unsupported property: app_id',
    ],
  ];
  for (const [what, args, fault] of refused) {
    it(`is not declared with ${what}`, () => {
      const spec = new SpecVhost();
      expect(faultOf(() => declare(spec, args))).to.equal(fault);
      expect(spec.vhost.exchange('x')).to.equal(undefined);
    });
  }

  it('may be declared again with another x-delayed-type, which changes nothing', () => {
    const spec = new SpecVhost();
    declare(spec, { 'x-delayed-type': 'fanout' });
    declare(spec, { 'x-delayed-type': 'direct' });
    spec.queue('q');
    spec.bind('q', 'x', 'k');
    expect(spec.reached('x', 'other')).to.deep.equal(['q']);
  });
});
