import { expect } from 'chai';
import { amqpServer } from '../../support/amqp-server.js';
import { fields } from '../../support/core-builders.js';

function make() {
  const server = amqpServer();
  const client = server.open({ channels: 2 });
  const textOf = (): string => String(client.take()[0]?.args['replyText']);
  return { server, client, textOf };
}

describe('queue.declare', () => {
  it('says what is in the queue and who consumes it', () => {
    const { client } = make();
    client.send(1, 'queue.declare', { queue: 'q' }).publish(1, 'x', { key: 'q' });
    client.send(1, 'basic.get', { queue: 'q' }).publish(1, 'y', { key: 'q' }).take();
    client.send(2, 'queue.declare', { queue: 'q' });
    expect(client.lines()).to.eql(['2 queue.declare-ok queue=q messageCount=1 consumerCount=0']);
  });

  it('names a queue that has no name, each another', () => {
    const { client } = make();
    client.send(1, 'queue.declare').send(1, 'queue.declare');
    const [one, other] = client.take().map(({ args }) => args['queue']);
    expect(one).to.match(/^amq\.gen-/);
    expect(one).to.not.equal(other);
  });

  it('may only ask, with passive', () => {
    const { client, textOf } = make();
    client.send(1, 'queue.declare', { queue: 'q' });
    client.send(1, 'queue.declare', { queue: 'q', passive: true, durable: true });
    expect(client.names()).to.eql(['1 queue.declare-ok', '1 queue.declare-ok']);
    client.send(1, 'queue.declare', { queue: 'nope', passive: true });
    expect(textOf()).to.equal("NOT_FOUND - no queue 'nope' in vhost '/'");
  });

  it('must say the same as the first time', () => {
    const { client, textOf } = make();
    client.send(1, 'queue.declare', { queue: 'q', durable: true }).take();
    client.send(1, 'queue.declare', { queue: 'q' });
    expect(textOf()).to.equal(
      "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q' in vhost '/': received " +
        "'false' but current is 'true'",
    );
  });

  it('is not answered where no answer is wanted, and is known all the same', () => {
    const { client } = make();
    client.send(1, 'queue.declare', { queue: 'q', noWait: true }).send(1, 'basic.get');
    expect(client.names()).to.eql(['1 basic.get-empty']);
  });

  it('takes a name of 255 bytes', () => {
    const { client } = make();
    const queue = `${'é'.repeat(127)}!`;
    client.send(1, 'queue.declare', { queue });
    expect(client.take()[0]?.args['queue']).to.equal(queue);
    client.publish(1, 'x', { key: queue, mandatory: true });
    expect(client.names()).to.eql([]);
  });

  it('refuses arguments that cannot be, and reserved names', () => {
    const { client, textOf } = make();
    client.send(1, 'queue.declare', { queue: 'q', arguments: fields({ 'x-max-length': -1 }) });
    expect(textOf()).to.match(/^PRECONDITION_FAILED - invalid arg 'x-max-length' for queue 'q'/);
    client.send(2, 'queue.declare', { queue: 'amq.mine' });
    expect(textOf()).to.match(/^ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix/);
  });

  it('of a reply address says whether its caller is still there', () => {
    const { client, textOf } = make();
    client.send(1, 'basic.consume', { queue: 'amq.rabbitmq.reply-to', noAck: true });
    client.send(1, 'queue.declare', { queue: 'q' });
    client.publish(1, 'x', { key: 'q', properties: { replyTo: 'amq.rabbitmq.reply-to' } }).take();
    const [get] = client.send(1, 'basic.get', { queue: 'q' }).take();
    const replyTo = get?.properties.replyTo ?? '';
    client.send(2, 'queue.declare', { queue: replyTo });
    expect(client.lines()).to.eql([
      `2 queue.declare-ok queue=${replyTo} messageCount=0 consumerCount=1`,
    ]);
    client.send(2, 'queue.declare', { queue: `${replyTo}?` });
    expect(textOf()).to.equal(`NOT_FOUND - no queue '${replyTo}?' in vhost '/'`);
  });
});

describe('queue.bind and queue.unbind', () => {
  it('bring messages to the queue, and end that', () => {
    const { client } = make();
    const binding = { queue: 'q', exchange: 'amq.topic', routingKey: 'a.#' };
    client.send(1, 'queue.declare', { queue: 'q' }).send(1, 'queue.bind', binding);
    client.publish(1, 'in', { exchange: 'amq.topic', key: 'a.b' });
    client.send(1, 'queue.unbind', binding);
    client.publish(1, 'out', { exchange: 'amq.topic', key: 'a.b', mandatory: true });
    expect(client.names()).to.eql([
      '1 queue.declare-ok',
      '1 queue.bind-ok',
      '1 queue.unbind-ok',
      '1 basic.return',
    ]);
  });

  it('need a queue and an exchange to bind, and none to unbind', () => {
    for (const [queue, exchange, text] of [
      ['nope', 'amq.direct', "NOT_FOUND - no queue 'nope' in vhost '/'"],
      ['q', 'nope', "NOT_FOUND - no exchange 'nope' in vhost '/'"],
      ['q', '', 'ACCESS_REFUSED - operation not permitted on the default exchange'],
    ] as const) {
      const { client, textOf } = make();
      client.send(1, 'queue.declare', { queue: 'q' }).take();
      client.send(1, 'queue.bind', { queue, exchange });
      expect(textOf()).to.equal(text);
    }
    const { client } = make();
    client.send(1, 'queue.unbind', { queue: 'nope', exchange: 'nope', routingKey: 'k' });
    expect(client.names()).to.eql(['1 queue.unbind-ok']);
  });
});

describe('queue.purge', () => {
  it('drops what is ready, says how much, and leaves what is unsettled', () => {
    const { server, client } = make();
    client.send(1, 'queue.declare', { queue: 'q' });
    for (const body of ['a', 'b', 'c']) client.publish(1, body, { key: 'q' });
    client.send(1, 'basic.get', { queue: 'q' }).take();
    client.send(1, 'queue.purge', { queue: 'q' });
    client.send(1, 'queue.purge', { queue: 'q', noWait: true });
    expect(client.lines()).to.eql(['1 queue.purge-ok messageCount=2']);
    expect(server.vhost.queue('q')).to.include({ messageCount: 0, unsettledCount: 1 });
  });
});

describe('queue.delete', () => {
  it('says how many messages went with the queue, and minds no queue that is not there', () => {
    const { client } = make();
    client.send(1, 'queue.declare', { queue: 'q' }).publish(1, 'x', { key: 'q' }).take();
    client.send(1, 'queue.delete', { queue: 'q' }).send(1, 'queue.delete', { queue: 'q' });
    client.send(1, 'queue.delete', { queue: 'q', noWait: true });
    expect(client.lines()).to.eql([
      '1 queue.delete-ok messageCount=1',
      '1 queue.delete-ok messageCount=0',
    ]);
  });

  it('spares the queue if it is not empty or in use, and that was asked for', () => {
    const { client, textOf } = make();
    client.send(1, 'queue.declare', { queue: 'q' }).publish(1, 'x', { key: 'q' }).take();
    client.send(1, 'queue.delete', { queue: 'q', ifEmpty: true });
    expect(textOf()).to.equal("PRECONDITION_FAILED - queue 'q' in vhost '/' not empty");
    client.send(2, 'basic.consume', { queue: 'q' }).take();
    client.send(2, 'queue.delete', { queue: 'q', ifUnused: true });
    expect(textOf()).to.equal("PRECONDITION_FAILED - queue 'q' in vhost '/' in use");
  });
});
