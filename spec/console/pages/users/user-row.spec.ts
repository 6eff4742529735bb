import { expect } from 'chai';
import { limitsText, userRows } from '../../../../src/console/pages/users/user-row.js';

describe('A row of the list of users', () => {
  const user = (name: string, hash: string) => ({
    name,
    password_hash: hash,
    hashing_algorithm: 'rabbit_password_hashing_sha256' as const,
    tags: ['management'],
    limits: { 'max-channels': 5 },
  });

  it('has the vhosts of the user, and no hash', () => {
    const permissions = [
      { user: 'ann', vhost: 'shop' },
      { user: 'ann', vhost: '/' },
      { user: 'gone', vhost: '/' },
    ];
    const common = { tags: ['management'], limits: { 'max-channels': 5 } };
    expect(userRows([user('ann', 'x'), user('bob', '')], permissions)).to.deep.equal([
      { ...common, name: 'ann', has_password: true, vhosts: ['/', 'shop'] },
      { ...common, name: 'bob', has_password: false, vhosts: [] },
    ]);
  });

  it('tells limits in words', () => {
    expect(limitsText({})).to.equal('');
    expect(limitsText({ 'max-channels': 0, 'max-connections': 1_000 })).to.equal(
      'max-channels 0, max-connections 1,000',
    );
  });
});
