import { itRuns } from '../../support/verb-cases.js';

describe('The verbs of a queue', () => {
  itRuns([
    {
      does: 'purge it',
      words: ['purge_queue', 'a/b'],
      changes: [['DELETE queues/%2F/a%2Fb/contents', undefined]],
      output: "Purging queue 'a/b' in vhost '/' ...\n",
    },
    {
      does: 'delete it',
      words: ['delete_queue', 'a', '-p', 'v'],
      changes: [['DELETE queues/v/a', undefined]],
      output: "Deleting queue 'a' on vhost 'v' ...\nQueue was successfully deleted\n",
    },
    {
      does: 'delete it only if it is empty and unused',
      words: ['-q', 'delete_queue', 'a', '-e', '--if-unused'],
      changes: [['DELETE queues/%2F/a?if-empty=true&if-unused=true', undefined]],
    },
    {
      does: 'pause it',
      words: ['-q', 'pause_queue', 'a'],
      changes: [['POST queues/%2F/a/actions', { action: 'pause' }]],
    },
    {
      does: 'resume it',
      words: ['resume_queue', 'a'],
      changes: [['POST queues/%2F/a/actions', { action: 'resume' }]],
      output: "Resuming queue 'a' in vhost '/' ...\n",
    },
  ]);
});
