/**
 * Transactions, through @cloudamqp/amqp-client, as amqplib has no words for them.
 */
import { AMQPClient, type AMQPChannel } from '@cloudamqp/amqp-client';
import { expect } from 'chai';
import { broker } from '../support/broker.js';
import { drain, useStage } from '../support/stage.js';

describe('A transaction', () => {
  const stage = useStage();
  let client: AMQPClient;
  let channel: AMQPChannel;

  beforeEach(async () => {
    client = new AMQPClient(broker.url);
    await client.connect();
    channel = await client.channel();
  });
  afterEach(async () => {
    if (!client.closed) await client.close();
  });

  it('holds its messages back until it is committed', async () => {
    const observer = await stage.channel();
    const queue = await stage.queue(observer);
    await channel.txSelect();
    await channel.basicPublish('', queue, 'one');
    await channel.basicPublish('', queue, 'two');
    await channel.queueDeclare(queue, { passive: true });
    expect(await observer.checkQueue(queue)).to.include({ messageCount: 0 });
    await channel.txCommit();
    expect(await drain(observer, queue)).to.deep.equal(['one', 'two']);
  });

  it('forgets its messages when it is rolled back', async () => {
    const observer = await stage.channel();
    const queue = await stage.queue(observer);
    await channel.txSelect();
    await channel.basicPublish('', queue, 'forgotten');
    await channel.txRollback();
    await channel.basicPublish('', queue, 'kept');
    await channel.txCommit();
    expect(await drain(observer, queue)).to.deep.equal(['kept']);
  });

  it('starts anew after each commit', async () => {
    const observer = await stage.channel();
    const queue = await stage.queue(observer);
    await channel.txSelect();
    await channel.basicPublish('', queue, 'one');
    await channel.txCommit();
    await channel.basicPublish('', queue, 'two');
    await channel.txRollback();
    expect(await drain(observer, queue)).to.deep.equal(['one']);
  });

  it('holds its acknowledgements back until it is committed', async () => {
    const observer = await stage.channel();
    const queue = await stage.queue(observer);
    await stage.fill(queue, ['rolled back', 'committed']);
    await channel.txSelect();
    const first = await channel.basicGet(queue, { noAck: false });
    await first?.ack();
    await channel.txRollback();
    const second = await channel.basicGet(queue, { noAck: false });
    await second?.ack();
    await channel.txCommit();
    await channel.close();
    expect(await drain(observer, queue)).to.deep.equal(['rolled back']);
  });

  it('that is rolled back leaves its deliveries to be acknowledged again', async () => {
    const queue = await stage.queue(await stage.channel());
    await stage.fill(queue, ['m']);
    await channel.txSelect();
    const message = await channel.basicGet(queue, { noAck: false });
    const tag = message?.deliveryTag ?? 0;
    await channel.basicAck(tag);
    await channel.txRollback();
    await channel.basicAck(tag);
    await channel.txCommit();
    await channel.close();
    expect(await drain(await stage.channel(), queue)).to.deep.equal([]);
  });

  it('requeues on commit what was rejected within', async () => {
    const observer = await stage.channel();
    const queue = await stage.queue(observer);
    await stage.fill(queue, ['m']);
    await channel.txSelect();
    const message = await channel.basicGet(queue, { noAck: false });
    await channel.basicReject(message?.deliveryTag ?? 0, true);
    await channel.queueDeclare(queue, { passive: true });
    expect(await observer.checkQueue(queue)).to.include({ messageCount: 0 });
    await channel.txCommit();
    expect(await drain(observer, queue)).to.deep.equal(['m']);
  });

  it('is lost with its channel', async () => {
    const observer = await stage.channel();
    const queue = await stage.queue(observer);
    await channel.txSelect();
    await channel.basicPublish('', queue, 'm');
    await channel.close();
    expect(await drain(observer, queue)).to.deep.equal([]);
  });

  it('cannot begin on a channel with confirms', async () => {
    await channel.confirmSelect();
    expect(await refusal(channel.txSelect())).to.equal(
      'channel 1 closed: PRECONDITION_FAILED - cannot switch from confirm to tx mode (406)',
    );
  });

  it('cannot become a channel with confirms', async () => {
    await channel.txSelect();
    expect(await refusal(channel.confirmSelect())).to.equal(
      'channel 1 closed: PRECONDITION_FAILED - cannot switch from tx to confirm mode (406)',
    );
  });

  it('cannot be committed before it is selected', async () => {
    expect(await refusal(channel.txCommit())).to.equal(
      'channel 1 closed: PRECONDITION_FAILED - channel is not transactional (406)',
    );
  });

  it('cannot be rolled back before it is selected', async () => {
    expect(await refusal(channel.txRollback())).to.equal(
      'channel 1 closed: PRECONDITION_FAILED - channel is not transactional (406)',
    );
  });

  it('that a full queue rejects fails to commit', async () => {
    const observer = await stage.channel();
    const queue = await stage.queue(observer, { maxLength: 1, overflow: 'reject-publish' });
    await stage.fill(queue, ['full']);
    await channel.txSelect();
    await channel.basicPublish('', queue, 'refused');
    expect(await refusal(channel.txCommit())).to.equal(
      'channel 1 closed: PRECONDITION_FAILED - partial tx completion (406)',
    );
  });
});

async function refusal(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => 'accepted',
    (error: Error) => error.message,
  );
}
