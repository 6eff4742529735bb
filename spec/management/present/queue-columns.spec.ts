import { expect } from 'chai';
import type { Queue } from '../../../src/core/queue/queue.js';
import { pick, readColumns } from '../../../src/management/lists/columns.js';
import { presentQueue } from '../../../src/management/present/queue.js';
import { queuePicker, queueReader } from '../../../src/management/present/queue-columns.js';
import { message } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

const COLUMNS = [
  'name,vhost,durable,auto_delete,exclusive,type,state,policy,consumers,messages,messages_ready',
  'messages_unacknowledged,message_bytes,memory,oldest_message_age_ms',
].join(',');

describe('The columns of a queue', () => {
  let queue: Queue;
  let now: number;
  beforeEach(() => {
    const { broker } = new TestManagement();
    const flags = { durable: true, autoDelete: false, exclusive: false, arguments: new Map() };
    const declared = broker.vhost('/')?.declareQueue({ name: 'q', ...flags }, { name: 'spec' });
    if (declared === undefined) throw new Error('there is no vhost');
    queue = declared;
    now = broker.clock.now + 90;
  });

  const picked = (columns: string) => queuePicker(readColumns(columns), now, () => undefined);

  it('are those of the whole queue', () => {
    for (const count of [0, 2]) {
      for (let n = 0; n < count; n++) queue.enqueue(message({ body: 'abc' }));
      if (count > 0) queue.get(false);
      const whole = pick(presentQueue(queue, 'node', now), readColumns(COLUMNS));
      expect(picked(COLUMNS)?.(queue)).to.deep.equal(whole);
    }
    expect(picked('oldest_message_age_ms')?.(queue)).to.deep.equal({ oldest_message_age_ms: 90 });
  });

  it('are left to the whole queue where one of them is not so simple', () => {
    expect(picked('name,arguments')).to.equal(undefined);
    expect(picked('name.first')).to.equal(undefined);
    expect(picked('toString')).to.equal(undefined);
    expect(picked('message_stats.publish')).to.equal(undefined);
  });

  it('of message_stats are read by whoever knows rates', () => {
    const asked: unknown[] = [];
    const picker = queuePicker(readColumns('name,message_stats.ack'), now, (columns) => {
      asked.push([...columns.keys()]);
      return () => ({ ack: 3 });
    });
    expect(picker?.(queue)).to.deep.equal({ name: 'q', message_stats: { ack: 3 } });
    expect(asked).to.deep.equal([['ack']]);
  });

  it('are read one by one to sort by them', () => {
    queue.enqueue(message());
    expect(queueReader(['messages'], now)?.(queue)).to.equal(1);
    expect(queueReader(['oldest_message_age_ms'], now)?.(queue)).to.equal(90);
    expect(queueReader(['arguments'], now)).to.equal(undefined);
    expect(queueReader(['messages', 'x'], now)).to.equal(undefined);
  });
});
