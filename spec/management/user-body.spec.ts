import { expect } from 'chai';
import { ApiError } from '../../src/management/api-error.js';
import { hashOf, readUser } from '../../src/management/user-body.js';
import { TestManagement } from '../support/test-management.js';

function reasonOf(body: Record<string, unknown>): unknown {
  try {
    return readUser(body);
  } catch (error) {
    if (error instanceof ApiError) return error.reason;
    throw error;
  }
}

describe('What is said of a user', () => {
  it('has tags, and a password or a hash', () => {
    expect(readUser({ tags: 'a,b', password: 'x' })).to.deep.equal({
      tags: ['a', 'b'],
      password: 'x',
      hash: undefined,
    });
    expect(readUser({ tags: [], password_hash: 'AAAAAAAA' }).hash).to.deep.equal({
      passwordHash: 'AAAAAAAA',
      hashingAlgorithm: 'rabbit_password_hashing_sha256',
    });
  });

  it('is refused with a reason', () => {
    expect(reasonOf({ password: 'x' })).to.equal('tags_not_present');
    expect(reasonOf({ tags: '', password: 'x', password_hash: '' })).to.equal(
      'both_password_and_password_hash_are_provided',
    );
    expect(reasonOf({ tags: '', password_hash: 'not base64!' })).to.deep.equal([
      'not_base64',
      'not base64!',
    ]);
    expect(reasonOf({ tags: '', password_hash: 'AAAA', hashing_algorithm: 'rot13' })).to.contain(
      'rot13',
    );
    expect(reasonOf({ tags: '', password: 3 })).to.deep.equal(['not_string', 3]);
  });

  it('without a password lets nobody log in with one', async () => {
    const { broker } = new TestManagement();
    for (const body of [{ tags: '' }, { tags: '', password: '' }]) {
      const { passwordHash } = await hashOf(readUser(body), broker.access);
      expect(passwordHash).to.equal('');
    }
    const { passwordHash } = await hashOf(readUser({ tags: '', password: 'x' }), broker.access);
    expect(passwordHash).to.equal('x');
  });
});
