import { expect } from 'chai';
import { amqpFormat } from '../../../src/amqp/content.js';
import { Broker } from '../../../src/core/broker.js';
import { Clock } from '../../../src/core/clock.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { DurableOperations } from '../../../src/durable-operations.js';
import {
  takeMessages,
  type TakeRequest,
  tracedChannel,
} from '../../../src/management/messages/take-messages.js';
import { fields, NO_ROOM } from '../../support/core-builders.js';
import { ScriptedStore } from '../../support/scripted-store.js';

const OWNER = { name: 'x', user: 'guest' };

describe('Messages taken for an answer', () => {
  const store = new ScriptedStore();
  const broker = new Broker({
    clock: new Clock(0),
    store,
    format: amqpFormat,
    token: () => 't',
    random: () => 0,
    ...NO_ROOM,
  });
  const operations = new DurableOperations(broker);
  const vhost = broker.vhost('/');
  if (vhost === undefined) throw new Error('no vhost');
  const request = { durable: true, autoDelete: false, exclusive: false, arguments: NO_FIELDS };

  const queueWith = (name: string, bodies: readonly Buffer[]) => {
    const queue = vhost.declareQueue({ name, ...request }, OWNER);
    const parts = { exchange: '', routingKey: name, properties: fields({ delivery_mode: 2 }) };
    for (const body of bodies) vhost.publish(amqpFormat.build({ ...parts, body }));
    store.commit();
    return queue;
  };
  const take = (queueName: string, change: Partial<TakeRequest> = {}) =>
    takeMessages(
      {
        broker,
        durably: async (operation) => {
          const done = operations.run(operation);
          store.commit();
          return done;
        },
      },
      vhost,
      {
        queueName,
        owner: OWNER,
        ackMode: 'ack_requeue_true',
        count: -1,
        encoding: 'auto',
        truncate: Infinity,
        ...change,
      },
    );

  it('are waited for where they are on the disk alone', async () => {
    const queue = queueWith(
      'paged',
      ['a', 'b', 'c'].map((text) => Buffer.from(text)),
    );
    expect(queue.waiting.pagedOutCount).to.equal(3);
    const taken = take('paged', { count: 2 });
    const turn = setInterval(() => store.answer());
    const shown = await taken;
    clearInterval(turn);
    expect(shown.map(({ payload }) => payload)).to.eql(['a', 'b']);
    expect([queue.messageCount, queue.unsettledCount]).to.eql([3, 0]);
  });

  it('go back if their queue goes, or another fault comes', async () => {
    const queue = queueWith('gone', [Buffer.from('a')]);
    const taken = take('gone');
    vhost.deleteQueue('gone', { ifUnused: false, ifEmpty: false }, OWNER);
    store.settleDown();
    let fault: unknown;
    await taken.catch((error: unknown) => (fault = error));
    expect(String(fault)).to.contain("no queue 'gone' in vhost '/'");
    expect(queue.unsettledCount).to.equal(0);
  });

  it('are no more than an answer has room for, but one at least', async () => {
    const large = Buffer.alloc(20_000_000, 'x');
    const queue = queueWith('large', [large, large, large]);
    const turn = setInterval(() => store.answer());
    const shown = await take('large');
    clearInterval(turn);
    expect(shown.map(({ payload_bytes }) => payload_bytes)).to.eql([20_000_000, 20_000_000]);
    expect(queue.messageCount).to.equal(3);
  });

  it('are traced as if a channel had got them', () => {
    expect(tracedChannel(OWNER)).to.eql({ number: 1, connection: OWNER });
    expect(tracedChannel({ name: 'x' }).connection.user).to.equal('');
  });
});
