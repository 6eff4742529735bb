import { expect } from 'chai';
import { missingIn, shapeOf } from './shape.js';

const missing = (theirs: unknown, ours: unknown): object => {
  const rename = (key: string): string => (key.startsWith('node@') ? '{node}' : key);
  return Object.fromEntries(missingIn(shapeOf(theirs, rename), shapeOf(ours, rename)));
};

describe('The shapes of two answers', () => {
  it('are the same whatever the values, and whatever else we answer', () => {
    const theirs = { name: 'a', arguments: { n: 1 }, list: [true] };
    expect(missing(theirs, { more: 0, name: 'b', arguments: { n: 2 }, list: [] })).to.deep.equal({
      'list[]': 'is missing (boolean)',
    });
    expect(missing(theirs, { name: 'b', arguments: { n: 2 }, list: [false, 1] })).to.deep.equal({});
  });

  it('differ by a key that is missing, told without what would be below it', () => {
    expect(missing([{ stats: { rate: 1 } }], [{ stat: { rate: 1 } }])).to.deep.equal({
      '[].stats': 'is missing (object)',
    });
  });

  it('differ by a type that stands nowhere under the same key', () => {
    expect(missing([{ policy: 'a' }, { policy: null }], [{ policy: null }])).to.deep.equal({
      '[].policy': 'is null in place of null or string',
    });
  });

  it('take the empty list that RabbitMQ writes for an empty object as one', () => {
    expect(missing({ limits: [] }, { limits: {} })).to.deep.equal({});
    expect(missing({ limits: {} }, { limits: [] })).to.deep.equal({
      limits: 'is list in place of object',
    });
  });

  it('have keys that are names of each broker in common', () => {
    expect(missing({ state: { 'node@a': 'up' } }, { state: { 'node@b': 'up' } })).to.deep.equal({});
  });
});
