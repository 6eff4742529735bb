import { expect } from 'chai';
import { runWords, ScriptedApi } from '../../support/scripted-api.js';
import { itRuns } from '../../support/verb-cases.js';

const two = [{ name: 'one' }, { name: 'two' }];
const both = { 'GET connections/one': {}, 'GET connections/two': {} };

describe('The verbs that close connections', () => {
  itRuns([
    {
      does: 'close those of a vhost, and count them',
      words: ['close_all_connections', '-p', 'v', 'upgrade'],
      answers: { 'GET vhosts/v/connections': two, ...both },
      changes: [
        ['DELETE connections/one', undefined],
        ['DELETE connections/two', undefined],
      ],
      output: 'Closing all connections in vhost v, reason: upgrade...\nClosed 2 connections\n',
    },
    {
      does: 'do not mind those that have gone by themselves',
      words: ['close_all_connections', '--global', 'upgrade'],
      answers: { 'GET connections': two, 'GET connections/two': {} },
      changes: [['DELETE connections/two', undefined]],
      output: 'Closing all connections in all vhosts, reason: upgrade...\nClosed 1 connections\n',
    },
    {
      does: 'close as many as they may',
      words: ['-q', 'close_all_connections', '--global', '--limit', '1', 'upgrade'],
      answers: { 'GET connections': two, ...both },
      changes: [['DELETE connections/one', undefined]],
    },
    {
      does: 'close those of a user',
      words: ['-q', 'close_all_user_connections', 'ann', 'upgrade'],
      changes: [['DELETE connections/username/ann', undefined]],
    },
  ]);

  it('tell the client why', async () => {
    const api = new ScriptedApi();
    await api.listen();
    api.answers = { 'DELETE connections/1.2.3.4%3A5%20-%3E%206': 204 };
    const words = ['close_connection', '1.2.3.4:5 -> 6', 'go away'];
    const { code, output } = await runWords(words, { LEVERET_URL: api.url });
    api.close();
    expect([code, api.requests[0]?.headers['x-reason']]).to.deep.equal([0, 'go away']);
    expect(output).to.equal('Closing connection 1.2.3.4:5 -> 6, reason: go away...\n');
  });
});
