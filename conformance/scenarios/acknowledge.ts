/**
 * Settling deliveries: ack, nack and reject, single and multiple.
 */
import type { Channel, GetMessage } from 'amqplib';
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { Inbox } from '../support/inbox.js';
import { drain, type Stage, useStage } from '../support/stage.js';

describe('Acknowledging', () => {
  const stage = useStage();

  it('a delivery removes it for good', async () => {
    const { channel, queue, messages } = await takeNumbered(stage, 1);
    channel.ack(at(messages, 0));
    await channel.close();
    expect(await drain(await stage.channel(), queue)).to.deep.equal([]);
  });

  it('in any order settles each delivery by itself', async () => {
    const { channel, queue, messages } = await takeNumbered(stage, 4);
    channel.ack(at(messages, 2));
    channel.ack(at(messages, 0));
    await channel.recover();
    expect(await drain(channel, queue)).to.deep.equal(['2', '4']);
  });

  it('multiple settles all deliveries up to the tag', async () => {
    const { channel, queue, messages } = await takeNumbered(stage, 4);
    channel.ack(at(messages, 2), true);
    await channel.recover();
    expect(await drain(channel, queue)).to.deep.equal(['4']);
  });

  it('multiple leaves out what was settled before', async () => {
    const { channel, queue, messages } = await takeNumbered(stage, 4);
    channel.nack(at(messages, 1));
    channel.ack(at(messages, 2), true);
    await channel.recover();
    expect(await drain(channel, queue)).to.deep.equal(['2', '4']);
  });

  it('tag zero multiple settles all deliveries', async () => {
    const { channel, queue } = await takeNumbered(stage, 3);
    channel.ackAll();
    await channel.recover();
    expect(await drain(channel, queue)).to.deep.equal([]);
  });

  it('tag zero multiple is fine when there is nothing to settle', async () => {
    const channel = await stage.channel();
    channel.ackAll();
    await stage.queue(channel);
  });

  it('multiple spans the queues of a channel', async () => {
    const channel = await stage.channel();
    const one = await stage.queue(channel);
    const two = await stage.queue(channel);
    await stage.fill(one, ['1']);
    await stage.fill(two, ['2']);
    await channel.get(one);
    const last = await channel.get(two);
    channel.ack(last as GetMessage, true);
    await channel.recover();
    expect(await channel.checkQueue(one)).to.include({ messageCount: 0 });
    expect(await channel.checkQueue(two)).to.include({ messageCount: 0 });
  });

  it('an unknown tag closes the channel with 406', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - unknown delivery tag 99' },
      () => {
        channel.ack({ fields: { deliveryTag: 99 } } as GetMessage);
      },
    );
  });

  it('an unknown tag multiple closes the channel with 406', async () => {
    const { channel } = await takeNumbered(stage, 2);
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - unknown delivery tag 99' },
      () => {
        channel.ack({ fields: { deliveryTag: 99 } } as GetMessage, true);
      },
    );
  });

  it('tag zero alone closes the channel with 406', async () => {
    const { channel } = await takeNumbered(stage, 1);
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - unknown delivery tag 0' },
      () => {
        channel.ack({ fields: { deliveryTag: 0 } } as GetMessage);
      },
    );
  });

  it('a delivery twice closes the channel with 406', async () => {
    const { channel, messages } = await takeNumbered(stage, 1);
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - unknown delivery tag 1' },
      () => {
        channel.ack(at(messages, 0));
        channel.ack(at(messages, 0));
      },
    );
  });

  it('what came without acknowledgement closes the channel with 406', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['m']);
    const message = await channel.get(queue, { noAck: true });
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - unknown delivery tag 1' },
      () => {
        channel.ack(message as GetMessage);
      },
    );
  });

  it('the delivery of another channel closes the channel with 406', async () => {
    const { messages } = await takeNumbered(stage, 1);
    const other = await stage.channel();
    await expectFault(
      other,
      { code: 406, text: 'PRECONDITION_FAILED - unknown delivery tag 1' },
      () => {
        other.ack(at(messages, 0));
      },
    );
  });

  it('nack of an unknown tag closes the channel with 406', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - unknown delivery tag 7' },
      () => {
        channel.nack({ fields: { deliveryTag: 7 } } as GetMessage);
      },
    );
  });

  it('reject of an unknown tag closes the channel with 406', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - unknown delivery tag 7' },
      () => {
        channel.reject({ fields: { deliveryTag: 7 } } as GetMessage);
      },
    );
  });
});

describe('Refusing a delivery', () => {
  const stage = useStage();

  it('by reject without requeue drops it', async () => {
    const { channel, queue, messages } = await takeNumbered(stage, 2);
    channel.reject(at(messages, 0), false);
    await channel.recover();
    expect(await drain(channel, queue)).to.deep.equal(['2']);
  });

  it('by reject with requeue puts it back to its place', async () => {
    const { channel, queue, messages } = await takeNumbered(stage, 3);
    channel.reject(at(messages, 1), true);
    channel.reject(at(messages, 0), true);
    channel.reject(at(messages, 2), true);
    expect(await drain(channel, queue)).to.deep.equal(['1', '2', '3']);
  });

  it('by nack multiple with requeue puts all back to their places', async () => {
    const { channel, queue, messages } = await takeNumbered(stage, 4);
    channel.nack(at(messages, 2), true);
    expect(await drain(channel, queue)).to.deep.equal(['1', '2', '3']);
  });

  it('by nack multiple without requeue drops all', async () => {
    const { channel, queue, messages } = await takeNumbered(stage, 4);
    channel.nack(at(messages, 2), true, false);
    await channel.recover();
    expect(await drain(channel, queue)).to.deep.equal(['4']);
  });

  it('by nack of tag zero multiple puts all back', async () => {
    const { channel, queue } = await takeNumbered(stage, 3);
    channel.nackAll();
    expect(await drain(channel, queue)).to.deep.equal(['1', '2', '3']);
  });

  it('puts it back before what is still ready', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3']);
    const [first] = await takeMessages(channel, queue, 1);
    channel.nack(first as GetMessage);
    expect(await drain(channel, queue)).to.deep.equal(['1', '2', '3']);
  });

  it('marks it as redelivered', async () => {
    const { channel, queue, messages } = await takeNumbered(stage, 1);
    expect(at(messages, 0).fields.redelivered).to.equal(false);
    channel.nack(at(messages, 0));
    const [again] = await takeMessages(channel, queue, 1);
    expect(again?.fields).to.include({ redelivered: true, deliveryTag: 2 });
  });

  it('gives it to another consumer, or to the same when there is no other', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    const inbox = await Inbox.open(channel, queue);
    await stage.fill(queue, ['m']);
    for (let round = 0; round < 5; round++) {
      const message = await inbox.next();
      expect(message.fields.redelivered).to.equal(round > 0);
      channel.nack(message);
    }
    channel.ack(await inbox.next());
    expect(await channel.checkQueue(queue)).to.include({ messageCount: 0 });
  });
});

describe('Unsettled deliveries', () => {
  const stage = useStage();

  it('go back to their places, redelivered, when their channel closes', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3']);
    const consumer = await stage.channel();
    await takeMessages(consumer, queue, 2);
    const inbox = await Inbox.open(channel, queue);
    expect(await inbox.nextText()).to.equal('3');
    await consumer.close();
    const returned = await inbox.take(2);
    expect(returned.map((message) => message.content.toString())).to.deep.equal(['1', '2']);
    expect(returned.every((message) => message.fields.redelivered)).to.equal(true);
  });

  it('go back to their places, redelivered, when their connection is lost', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3']);
    const connection = await stage.connect();
    const lost = await Inbox.open(await stage.channel(connection), queue);
    await lost.take(3);
    const inbox = await Inbox.open(channel, queue);
    await connection.close();
    const returned = await inbox.take(3);
    expect(returned.map((message) => message.content.toString())).to.deep.equal(['1', '2', '3']);
    expect(returned.every((message) => message.fields.redelivered)).to.equal(true);
  });

  it('go back when their channel fails', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['m']);
    const broken = await stage.channel();
    await takeMessages(broken, queue, 1);
    const inbox = await Inbox.open(channel, queue);
    await expectFault(
      broken,
      { code: 404, text: "NOT_FOUND - no queue 'no-such-queue' in vhost '/'" },
      () => broken.checkQueue('no-such-queue'),
    );
    expect(await inbox.nextText()).to.equal('m');
  });
});

describe('Recovering', () => {
  const stage = useStage();

  it('puts all unsettled deliveries of the channel back, redelivered', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['1', '2', '3']);
    const messages = await takeMessages(channel, queue, 3);
    channel.ack(at(messages, 1));
    await channel.recover();
    const again = await takeMessages(channel, queue, 2);
    expect(again.map((message) => message.content.toString())).to.deep.equal(['1', '3']);
    expect(again.every((message) => message.fields.redelivered)).to.equal(true);
  });

  it('makes the old delivery tags unknown', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.fill(queue, ['m']);
    const [message] = await takeMessages(channel, queue, 1);
    await channel.recover();
    await expectFault(
      channel,
      { code: 406, text: 'PRECONDITION_FAILED - unknown delivery tag 1' },
      () => {
        channel.ack(message as GetMessage);
      },
    );
  });

  it('leaves the deliveries of other channels alone', async () => {
    const one = await stage.channel();
    const two = await stage.channel();
    const queue = await stage.queue(one);
    await stage.fill(queue, ['1', '2']);
    await takeMessages(one, queue, 1);
    await takeMessages(two, queue, 1);
    await two.recover();
    expect(await drain(two, queue)).to.deep.equal(['2']);
  });
});

interface Taken {
  readonly channel: Channel;
  readonly queue: string;
  readonly messages: GetMessage[];
}

/** A queue of the messages '1', '2', ... that all have been taken and wait to be settled. */
async function takeNumbered(stage: Stage, count: number): Promise<Taken> {
  const channel = await stage.channel();
  const queue = await stage.queue(channel);
  await stage.fill(
    queue,
    Array.from({ length: count }, (_, index) => String(index + 1)),
  );
  return { channel, queue, messages: await takeMessages(channel, queue, count) };
}

function at(messages: GetMessage[], index: number): GetMessage {
  const message = messages[index];
  if (message === undefined) throw new Error(`there is no delivery ${index}`);
  return message;
}

async function takeMessages(channel: Channel, queue: string, count: number): Promise<GetMessage[]> {
  const messages: GetMessage[] = [];
  while (messages.length < count) {
    const message = await channel.get(queue);
    if (message === false) throw new Error(`${queue} has only ${messages.length} messages`);
    messages.push(message);
  }
  return messages;
}
