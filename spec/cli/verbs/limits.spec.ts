import { itRuns } from '../../support/verb-cases.js';

describe('Limits on the command line', () => {
  itRuns([
    {
      does: 'are a JSON object and nothing else',
      words: ['-q', 'set_vhost_limits', '[1]'],
      code: 65,
      error: 'Error: limits are a JSON object: {"max-connections": 100}\n',
    },
    {
      does: 'may not be something that is no JSON',
      words: ['-q', 'set_vhost_limits', 'max-queues=1'],
      code: 65,
      error: 'Error: max-queues=1 is not JSON\n',
    },
    {
      does: 'are lifted only where they are set',
      words: ['-q', 'clear_user_limits', 'ann', 'max-channels'],
      answers: { 'GET users/ann': {}, 'GET user-limits/ann': [] },
      changes: [],
    },
  ]);
});
