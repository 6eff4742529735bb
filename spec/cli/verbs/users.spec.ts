import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { Refusal, runWords } from '../../support/scripted-api.js';
import { itRuns } from '../../support/verb-cases.js';

const ANN = { name: 'ann', tags: ['monitoring'], password_hash: 'h', hashing_algorithm: 'a' };
const there = { 'GET users/ann': ANN };
const root = { 'GET vhosts/%2F': {} };

describe('The verbs of users', () => {
  for (const [words, input] of [
    [['hash_password', 'burrow'], ''],
    [['hash_password'], 'burrow\n'],
  ] as const) {
    it(`hash a password, and ask no broker: ${words.join(' ')}`, async () => {
      const environment = { LEVERET_URL: 'http://127.0.0.1:9' };
      const ran = await runWords([...words, '-q'], environment, { input, files: {} });
      const octets = Buffer.from(ran.output.trimEnd(), 'base64');
      const hash = createHash('sha256').update(octets.subarray(0, 4)).update('burrow').digest();
      expect(octets.subarray(4).equals(hash), ran.output).to.equal(true);
    });
  }

  itRuns([
    {
      does: 'make a user',
      words: ['add_user', 'ann', 'secret'],
      changes: [['PUT users/ann', { password: 'secret', tags: '' }]],
      output:
        'Adding user "ann" ...\nDone. Don\'t forget to grant the user permissions to some ' +
        "virtual hosts! See 'leveret help set_permissions' to learn more.\n",
    },
    {
      does: 'make a user with a password from standard input',
      words: ['-q', 'add_user', 'ann'],
      input: 'secret\n',
      changes: [['PUT users/ann', { password: 'secret', tags: '' }]],
      output: '',
    },
    {
      does: 'make a user with the hash of a password',
      words: ['-q', 'add_user', 'ann', 'aGFzaA==', '--pre-hashed-password'],
      changes: [['PUT users/ann', { password_hash: 'aGFzaA==', tags: '' }]],
    },
    {
      does: 'make no user twice',
      words: ['-q', 'add_user', 'ann', 'secret'],
      answers: there,
      code: 70,
      error: 'Error: User "ann" already exists\n',
    },
    {
      does: 'delete a user',
      words: ['delete_user', 'ann'],
      answers: there,
      changes: [['DELETE users/ann', undefined]],
      output: 'Deleting user "ann" ...\n',
    },
    {
      does: 'give 67 for a user that there is not',
      words: ['-q', 'delete_user', 'bob'],
      code: 67,
      error: 'Error: User "bob" does not exist\n',
    },
    {
      does: 'change a password and keep the tags',
      words: ['-q', 'change_password', 'ann', 'other'],
      answers: there,
      changes: [['PUT users/ann', { password: 'other', tags: ['monitoring'] }]],
    },
    {
      does: 'take a password away',
      words: ['-q', 'clear_password', 'ann'],
      answers: there,
      changes: [['PUT users/ann', { password_hash: '', tags: ['monitoring'] }]],
    },
    {
      does: 'set tags and keep the password',
      words: ['set_user_tags', 'ann', 'administrator', 'monitoring'],
      answers: there,
      changes: [
        [
          'PUT users/ann',
          { password_hash: 'h', hashing_algorithm: 'a', tags: 'administrator,monitoring' },
        ],
      ],
      output: 'Setting tags for user "ann" to [administrator, monitoring] ...\n',
    },
    {
      does: 'tell whether a password is right',
      words: ['authenticate_user', 'ann', 'secret'],
      answers: { 'GET whoami': { name: 'ann' } },
      output: 'Authenticating user "ann" ...\nSuccess\n',
    },
    {
      does: 'find a password right whose user may not use the API',
      words: ['-q', 'authenticate_user', 'ann', 'secret'],
      answers: { 'GET whoami': new Refusal(401, 'Not management user') },
    },
    {
      does: 'give 65 where it is wrong',
      words: ['-q', 'authenticate_user', 'ann', 'wrong'],
      answers: { 'GET whoami': 401 },
      code: 65,
      error: 'Error: failed to authenticate user "ann": why\n',
    },
    {
      does: 'set permissions in a vhost',
      words: ['set_permissions', '-p', 'v', 'ann', '^a', '.*', ''],
      answers: there,
      changes: [['PUT permissions/v/ann', { configure: '^a', write: '.*', read: '' }]],
      output: 'Setting permissions for user "ann" in vhost "v" ...\n',
    },
    {
      does: 'clear permissions',
      words: ['-q', 'clear_permissions', 'ann'],
      answers: { ...there, ...root, 'GET permissions/%2F/ann': {} },
      changes: [['DELETE permissions/%2F/ann', undefined]],
    },
    {
      does: 'clear permissions that there are not',
      words: ['-q', 'clear_permissions', 'ann'],
      answers: { ...there, ...root },
    },
    {
      does: 'give 65 where the vhost is not there',
      words: ['-q', 'clear_permissions', '-p', 'v', 'ann'],
      answers: there,
      code: 65,
      error: "Error: Virtual host 'v' does not exist\n",
    },
    {
      does: 'set topic permissions',
      words: ['-q', 'set_topic_permissions', 'ann', 'amq.topic', '^a', '^b'],
      answers: there,
      changes: [
        ['PUT topic-permissions/%2F/ann', { exchange: 'amq.topic', write: '^a', read: '^b' }],
      ],
    },
    {
      does: 'clear the topic permissions of one exchange only',
      words: ['-q', 'clear_topic_permissions', 'ann', 'e2'],
      answers: {
        ...there,
        ...root,
        'GET users/ann/topic-permissions': ['e1', 'e2'].flatMap((exchange) => [
          { vhost: '/', exchange },
          { vhost: 'v', exchange },
        ]),
      },
      changes: [['DELETE topic-permissions/%2F/ann/e2', undefined]],
    },
    {
      does: 'clear topic permissions that there are not',
      words: ['-q', 'clear_topic_permissions', 'ann'],
      answers: { ...there, ...root, 'GET users/ann/topic-permissions': [] },
    },
    {
      does: 'set limits of a user one by one',
      words: ['-q', 'set_user_limits', 'ann', '{"max-connections": 1, "max-channels": 2}'],
      answers: there,
      changes: [
        ['PUT user-limits/ann/max-connections', { value: 1 }],
        ['PUT user-limits/ann/max-channels', { value: 2 }],
      ],
    },
    {
      does: 'clear all limits of a user that are set',
      words: ['-q', 'clear_user_limits', 'ann', 'all'],
      answers: { ...there, 'GET user-limits/ann': [{ user: 'ann', value: { 'max-channels': 2 } }] },
      changes: [['DELETE user-limits/ann/max-channels', undefined]],
    },
    {
      does: 'list the limits of a user',
      words: ['-q', 'list_user_limits', '--user', 'ann'],
      answers: { ...there, 'GET user-limits/ann': [{ user: 'ann', value: { 'max-channels': 2 } }] },
      output: 'user\tlimits\nann\t{"max-channels":2}\n',
    },
    ...(
      [
        ['clear_user_limits', 'bob', 'all'],
        ['list_user_limits', '--user', 'bob'],
      ] as const
    ).map((words) => ({
      does: `give 67 for a user that there is not: ${words[0]}`,
      words: ['-q', ...words],
      code: 67,
      error: 'Error: User "bob" does not exist\n',
    })),
  ]);
});
