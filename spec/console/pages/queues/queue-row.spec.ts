import { expect } from 'chai';
import {
  COLUMNS_ASKED,
  lookOf,
  nameOfQueue,
  pastOf,
  type QueueRowWithPast,
} from '../../../../src/console/pages/queues/queue-row.js';

const samples = [{ sample: 3, timestamp: 5_000 }];

describe('A queue in the list', () => {
  const row = { vhost: '/', name: 'q', messages: 4 } as QueueRowWithPast;

  it('is asked for without what the list does not show', () => {
    expect(COLUMNS_ASKED.split(','))
      .to.include.members(['name', 'messages_ready', 'message_stats.publish_details.rate'])
      .and.not.include('arguments');
  });

  it('has a name of its own among all vhosts', () => {
    expect(nameOfQueue(row)).to.equal('/ q');
  });

  it('has lines of its messages and of what comes in, of nothing too', () => {
    expect(lookOf(row)).to.deep.equal({ levels: { messages: 4 }, counters: { publish: 0 } });
    expect(pastOf(row)).to.deep.equal({
      levels: { messages: undefined },
      counters: { publish: undefined },
    });
    const busy = {
      ...row,
      messages_details: { rate: 0, samples },
      message_stats: { publish: 9, publish_details: { rate: 1, samples } },
    };
    expect(lookOf(busy).counters).to.deep.equal({ publish: 9 });
    expect(pastOf(busy)).to.deep.equal({
      levels: { messages: samples },
      counters: { publish: samples },
    });
  });
});
