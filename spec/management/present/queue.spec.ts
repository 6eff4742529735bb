import { expect } from 'chai';
import type { Broker } from '../../../src/core/broker.js';
import type { FieldTable } from '../../../src/core/field.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import { presentQueue } from '../../../src/management/present/queue.js';
import { fields, message } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

describe('A queue in JSON', () => {
  let broker: Broker;
  let now: number;
  beforeEach(() => {
    ({ broker } = new TestManagement());
    ({ now } = broker.clock);
  });

  const declare = (args: FieldTable = new Map(), name = 'q'): Queue => {
    const vhost = broker.vhost('/');
    const request = { name, durable: true, autoDelete: false, exclusive: false };
    const queue = vhost?.declareQueue({ ...request, arguments: args }, { name: 'spec' });
    if (queue === undefined) throw new Error('there is no vhost');
    return queue;
  };

  it('counts what is ready and what is held, by messages and by octets', () => {
    const queue = declare(new Map());
    for (const body of ['abc', 'de']) queue.enqueue(message({ body }));
    queue.get(false);
    expect(presentQueue(queue, 'node', now)).to.deep.include({
      name: 'q',
      vhost: '/',
      durable: true,
      type: 'classic',
      state: 'running',
      node: 'node',
      policy: null,
      operator_policy: null,
      effective_policy_definition: {},
      messages: 2,
      messages_ready: 1,
      messages_unacknowledged: 1,
      message_bytes: 5,
      message_bytes_ready: 2,
      message_bytes_unacknowledged: 3,
      messages_paged_out: 0,
    });
  });

  it('of the quorum type names the node as its only member', () => {
    const queue = declare(new Map([['x-queue-type', { type: 'S', value: 'quorum' }]]));
    expect(presentQueue(queue, 'node', now)).to.deep.include({
      type: 'quorum',
      arguments: { 'x-queue-type': 'quorum' },
      leader: 'node',
      members: ['node'],
      online: ['node'],
    });
  });

  it('tells how long its oldest message has waited', () => {
    const queue = declare();
    expect(presentQueue(queue, 'node', now)).to.include({ oldest_message_age_ms: null });
    queue.enqueue(message());
    expect(presentQueue(queue, 'node', now + 90)).to.include({ oldest_message_age_ms: 90 });
  });

  it('that is paused says so', () => {
    const queue = declare(new Map());
    queue.pause();
    expect(presentQueue(queue, 'node', now).state).to.equal('paused');
  });

  it('has the timestamp of the first ready message, or null', () => {
    const queue = declare();
    const timestamp = () => presentQueue(queue, 'node', now).head_message_timestamp;
    expect(timestamp()).to.equal(null);
    queue.enqueue(message({ timestamp: '1234567' }));
    queue.enqueue(message());
    expect(timestamp()).to.equal(1_234_567);
    queue.get(false);
    expect(timestamp()).to.equal(null);
  });

  it('tells since when it is idle, once nothing has come or gone for a second', () => {
    const queue = declare();
    const since = (ms: number) => {
      broker.clock.advance(now + ms);
      return presentQueue(queue, 'node', broker.clock.now).idle_since;
    };
    const text = (ms: number) => new Date(now + ms).toISOString().replace('Z', '+00:00');
    expect(since(999)).to.equal(undefined);
    expect(since(1_000)).to.equal(text(0));
    queue.enqueue(message());
    expect(since(1_999)).to.equal(undefined);
    expect(since(2_000)).to.equal(text(1_000));
    const entry = queue.get(false);
    expect(since(3_000)).to.equal(text(2_000));
    if (entry !== undefined) queue.acknowledge(entry);
    expect(since(4_000)).to.equal(text(3_000));
    queue.get(false);
    expect(since(5_000), 'a get that finds nothing').to.equal(text(4_000));
  });

  it('counts the persistent messages, of the quorum type all', () => {
    const counts = (queue: Queue): unknown[] => {
      const presented = presentQueue(queue, 'node', now);
      return [presented.messages_persistent, presented.message_bytes_persistent];
    };
    const queue = declare();
    queue.enqueue(message({ body: 'abc', persistent: true }));
    queue.enqueue(message({ body: 'de' }));
    expect(counts(queue)).to.eql([1, 3]);
    const entry = queue.get(false);
    expect(counts(queue), 'while it is held').to.eql([1, 3]);
    if (entry !== undefined) queue.acknowledge(entry);
    expect(counts(queue)).to.eql([0, 0]);
    queue.enqueue(message({ body: 'f', persistent: true }));
    queue.purge();
    expect(counts(queue), 'after a purge').to.eql([0, 0]);
    const quorum = declare(fields({ 'x-queue-type': 'quorum' }), 'quorum');
    quorum.enqueue(message({ body: 'de' }));
    expect(counts(quorum)).to.eql([1, 2]);
  });

  it('of the quorum type counts the dead letters that nobody takes', () => {
    const queue = declare(
      fields({
        'x-queue-type': 'quorum',
        'x-dead-letter-exchange': '',
        'x-dead-letter-routing-key': 'nowhere',
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
      }),
    );
    for (const body of ['abc', 'de']) queue.enqueue(message({ body }));
    const entry = queue.get(false);
    if (entry !== undefined) queue.reject(entry);
    const presented = presentQueue(queue, 'node', now);
    expect(presented).to.include({ messages: 1, messages_dlx: 1, message_bytes_dlx: 3 });
    expect(JSON.stringify(presented)).to.not.match(/idle_since|head_message_timestamp/);
  });
});
