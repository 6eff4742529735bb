import { expect } from 'chai';
import { unmetConditions } from '../../../src/core/exchange/headers.js';
import type { Field } from '../../../src/core/field.js';
import { fields } from '../../support/core-builders.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

type Values = Readonly<Record<string, string | number | boolean | Field>>;

const VOID: Field = { type: 'V', value: null };

function matches(args: Values, headers: Values): boolean {
  const spec = new SpecVhost();
  spec.queue('q');
  spec.bind('q', 'amq.headers', '', fields(args));
  return spec.reached('amq.headers', 'any key', fields(headers)).length === 1;
}

describe('a headers exchange', () => {
  /** Each line was asked of RabbitMQ 3.10. */
  const asked: readonly (readonly [what: string, args: Values, headers: Values, yes: boolean])[] = [
    ['all headers named, without x-match', { a: 1, b: 'x' }, { a: 1, b: 'x', c: 2 }, true],
    ['all but one', { a: 1, b: 'x' }, { a: 1, b: 'y' }, false],
    ['a message without headers', { a: 1 }, {}, false],
    ['one of any', { 'x-match': 'any', a: 1, b: 'x' }, { a: 2, b: 'x' }, true],
    ['none of any', { 'x-match': 'any', a: 1, b: 'x' }, { a: 2, c: 'x' }, false],
    ['no condition of all', { 'x-match': 'all' }, { a: 1 }, true],
    ['no condition and no header', {}, {}, true],
    ['no condition of any', { 'x-match': 'any' }, { a: 1 }, false],
    ['presence, by an argument of type void', { a: VOID }, { a: 'whatever' }, true],
    ['presence of a header that is void', { a: VOID }, { a: VOID }, true],
    ['absence, by an argument of type void', { a: VOID }, { b: 1 }, false],
    ['a void header where a value is asked for', { a: 'x' }, { a: VOID }, false],
    ['the same number in another type', { a: { type: 'I', value: 1 } }, { a: 1 }, true],
    ['a number where text is asked for', { a: '1' }, { a: 1 }, false],
    ['an x- argument, which all skips', { 'x-a': 1 }, {}, true],
    ['an x- argument, which any skips', { 'x-match': 'any', 'x-a': 1 }, { 'x-a': 1 }, false],
    ['an x- argument missing, all-with-x', { 'x-match': 'all-with-x', 'x-a': 1 }, {}, false],
    ['an x- argument, all-with-x', { 'x-match': 'all-with-x', 'x-a': 1 }, { 'x-a': 1 }, true],
    ['an x- argument, any-with-x', { 'x-match': 'any-with-x', 'x-a': 1 }, { 'x-a': 1 }, true],
    ['x-match itself', { 'x-match': 'any-with-x' }, { 'x-match': 'any-with-x' }, false],
  ];

  for (const [what, args, headers, yes] of asked) {
    it(`${yes ? 'matches' : 'does not match'} ${what}`, () => {
      expect(matches(args, headers)).to.equal(yes);
    });
  }

  it('looks at the headers of every message, not at its key', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bind('q', 'amq.headers', 'k', fields({ a: 1 }));
    expect(spec.reached('amq.headers', 'k', fields({ a: 1 }))).to.eql(['q']);
    expect(spec.reached('amq.headers', 'k', fields({ a: 2 }))).to.eql([]);
    expect(spec.reached('amq.headers', 'k', fields({ a: 1 }))).to.eql(['q']);
  });

  it('stops matching when unbound', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bind('q', 'amq.headers', '', fields({ a: 1 }));
    spec.unbind('q', 'amq.headers', '', fields({ a: 1 }));
    expect(spec.reached('amq.headers', '', fields({ a: 1 }))).to.eql([]);
  });

  const refused: readonly (readonly [Field, string])[] = [
    [
      { type: 'S', value: 'most' },
      'Invalid x-match field value <<"most">>; expected all, any, all-with-x, or any-with-x',
    ],
    [
      { type: 'S', value: '' },
      'Invalid x-match field value <<>>; expected all, any, all-with-x, or any-with-x',
    ],
    [{ type: 'b', value: 3 }, 'Invalid x-match field type byte (value 3); expected longstr'],
    [{ type: 't', value: true }, 'Invalid x-match field type bool (value true); expected longstr'],
    [
      { type: 'A', value: [{ type: 'b', value: 1 }] },
      'Invalid x-match field type array (value [{byte,1}]); expected longstr',
    ],
  ];

  for (const [field, text] of refused) {
    it(`refuses to be bound: ${text}`, () => {
      const spec = new SpecVhost();
      spec.queue('q');
      const act = (): void => spec.bind('q', 'amq.headers', '', fields({ 'x-match': field }));
      expect(faultOf(act)).to.equal(`precondition-failed: ${text}`);
      expect(spec.bindings).to.eql([]);
    });
  }

  it('tells which arguments have no header of that value', () => {
    const args = fields({ 'x-match': 'any', 'x-other': 1, kind: 'order', day: 2 });
    const unmet = unmetConditions(args, fields({ kind: 'order', day: 3 }));
    expect(unmet).to.eql({ isAll: false, names: ['day'] });
  });

  it('alone cares about x-match', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bind('q', 'amq.direct', 'k', fields({ 'x-match': 'most' }));
    expect(spec.reached('amq.direct', 'k')).to.eql(['q']);
  });
});
