import { expect } from 'chai';
import { presentUser } from '../../../src/management/present/user.js';

it("A user in JSON has RabbitMQ's keys, and the limits that are set", () => {
  const user = {
    kind: 'user',
    name: 'erin',
    tags: ['management'],
    passwordHash: 'AAAA',
    hashingAlgorithm: 'rabbit_password_hashing_sha512',
    connectionCountMax: -1,
    channelCountMax: 50,
  } as const;
  expect(JSON.stringify(presentUser(user))).to.equal(
    '{"name":"erin","password_hash":"AAAA","hashing_algorithm":"rabbit_password_hashing_sha512",' +
      '"tags":["management"],"limits":{"max-channels":50}}',
  );
});
