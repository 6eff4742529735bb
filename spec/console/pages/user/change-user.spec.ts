import { expect } from 'chai';
import { changeUser } from '../../../../src/console/pages/user/change-user.js';

describe('A change of a user', () => {
  const user = { tags: ['monitoring'], password_hash: 'x', hashing_algorithm: 'scrypt' };
  const change = async (what: Parameters<typeof changeUser>[2]): Promise<unknown> => {
    const sent: unknown[] = [];
    const api = {
      get: <T>(): Promise<T> => Promise.resolve({ name: 'ann', ...user } as T),
      send: (...request: unknown[]): Promise<unknown> => Promise.resolve(sent.push(request)),
    };
    await changeUser(api, 'ann/b', what);
    return sent;
  };

  it('of tags keeps the password', async () => {
    const { password_hash, hashing_algorithm } = user;
    expect(await change({ tags: ['management'] })).to.deep.equal([
      ['PUT', '/users/ann%2Fb', { tags: ['management'], password_hash, hashing_algorithm }],
    ]);
  });

  it('of the password keeps the tags', async () => {
    expect(await change({ password: 'new' })).to.deep.equal([
      ['PUT', '/users/ann%2Fb', { tags: ['monitoring'], password: 'new' }],
    ]);
    expect(await change({ password: '' })).to.deep.equal([
      ['PUT', '/users/ann%2Fb', { tags: ['monitoring'], password: '' }],
    ]);
  });
});
