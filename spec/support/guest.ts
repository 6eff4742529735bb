/** Guest as the first start makes it, but behind the back of the store, whose positions stay. */
import type { Access } from '../../src/core/access/access.js';

/** With the password guest by plain-hashing.ts, and all permissions in the vhost. */
export function admitGuest(access: Access, vhost: string): void {
  const limits = { connectionCountMax: -1, channelCountMax: -1 };
  const hash = {
    hashingAlgorithm: 'rabbit_password_hashing_sha256',
    passwordHash: 'guest',
  } as const;
  access.restore({ kind: 'user', name: 'guest', tags: ['administrator'], ...hash, ...limits });
  const all = { configure: '.*', write: '.*', read: '.*' };
  access.restore({ kind: 'permission', user: 'guest', vhost, ...all });
}
