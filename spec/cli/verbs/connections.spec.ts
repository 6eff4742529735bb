import { expect } from 'chai';
import { runWords, ScriptedApi } from '../../support/scripted-api.js';
import { itRuns } from '../../support/verb-cases.js';

const TWO = [{ name: '1 -> 2' }, { name: '3 -> 2' }];

describe('The verbs of connections', () => {
  itRuns([
    {
      does: 'close one',
      words: ['close_connection', '1 -> 2', 'go away'],
      changes: [['DELETE connections/1%20-%3E%202', undefined]],
      output: 'Closing connection 1 -> 2, reason: go away...\n',
    },
    {
      does: 'close those of a vhost, and pass over those that have gone',
      words: ['close_all_connections', '-p', 'v', 'go away'],
      answers: {
        'GET vhosts/v/connections': TWO,
        'DELETE connections/3%20-%3E%202': 404,
      },
      changes: [
        ['DELETE connections/1%20-%3E%202', undefined],
        ['DELETE connections/3%20-%3E%202', undefined],
      ],
      output: 'Closing all connections in vhost v, reason: go away...\nClosed 2 connections\n',
    },
    {
      does: 'close no more than they are told',
      words: ['close_all_connections', '--limit', '1', '--per-connection-delay', '1', 'bye'],
      answers: { 'GET vhosts/%2F/connections': TWO },
      changes: [['DELETE connections/1%20-%3E%202', undefined]],
      output: 'Closing 1 connections in vhost /, reason: bye...\nClosed 1 connections\n',
    },
    {
      does: 'close those of all vhosts',
      words: ['close_all_connections', '--global', 'bye'],
      answers: { 'GET connections': TWO },
      changes: [
        ['DELETE connections/1%20-%3E%202', undefined],
        ['DELETE connections/3%20-%3E%202', undefined],
      ],
      output: 'Closing all connections (across all vhosts), reason: bye...\nClosed 2 connections\n',
    },
    {
      does: 'take a number for a limit only',
      words: ['-q', 'close_all_connections', '--limit', 'many', 'bye'],
      code: 64,
      error: 'Error: --limit takes a number, and many is none\n',
    },
    {
      does: 'close those of a user',
      words: ['close_all_user_connections', 'ann', 'bye'],
      changes: [['DELETE connections/username/ann', undefined]],
      output: 'Closing connections of user ann, reason: bye...\n',
    },
    {
      does: 'end a consumer',
      words: ['cancel_consumer', '-p', 'v', '1 -> 2 (1)', 'tag'],
      changes: [['DELETE consumers/v/1%20-%3E%202%20(1)/tag', undefined]],
      output: 'Cancelling consumer "tag" of 1 -> 2 (1) in vhost v ...\n',
    },
  ]);

  it('send the reason as one line of UTF-8', async () => {
    const api = new ScriptedApi();
    await api.listen();
    try {
      api.answers = { 'DELETE connections/c': 204 };
      const words = ['close_connection', 'c', 'schön\nweg'];
      await runWords(words, { LEVERET_URL: api.url }, {});
      const reason = String(api.requests[0]?.headers['x-reason']);
      expect(Buffer.from(reason, 'latin1').toString('utf8')).to.equal('schön weg');
    } finally {
      api.close();
    }
  });
});
