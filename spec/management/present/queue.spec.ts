import { expect } from 'chai';
import type { FieldTable } from '../../../src/core/field.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import { presentQueue } from '../../../src/management/present/queue.js';
import { message } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

describe('A queue in JSON', () => {
  const declare = (args: FieldTable): Queue => {
    const vhost = new TestManagement().broker.vhost('/');
    const request = { name: 'q', durable: true, autoDelete: false, exclusive: false };
    const queue = vhost?.declareQueue({ ...request, arguments: args }, { name: 'spec' });
    if (queue === undefined) throw new Error('there is no vhost');
    return queue;
  };

  it('counts what is ready and what is held, by messages and by octets', () => {
    const queue = declare(new Map());
    for (const body of ['abc', 'de']) queue.enqueue(message({ body }));
    queue.get(false);
    expect(presentQueue(queue, 'node')).to.deep.include({
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
    expect(presentQueue(queue, 'node')).to.deep.include({
      type: 'quorum',
      arguments: { 'x-queue-type': 'quorum' },
      leader: 'node',
      members: ['node'],
      online: ['node'],
    });
  });

  it('that is paused says so', () => {
    const queue = declare(new Map());
    queue.pause();
    expect(presentQueue(queue, 'node').state).to.equal('paused');
  });
});
