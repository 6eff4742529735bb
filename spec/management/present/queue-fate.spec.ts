import { expect } from 'chai';
import type { FieldTable } from '../../../src/core/field.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import { presentQueueFate } from '../../../src/management/present/queue-fate.js';
import { fields, message } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

describe('What becomes of the messages of a queue, in JSON', () => {
  const { broker } = new TestManagement();
  let count = 0;
  const declare = (args: FieldTable): Queue => {
    const vhost = broker.vhost('/');
    const request = { name: `q${++count}`, durable: true, autoDelete: false, exclusive: false };
    const queue = vhost?.declareQueue({ ...request, arguments: args }, { name: 'spec' });
    if (queue === undefined) throw new Error('there is no vhost');
    return queue;
  };

  it('is nothing in a plain queue', () => {
    expect(presentQueueFate(declare(new Map()))).to.deep.equal({
      messages_delayed: 0,
      next_delayed_at: null,
      messages_refused: 0,
      deaths: { rejected: 0, expired: 0, maxlen: 0, delivery_limit: 0 },
      effective_arguments: {
        'x-message-ttl': undefined,
        'x-expires': undefined,
        'x-max-length': undefined,
        'x-max-length-bytes': undefined,
        'x-overflow': undefined,
        'x-delivery-limit': undefined,
        'x-dead-letter-exchange': undefined,
        'x-single-active-consumer': undefined,
        'x-consumer-timeout': undefined,
        'x-delayed-retry-min': undefined,
      },
    });
  });

  it('is that they are refused, or die, each for its reason', () => {
    const full = declare(fields({ 'x-max-length': 1, 'x-overflow': 'reject-publish' }));
    full.enqueue(message());
    full.enqueue(message());
    expect(presentQueueFate(full)).to.include({ messages_refused: 1 });
    expect(presentQueueFate(full).effective_arguments).to.include({
      'x-max-length': 1,
      'x-overflow': 'reject-publish',
    });
    const dropping = declare(fields({ 'x-max-length': 1 }));
    dropping.enqueue(message());
    dropping.enqueue(message());
    const entry = dropping.get(false);
    if (entry !== undefined) dropping.reject(entry);
    const brief = declare(fields({ 'x-message-ttl': 0 }));
    brief.enqueue(message());
    const fates = [dropping, brief].map((queue) => presentQueueFate(queue).deaths);
    expect(fates).to.deep.equal([
      { rejected: 1, expired: 0, maxlen: 1, delivery_limit: 0 },
      { rejected: 0, expired: 1, maxlen: 0, delivery_limit: 0 },
    ]);
  });

  it('is that they come back too often, or wait until they may go out again', () => {
    const args = {
      'x-queue-type': 'quorum',
      'x-delivery-limit': 1,
      'x-delayed-retry-type': 'all',
      'x-delayed-retry-min': 1_000,
    };
    const queue = declare(fields(args));
    queue.enqueue(message());
    const back = () => {
      const entry = queue.get(false);
      if (entry !== undefined) queue.requeue(entry, 'rejected');
    };
    const { now } = broker.clock;
    back();
    expect(presentQueueFate(queue)).to.include({
      messages_delayed: 1,
      next_delayed_at: now + 1_000,
    });
    broker.clock.advance(now + 1_000);
    back();
    expect(presentQueueFate(queue)).to.include({ messages_delayed: 0, next_delayed_at: null });
    expect(presentQueueFate(queue).deaths).to.include({ delivery_limit: 1 });
  });
});
