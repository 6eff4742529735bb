import { expect } from 'chai';
import { UserSessions } from '../../../src/core/access/user-sessions.js';
import type { User } from '../../../src/core/access/users.js';
import { faultOf } from '../../support/spec-vhost.js';

function arrange(connectionCountMax: number, channelCountMax = -1) {
  const users = new Map<string, User>();
  const limit = (limits: Pick<User, 'connectionCountMax' | 'channelCountMax'>): void => {
    const hash = { hashingAlgorithm: 'rabbit_password_hashing_sha256', passwordHash: '' } as const;
    users.set('u', { kind: 'user', name: 'u', tags: [], ...hash, ...limits });
  };
  limit({ connectionCountMax, channelCountMax });
  return { users, limit, sessions: new UserSessions(users) };
}

describe('The sessions of a user', () => {
  it('are as many connections as the limit says, and one more is told it', () => {
    const { sessions } = arrange(2);
    for (const _ of [1, 2]) {
      sessions.requireConnectionRoom('u');
      sessions.addConnection('u');
    }
    expect(faultOf(() => sessions.requireConnectionRoom('u'))).to.equal(
      "not-allowed: connection refused for user 'u': user connection limit (2) is reached",
    );
    sessions.deleteConnection('u');
    sessions.requireConnectionRoom('u');
  });

  it('are as many channels as the limit says, which counts apart', () => {
    const { sessions } = arrange(0, 1);
    sessions.requireChannelRoom('u');
    sessions.addChannel('u');
    expect(faultOf(() => sessions.requireChannelRoom('u'))).to.equal(
      "not-allowed: number of channels opened for user 'u' has reached the maximum allowed " +
        'user limit of (1)',
    );
    sessions.deleteChannel('u');
    sessions.requireChannelRoom('u');
    expect(faultOf(() => sessions.requireConnectionRoom('u'))).to.include('limit (0) is reached');
  });

  it('are any number without a limit, and count towards one that comes later', () => {
    const { sessions, limit, users } = arrange(-1);
    for (let count = 0; count < 100; count++) sessions.addConnection('u');
    sessions.requireConnectionRoom('u');
    limit({ connectionCountMax: 100, channelCountMax: -1 });
    expect(faultOf(() => sessions.requireConnectionRoom('u'))).to.include('limit (100)');
    sessions.requireConnectionRoom('another');
    users.delete('u');
    sessions.requireConnectionRoom('u');
  });
});
