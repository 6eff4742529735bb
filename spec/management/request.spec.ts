import { expect } from 'chai';
import { ApiError } from '../../src/management/api-error.js';
import type { ApiContext } from '../../src/management/context.js';
import {
  field,
  exchangeName,
  queryInteger,
  readBoolean,
  readInteger,
  readObject,
  readString,
  requireFields,
} from '../../src/management/request.js';

function reasonOf(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    if (error instanceof ApiError) return error.reason;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('A number in the query of a request', () => {
  const read = (query: Record<string, string | string[]>): number => {
    // All that is asked of the context.
    const ctx = { query } as unknown as ApiContext;
    return queryInteger(ctx, 'page', 7, { min: 1, max: 500 });
  };

  it('is in its range, or what it is without being asked for', () => {
    expect([read({}), read({ page: '' }), read({ page: '12' }), read({ page: ['3', '4'] })]).to.eql(
      [7, 7, 12, 3],
    );
  });

  it('is refused with what it has to be', () => {
    for (const page of ['0', '501', '-1', '1.5', 'x', '1e2', '9'.repeat(40)]) {
      expect(reasonOf(() => read({ page }))).to.equal(
        'page has to be a whole number from 1 to 500',
      );
    }
  });
});

describe('The name of an exchange in a request', () => {
  it('is a word for the default exchange, which has none', () => {
    expect([exchangeName('amq.default'), exchangeName('amq.topic')]).to.eql(['', 'amq.topic']);
  });
});

describe('A field of a request', () => {
  it('is named with all others that are missing', () => {
    expect(reasonOf(() => requireFields({ b: 1 }, ['a', 'b', 'c']))).to.equal(
      '[{key_missing,a},{key_missing,c}]',
    );
    requireFields({ a: null, b: false }, ['a', 'b']);
  });

  it('is its own, not one that all objects have', () => {
    expect(field({}, 'toString')).to.equal(undefined);
    expect(reasonOf(() => requireFields({}, ['constructor']))).to.contain('constructor');
  });

  it('is a boolean, or the word for one', () => {
    const body = { a: true, b: 'false', c: 'yes', d: 3 };
    expect(readBoolean(body, 'a', false)).to.equal(true);
    expect(readBoolean(body, 'b', true)).to.equal(false);
    expect(readBoolean(body, 'none', true)).to.equal(true);
    expect(reasonOf(() => readBoolean(body, 'c', true))).to.deep.equal(['not_boolean', 'yes']);
    expect(reasonOf(() => readBoolean(body, 'd', true))).to.deep.equal(['not_boolean', 3]);
  });

  it('is an integer, or its digits', () => {
    const body = { a: 3, b: '-4', c: 'many', d: 1.5, e: 1e300 };
    expect(readInteger(body, 'a', 0)).to.equal(3);
    expect(readInteger(body, 'b', 0)).to.equal(-4);
    expect(readInteger(body, 'none', 7)).to.equal(7);
    expect(reasonOf(() => readInteger(body, 'c', 0))).to.deep.equal(['not_integer', 'many']);
    expect(reasonOf(() => readInteger(body, 'd', 0))).to.deep.equal(['not_integer', 1.5]);
    expect(reasonOf(() => readInteger(body, 'e', 0))).to.deep.equal(['not_integer', 1e300]);
  });

  it('is a text, or an object, and nothing else', () => {
    const body = { a: 'x', b: { c: 1 }, d: [] };
    expect(readString(body, 'a', '')).to.equal('x');
    expect(readString(body, 'none', 'y')).to.equal('y');
    expect(reasonOf(() => readString(body, 'b', ''))).to.deep.equal(['not_string', { c: 1 }]);
    expect(readObject(body, 'b')).to.deep.equal({ c: 1 });
    expect(readObject(body, 'none')).to.deep.equal({});
    expect(reasonOf(() => readObject(body, 'd'))).to.deep.equal(['not_object', []]);
  });
});
