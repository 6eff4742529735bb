import { expect } from 'chai';
import { MESSAGE_SIZE_MAX as BODY_SIZE_MAX } from '../../src/core/node-limits.js';
import { AmqpServer, amqpServer } from '../support/amqp-server.js';
import { ScriptedStore } from '../support/scripted-store.js';
import {
  BODY,
  contentHeader,
  frame,
  HEADER,
  METHOD,
  publishFrames,
  type LoopbackClient,
} from '../support/loopback-client.js';

function make() {
  const server = amqpServer();
  const client = server.open();
  client.send(1, 'queue.declare', { queue: 'q' }).take();
  return { server, client };
}

function got(client: LoopbackClient): string[] {
  return client.send(1, 'basic.get', { queue: 'q', noAck: true }).bodies();
}

function textsOf(client: LoopbackClient): string[] {
  return client.take().map(({ name, args }) => `${name} ${String(args['replyText'])}`);
}

describe('Publishing', () => {
  it('puts properties and body into the queue as they came', () => {
    const { client } = make();
    const properties = { contentType: 'text/plain', correlationId: 'c1', timestamp: 5, type: 't' };
    client.publish(1, 'hello', { key: 'q', properties });
    const [get] = client.send(1, 'basic.get', { queue: 'q' }).take();
    expect(get?.properties).to.eql(properties);
    expect(Buffer.concat(get?.body ?? []).toString()).to.equal('hello');
  });

  it('shows the firehose what is published, delivered and got, while tracing is on', () => {
    const { server, client } = make();
    const watcher = server.open();
    watcher.send(1, 'queue.declare', { queue: 'traces' });
    const traces = { queue: 'traces', exchange: 'amq.rabbitmq.trace', routingKey: '#' };
    watcher.send(1, 'queue.bind', traces);
    watcher.send(1, 'basic.consume', { queue: 'traces', consumerTag: 'w', noAck: true }).take();
    const seen = (): string[] => {
      server.advance(0);
      return watcher.take().map(({ args, body }) => {
        return `${String(args['routingKey'])} ${Buffer.concat(body).toString()}`;
      });
    };
    client.publish(1, 'unseen', { key: 'q' }).take();
    server.vhost.firehose.isOn = true;
    client.publish(1, 'a', { key: 'q' }).send(1, 'basic.get', { queue: 'q', noAck: true }).take();
    expect(seen()).to.eql(['publish. a', 'deliver.q unseen']);
    client.send(1, 'basic.consume', { queue: 'q', consumerTag: 'c' });
    client.publish(1, 'b', { key: 'q' }).take();
    expect(seen()).to.eql(['deliver.q a', 'publish. b', 'deliver.q b']);
    server.vhost.firehose.isOn = false;
    client.publish(1, 'c', { key: 'q' }).take();
    expect(seen()).to.eql([]);
  });

  it('is counted: what came, what found no queue, what was returned, how large it was', () => {
    const { server, client } = make();
    client.publish(1, 'a', { key: 'q' }).publish(1, 'lost', { key: 'nowhere' });
    client.publish(1, 'x'.repeat(200), { key: 'nowhere', mandatory: true }).take();
    const { counters } = server.broker;
    expect(counters).to.include({ received: 3, routed: 1, dropped: 1, returned: 1 });
    expect(counters).to.include({ receivedToConfirm: 0, confirmed: 0 });
    expect([...counters.sizes.counts.subarray(0, 2)]).to.eql([2, 1]);
    client.send(1, 'confirm.select').publish(1, 'b', { key: 'q' }).take();
    expect(counters).to.include({ received: 4, receivedToConfirm: 1, confirmed: 1 });
  });

  it('takes an empty body, which has no frame', () => {
    const { client } = make();
    expect(got(client.publish(1, '', { key: 'q' }))).to.eql(['']);
  });

  it('takes a large body in as many frames as it comes in', () => {
    const { client } = make();
    const body = Buffer.alloc(3_000_000, 'abcdefg');
    client.send(1, 'basic.publish', { routingKey: 'q' }).write(contentHeader(1, body.length));
    for (let at = 0; at < body.length; at += 100_000) {
      client.write(frame(BODY, 1, body.subarray(at, at + 100_000)));
    }
    const [get] = client.send(1, 'basic.get', { queue: 'q', noAck: true }).take();
    expect(Buffer.concat(get?.body ?? []).equals(body)).to.equal(true);
    expect(get?.body.length).to.equal(23);
  });

  it('takes body frames of any size, empty ones too, however the bytes are cut', () => {
    const { client } = make();
    const bytes = Buffer.concat([
      publishFrames(1, '', { key: 'nowhere' }),
      publishFrames(1, 'h', { key: 'q' }).subarray(0, -1 - 8),
      Buffer.alloc(0),
    ]);
    client.write(bytes);
    client.write(frame(BODY, 1)).write(frame(BODY, 1, Buffer.from('h')));
    expect(got(client)).to.eql(['h']);
    for (const octet of publishFrames(1, 'piecemeal', { key: 'q' })) client.write(Buffer.of(octet));
    expect(got(client)).to.eql(['piecemeal']);
  });

  it('assembles the messages of different channels side by side', () => {
    const server = amqpServer();
    const client = server.open({ channels: 2 });
    client.send(1, 'queue.declare', { queue: 'q' }).take();
    for (const channel of [1, 2]) {
      client.send(channel, 'basic.publish', { routingKey: 'q' }).write(contentHeader(channel, 4));
    }
    client.write(frame(BODY, 2, Buffer.from('two '))).write(frame(BODY, 1, Buffer.from('one ')));
    expect([...got(client), ...got(client)]).to.eql(['two ', 'one ']);
  });

  it('costs nothing for a body that is announced and never comes', () => {
    const server = amqpServer();
    const client = server.open({ channels: 100 });
    const before = process.memoryUsage().arrayBuffers;
    for (let channel = 1; channel <= 100; channel++) {
      client.send(channel, 'basic.publish').write(contentHeader(channel, BODY_SIZE_MAX));
    }
    client.take();
    const spent = process.memoryUsage().arrayBuffers - before;
    expect(spent).to.be.lessThan(100 * 300 * 1024);
  });

  it('closes the channel on a body of more than 128 MiB, and passes over the body', () => {
    const { client } = make();
    client.send(1, 'basic.publish').write(contentHeader(1, BODY_SIZE_MAX + 1));
    client.write(frame(BODY, 1, Buffer.from('too late'))).send(1, 'basic.qos');
    expect(textsOf(client)).to.eql([
      'channel.close PRECONDITION_FAILED - message size 134217729 is larger than configured ' +
        'max size 134217728',
    ]);
    client.send(1, 'channel.close-ok').send(1, 'channel.open');
    expect(client.names()).to.eql(['1 channel.open-ok']);
  });

  it('takes what an operator takes for small enough, and no more', () => {
    const { server, client } = make();
    server.broker.limits.options = { messageSizeMax: 4 };
    client.publish(1, 'four', { key: 'q' }).publish(1, 'fiver', { key: 'q' });
    expect(textsOf(client)).to.eql([
      'channel.close PRECONDITION_FAILED - message size 5 is larger than configured max size 4',
    ]);
  });

  it('closes the connection on an impossible body size', () => {
    const { client } = make();
    client.send(1, 'basic.publish').write(contentHeader(1, 2n ** 64n - 1n));
    expect(client.take()[0]?.args['replyCode']).to.equal(502);
  });

  const MISPLACED = [
    ['a method where the header must be', frame(METHOD, 1, Buffer.from([0, 60, 0, 10]))],
    ['a body where the header must be', frame(BODY, 1, Buffer.from('x'))],
    [
      'a header of another class',
      frame(HEADER, 1, Buffer.concat([Buffer.of(0, 50), Buffer.alloc(12)])),
    ],
  ] as const;
  for (const [what, bytes] of MISPLACED) {
    it(`closes the connection on ${what}`, () => {
      const { client } = make();
      const [close] = client.send(1, 'basic.publish').write(bytes).take();
      expect(close?.name).to.equal('connection.close');
      expect(close?.args['replyCode']).to.equal(505);
      expect(close?.args['replyText']).to.match(/^UNEXPECTED_FRAME - expected content header/);
    });
  }

  it('closes the connection on a method or a second header where the body must be', () => {
    for (const bytes of [contentHeader(1, 3), publishFrames(1, '')]) {
      const { client } = make();
      client.send(1, 'basic.publish').write(contentHeader(1, 3)).write(bytes);
      expect(textsOf(client)).to.eql([
        'connection.close UNEXPECTED_FRAME - expected content body, got non content body frame ' +
          'instead',
      ]);
    }
  });

  it('closes the connection on content without a publish, and on more body than announced', () => {
    for (const bytes of [contentHeader(1, 3), frame(BODY, 1, Buffer.from('x'))]) {
      const [close] = make().client.write(bytes).take();
      expect(close?.args['replyCode']).to.equal(505);
    }
    const { client } = make();
    client.send(1, 'basic.publish', { routingKey: 'q' }).write(contentHeader(1, 3));
    client.write(frame(BODY, 1, Buffer.from('four')));
    expect(client.take()[0]?.args['replyCode']).to.equal(505);
  });

  it('closes the connection where properties and flags disagree, and on broken headers', () => {
    for (const list of [
      Buffer.of(0x80, 0),
      Buffer.of(0, 0, 1),
      Buffer.of(0x20, 0, 0xff, 0xff, 0xff, 0xff),
      Buffer.of(0x20, 0, 0, 0, 0, 3, 1, 0x61, 0x3f),
      Buffer.of(),
    ]) {
      const { client } = make();
      const [close] = client
        .send(1, 'basic.publish')
        .write(contentHeader(1, 0, list))
        .take();
      expect(close?.args['replyCode'], list.toString('hex')).to.equal(502);
    }
  });

  it('closes the channel for a missing or an internal exchange', () => {
    const { client } = make();
    client.publish(1, 'x', { exchange: 'nope' });
    expect(textsOf(client)).to.eql(["channel.close NOT_FOUND - no exchange 'nope' in vhost '/'"]);
    const other = make().client.publish(1, 'x', { exchange: 'amq.rabbitmq.trace' });
    expect(textsOf(other)).to.eql([
      "channel.close ACCESS_REFUSED - cannot publish to internal exchange 'amq.rabbitmq.trace' " +
        "in vhost '/'",
    ]);
  });

  it('closes the channel for a delivery mode that is neither transient nor persistent', () => {
    for (const deliveryMode of [0, 3, 255]) {
      const { client } = make();
      client.publish(1, 'x', { key: 'q', properties: { deliveryMode } });
      expect(textsOf(client)).to.eql([
        'channel.close PRECONDITION_FAILED - invalid message: ' +
          `{delivery_mode_unknown,${deliveryMode}}`,
      ]);
    }
  });

  it('closes the channel for an expiration that is no number', () => {
    const { client } = make();
    client.publish(1, 'x', { key: 'q', properties: { expiration: 'soon' } });
    expect(textsOf(client)).to.eql([
      "channel.close PRECONDITION_FAILED - invalid expiration 'soon': no_integer",
    ]);
  });

  it('closes the channel for another’s user id, and lets one’s own pass', () => {
    const { client } = make();
    client.publish(1, 'mine', { key: 'q', properties: { userId: 'guest' } });
    expect(got(client)).to.eql(['mine']);
    client.publish(1, 'x', { key: 'q', properties: { userId: 'root' } });
    expect(textsOf(client)).to.eql([
      "channel.close PRECONDITION_FAILED - user_id property set to 'root' but authenticated user " +
        "was 'guest'",
    ]);
  });

  it('tells of several faults the first in the order of RabbitMQ', () => {
    const replyTo = 'amq.rabbitmq.reply-to';
    const userId = 'root';
    const expiration = 'soon';
    for (const [options, text] of [
      [{ exchange: 'nope', key: 'q', properties: { expiration } }, 'NOT_FOUND - no exchange'],
      [{ exchange: 'amq.rabbitmq.trace', properties: { userId } }, 'ACCESS_REFUSED'],
      [{ key: 'q', immediate: true, properties: { expiration } }, 'NOT_IMPLEMENTED'],
      [{ key: 'q', properties: { replyTo, userId } }, 'PRECONDITION_FAILED - fast reply'],
      [{ key: 'q', properties: { userId, expiration } }, 'PRECONDITION_FAILED - user_id'],
      [{ key: 'q', properties: { expiration, deliveryMode: 7 } }, 'FAILED - invalid expiration'],
    ] as const) {
      const { client } = make();
      expect(textsOf(client.publish(1, 'x', options))[0]).to.contain(text);
    }
  });

  it('blames basic.publish for a method in its content, and for a body that is too long', () => {
    const fault = {
      replyText: 'UNEXPECTED_FRAME - expected content body, got non content body frame instead',
      classId: 60,
      methodId: 40,
    };
    const txSelect = frame(METHOD, 1, Buffer.of(0, 90, 0, 10));
    for (const intruder of [txSelect, frame(BODY, 1, Buffer.from('abc'))]) {
      const { client } = make();
      client.send(1, 'basic.publish', { routingKey: 'q' }).write(contentHeader(1, 2));
      expect(client.write(intruder).take()[0]?.args).to.include(fault);
    }
  });

  it('closes the connection for immediate', () => {
    const { client } = make();
    client.publish(1, 'x', { key: 'q', immediate: true });
    expect(textsOf(client)).to.eql(['connection.close NOT_IMPLEMENTED - immediate=true']);
  });

  it('returns a mandatory message that no queue takes, before it is confirmed', () => {
    const { client } = make();
    client.send(1, 'confirm.select').take();
    client.publish(1, 'lost?', { key: 'nowhere', mandatory: true, properties: { appId: 'a' } });
    client.publish(1, 'kept', { key: 'q', mandatory: true });
    client.publish(1, 'lost', { key: 'nowhere' });
    expect(client.lines()).to.eql([
      '1 basic.return replyCode=312 replyText=NO_ROUTE exchange= routingKey=nowhere lost?',
      '1 basic.ack deliveryTag=3 multiple=true',
    ]);
  });

  it('expires a message after the time that it names', () => {
    const { server, client } = make();
    client.publish(1, 'short', { key: 'q', properties: { expiration: '100' } });
    client.publish(1, 'long', { key: 'q', properties: { expiration: '1000' } });
    server.settle();
    server.advance(100);
    expect(got(client)).to.eql(['long']);
  });

  it('keeps names that are not UTF-8 as they came', () => {
    const { client } = make();
    const key = Buffer.from([0xc3, 0x28, 0xff]);
    const method = Buffer.concat([
      Buffer.from([0, 60, 0, 40, 0, 0, 10]),
      Buffer.from('amq.fanout'),
      Buffer.of(key.length),
      key,
      Buffer.of(0),
    ]);
    client.send(1, 'queue.bind', { queue: 'q', exchange: 'amq.fanout' }).take();
    client.write(frame(METHOD, 1, method)).write(contentHeader(1, 0));
    client.raw = Buffer.alloc(0);
    client.send(1, 'basic.get', { queue: 'q' }).take();
    expect(client.raw.includes(Buffer.concat([Buffer.of(key.length), key]))).to.equal(true);
  });
});

describe('A publisher', () => {
  it('is not read from while the store is behind, and goes on when it has caught up', () => {
    const server = new AmqpServer(new ScriptedStore());
    const client = server.open();
    const other = server.open();
    client.send(1, 'queue.declare', { queue: 'q' }).take();
    server.store.isCongested = true;
    client.publish(1, 'first', { key: 'q' });
    server.settle();
    client.publish(1, 'second', { key: 'q' });
    other.send(1, 'basic.get', { queue: 'q', noAck: true });
    expect(other.bodies()).to.eql(['first']);
    other.send(1, 'basic.get', { queue: 'q', noAck: true });
    expect(other.names()).to.eql(['1 basic.get-empty']);
    server.store.commit();
    server.settle();
    other.send(1, 'basic.get', { queue: 'q', noAck: true });
    expect(other.names()).to.eql(['1 basic.get-empty']);
    server.store.isCongested = false;
    server.store.commit();
    server.settle();
    other.send(1, 'basic.get', { queue: 'q', noAck: true });
    expect(other.bodies()).to.eql(['second']);
  });

  it('that is held can still be told that the broker stops, and answer', () => {
    const server = new AmqpServer(new ScriptedStore());
    const client = server.open();
    server.store.isCongested = true;
    client.publish(1, 'first');
    server.settle();
    server.sessions[0]?.shutdown('storage-failure');
    expect(textsOf(client)).to.eql([
      'connection.close INTERNAL_ERROR - the broker can no longer keep messages',
    ]);
    client.send(0, 'connection.close-ok').take();
    expect(client.isClosed).to.equal(true);
  });
});
