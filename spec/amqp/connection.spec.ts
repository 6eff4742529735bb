import { expect } from 'chai';
import { AmqpServer, amqpServer, type OpenOptions } from '../support/amqp-server.js';
import { ScriptedStore } from '../support/scripted-store.js';
import {
  BODY,
  contentHeader,
  frame,
  HEADER,
  HEARTBEAT,
  METHOD,
  methodFrame,
  publishFrames,
} from '../support/loopback-client.js';

function faultAfter(bytes: Buffer, options?: OpenOptions): string {
  const [close] = amqpServer().open(options).write(bytes).take();
  const { replyCode, replyText, classId, methodId } = close?.args ?? {};
  return `${close?.name} ${replyCode} ${replyText} ${classId}.${methodId}`;
}

describe('A connection', () => {
  it('keeps its channels apart: a fault of one leaves the others alone', () => {
    const client = amqpServer().open({ channels: 3 });
    client.send(2, 'queue.declare', { queue: 'nope', passive: true });
    client.send(1, 'basic.qos').send(3, 'basic.qos');
    expect(client.lines()).to.eql([
      "2 channel.close replyCode=404 replyText=NOT_FOUND - no queue 'nope' in vhost '/' " +
        'classId=50 methodId=10',
      '1 basic.qos-ok',
      '3 basic.qos-ok',
    ]);
  });

  const FAULTS = [
    [
      'a method on a channel that is not open',
      methodFrame(5, 'basic.qos'),
      "504 CHANNEL_ERROR - expected 'channel.open' 60.10",
    ],
    [
      'a channel that is opened twice',
      methodFrame(1, 'channel.open'),
      "504 CHANNEL_ERROR - second 'channel.open' seen 20.10",
    ],
    [
      'a channel beyond channel-max',
      methodFrame(2_048, 'channel.open'),
      '530 NOT_ALLOWED - number of channels opened (2047) has reached the negotiated channel_max ' +
        '(2047) 0.0',
    ],
    [
      'connection.close on a channel',
      methodFrame(1, 'connection.close'),
      '503 COMMAND_INVALID - unimplemented method 10.50',
    ],
    [
      'a method of a channel on channel 0',
      methodFrame(0, 'channel.open'),
      '504 CHANNEL_ERROR - unexpected method in connection state running 20.10',
    ],
    [
      'a reply that only a broker gives',
      methodFrame(1, 'queue.declare-ok'),
      '503 COMMAND_INVALID - unimplemented method 50.11',
    ],
    [
      'Close-Ok without a close',
      methodFrame(0, 'connection.close-ok'),
      '504 CHANNEL_ERROR - unexpected method in connection state running 10.51',
    ],
    [
      'an unknown method',
      frame(METHOD, 1, Buffer.from([0, 60, 0, 99])),
      '503 COMMAND_INVALID - unknown method 60.99 60.99',
    ],
    [
      'an unknown class',
      frame(METHOD, 0, Buffer.from([0xff, 0xff, 0xff, 0xff])),
      '503 COMMAND_INVALID - unknown method 65535.65535 65535.65535',
    ],
    [
      'content on a channel that is not open',
      contentHeader(9, 1),
      '505 UNEXPECTED_FRAME - expected method frame, got non method frame instead 0.0',
    ],
  ] as const;
  for (const [what, bytes, text] of FAULTS) {
    it(`ends by ${what}`, () => {
      expect(faultAfter(bytes)).to.equal(`connection.close ${text}`);
    });
  }

  for (const [what, bytes, code] of [
    ['a method whose arguments are cut', frame(METHOD, 1, Buffer.from([0, 60, 0, 80, 0])), 501],
    ['a frame of unknown type', frame(7, 0, Buffer.from('x')), 501],
    [
      'a frame without its end',
      Buffer.concat([frame(HEARTBEAT, 0).subarray(0, 7), Buffer.of(0)]),
      501,
    ],
    ['a frame that is too large', Buffer.from([1, 0, 1, 0xff, 0xff, 0xff, 0xff]), 501],
    ['a heartbeat on a channel', frame(HEARTBEAT, 1), 505],
    ['content on channel 0', frame(BODY, 0, Buffer.from('x')), 505],
    ['a header on channel 0', contentHeader(0, 0), 505],
    ['a header that is cut', frame(HEADER, 1, Buffer.from('x')), 501],
    [
      'a name that is not UTF-8',
      frame(METHOD, 1, Buffer.from([0, 60, 0, 70, 0, 0, 1, 0xff, 0])),
      501,
    ],
  ] as const) {
    it(`ends by ${what}: ${code}`, () => {
      expect(faultAfter(bytes)).to.match(new RegExp(`^connection.close ${code} `));
    });
  }

  it('is hung up on where its frames can no longer be told apart', () => {
    for (const bytes of [frame(7, 0, Buffer.from('x')), frame(HEARTBEAT, 1)]) {
      const client = amqpServer().open();
      const half = methodFrame(1, 'basic.qos').subarray(0, 5);
      client.write(Buffer.concat([bytes, methodFrame(1, 'basic.qos'), half]));
      expect(client.names()).to.eql(['0 connection.close']);
      expect(client.isClosed).to.equal(true);
    }
  });

  it('that has a fault ignores all but the answer to its close', () => {
    const server = amqpServer();
    const client = server.open();
    client.write(methodFrame(7, 'basic.qos'));
    client.send(1, 'queue.declare', { queue: 'too late' }).publish(1, 'too late');
    client.write(frame(BODY, 0, Buffer.from('?'))).send(3, 'channel.open');
    expect(client.names()).to.eql(['0 connection.close']);
    expect(server.vhost.queue('too late')).to.equal(undefined);
    client.send(0, 'connection.close');
    expect(client.names()).to.eql(['0 connection.close-ok']);
    expect(client.isClosed).to.equal(false);
    client.send(0, 'connection.close-ok').take();
    expect(client.isClosed).to.equal(true);
    expect(server.clock.nextDeadline).to.equal(undefined);
  });

  it('is cut if it does not answer a close within ten seconds', () => {
    const server = amqpServer();
    const client = server.open().write(methodFrame(7, 'basic.qos'));
    client.take();
    server.advance(9_999);
    expect(client.isClosed).to.equal(false);
    server.advance(1);
    expect(client.isClosed).to.equal(true);
  });

  it('that is closed by its client is answered, and hears no more', () => {
    const server = amqpServer();
    const client = server.open();
    client.write(
      Buffer.concat([
        methodFrame(0, 'connection.close'),
        methodFrame(1, 'queue.declare', { queue: 'too late' }),
        publishFrames(1, 'too late'),
      ]),
    );
    expect(client.names()).to.eql(['0 connection.close-ok']);
    expect(server.vhost.queue('too late')).to.equal(undefined);
  });

  it('that its client has closed is left to the client to hang up, for ten seconds', () => {
    const server = amqpServer();
    const client = server.open();
    client.send(0, 'connection.close').take();
    client.write(publishFrames(1, 'under way')).take();
    server.advance(9_999);
    expect(client.isClosed).to.equal(false);
    server.advance(1);
    expect(client.isClosed).to.equal(true);
    expect(server.clock.nextDeadline).to.equal(undefined);
  });

  for (const [how, end] of [
    ['closes', (client) => client.send(0, 'connection.close')],
    ['fails', (client) => client.send(9, 'basic.qos')],
    ['is cut', (client) => client.pair.client.destroy()],
  ] as const satisfies readonly (readonly [
    string,
    (client: ReturnType<typeof make>['client']) => unknown,
  ])[]) {
    it(`that ${how} gives back all it held, and takes its exclusive queues along`, () => {
      const { server, client, other } = make();
      client.send(1, 'queue.declare', { queue: 'mine', exclusive: true });
      client.publish(1, 'a', { key: 'q' }).publish(1, 'b', { key: 'q' });
      client.send(1, 'basic.get', { queue: 'q' }).send(2, 'basic.get', { queue: 'q' }).take();
      end(client);
      server.settle();
      expect(server.vhost.queue('mine')).to.equal(undefined);
      other.send(1, 'basic.get', { queue: 'q', noAck: true });
      other.send(1, 'basic.get', { queue: 'q', noAck: true });
      expect(other.bodies()).to.eql(['a', 'b']);
    });

    it(`that ${how} hands nothing that one of its channels held to another`, () => {
      const { server, client, other } = make();
      client.publish(1, 'kept', { key: 'q' }).send(1, 'basic.get', { queue: 'q' });
      client.send(2, 'basic.consume', { queue: 'q', noAck: true }).take();
      end(client);
      expect(client.names().filter((name) => name.endsWith('deliver'))).to.eql([]);
      server.settle();
      other.send(1, 'basic.get', { queue: 'q', noAck: true });
      expect(other.bodies()).to.eql(['kept']);
    });
  }

  function make() {
    const server = amqpServer();
    const client = server.open({ channels: 2 });
    const other = server.open();
    client.send(1, 'queue.declare', { queue: 'q' }).take();
    return { server, client, other };
  }

  it('that does not read its replies is not read from, until it does', () => {
    const server = amqpServer();
    const client = server.open({ highWaterMark: 1_024 });
    client.send(1, 'queue.declare', { queue: 'q' });
    client.publish(1, Buffer.alloc(1024 * 1024), { key: 'q' }).take();
    client.pause();
    for (let count = 0; count < 40; count++) {
      client.send(1, 'basic.get', { queue: 'q' });
      client.send(1, 'basic.nack', { deliveryTag: count + 1, requeue: true });
    }
    server.settle();
    expect(client.pair.server.bufferedBytes / 1024 / 1024).to.be.within(16, 18);
    client.resume();
    expect(client.take()).to.have.length(40);
  });

  it('that publishes is told when memory runs short, and not read from as long as it does', () => {
    const server = amqpServer();
    const client = server.open({ capabilities: ['connection.blocked'] });
    const silent = server.open();
    const reader = server.open();
    client.send(1, 'queue.declare', { queue: 'q' }).take();
    server.broker.alarms.set('memory', true);
    client.publish(1, 'one', { key: 'q' });
    expect(client.lines()).to.eql(['0 connection.blocked reason=low on memory']);
    silent.publish(1, 'two', { key: 'q' });
    expect(silent.names()).to.eql([]);
    client.publish(1, 'three', { key: 'q' });
    reader.send(1, 'queue.purge', { queue: 'q' });
    expect(reader.lines()).to.eql(['1 queue.purge-ok messageCount=2']);
    server.broker.alarms.set('memory', false);
    expect(client.names()).to.eql(['0 connection.unblocked']);
    reader.send(1, 'queue.purge', { queue: 'q' });
    expect(reader.lines()).to.eql(['1 queue.purge-ok messageCount=1']);
  });

  describe('with a fault that closes it', () => {
    const arrange = () => {
      const server = new AmqpServer(new ScriptedStore());
      const client = server.open({ channels: 2 });
      client.send(2, 'queue.declare', { queue: 'd', durable: true });
      client.send(1, 'exchange.declare', { exchange: 'e', type: 'direct', durable: true });
      client.send(1, 'basic.qos', { prefetchSize: 1 });
      server.settle();
      return { server, client };
    };

    it('answers what came before it, on all channels, and nothing after', () => {
      const { server, client } = arrange();
      client.send(1, 'queue.declare', { queue: 'late' }).publish(2, 'late', { key: 'd' });
      expect(client.names()).to.eql([]);
      server.store.commit();
      expect(client.names()).to.eql([
        '2 queue.declare-ok',
        '1 exchange.declare-ok',
        '0 connection.close',
      ]);
      expect(server.vhost.queue('late')).to.equal(undefined);
      expect(server.vhost.queue('d')?.messageCount).to.equal(0);
      client.send(0, 'connection.close-ok').take();
      expect(client.isClosed).to.equal(true);
    });

    it('gives way to a close of the client, or of the broker', () => {
      const { server, client } = arrange();
      const close = { replyCode: 200, replyText: '', classId: 0, methodId: 0 };
      client.send(0, 'connection.close', close);
      expect(client.names()).to.eql(['0 connection.close-ok']);
      expect(server.broker.durable.size).to.equal(0);
      const other = arrange();
      other.server.sessions[0]?.shutdown('storage-failure');
      expect(other.client.names()).to.eql(['0 connection.close']);
    });

    it('answers what came before octets that are no frame', () => {
      const server = new AmqpServer(new ScriptedStore());
      const client = server.open();
      client.send(1, 'queue.declare', { queue: 'd', durable: true });
      client.write(Buffer.alloc(40, 0xff));
      expect(client.names()).to.eql([]);
      server.store.commit();
      expect(client.names()).to.eql(['1 queue.declare-ok', '0 connection.close']);
      expect(client.isClosed).to.equal(true);
    });
  });

  it('answers what came before a fault of a channel that no method is to blame for', () => {
    const server = new AmqpServer(new ScriptedStore(), { consumerTimeoutMs: 1_000 });
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 't' }).publish(1, 'x', { key: 't' });
    client.send(1, 'basic.get', { queue: 't' }).take();
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    server.settle();
    server.advance(2_000);
    expect(client.names()).to.eql([]);
    server.store.commit();
    expect(client.names()).to.eql(['1 queue.declare-ok', '1 channel.close']);
    expect(server.vhost.queue('t')).to.include({ messageCount: 1, unsettledCount: 0 });
  });

  it('that is blocked can answer when it is told that the broker stops', () => {
    const server = amqpServer();
    const client = server.open();
    server.broker.alarms.set('memory', true);
    client.publish(1, 'one').take();
    server.sessions[0]?.shutdown('stop');
    client.send(0, 'connection.close-ok').take();
    expect(client.isClosed).to.equal(true);
    expect(server.broker.alarms.listeners.size).to.equal(0);
  });

  it('is told that the broker stops, and answers', () => {
    const server = amqpServer();
    const client = server.open();
    server.sessions[0]?.shutdown('stop');
    expect(client.lines()).to.eql([
      '0 connection.close replyCode=320 replyText=CONNECTION_FORCED - broker forced connection ' +
        "closure with reason 'shutdown' classId=0 methodId=0",
    ]);
    client.send(0, 'connection.close-ok').take();
    expect(client.isClosed).to.equal(true);
  });

  it('is told that storage has failed, and nothing more is confirmed', () => {
    const server = new AmqpServer(new ScriptedStore());
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'd', durable: true }).send(1, 'confirm.select');
    server.settle();
    server.store.commit();
    client.take();
    client.publish(1, 'lost', { key: 'd', persistent: true });
    server.settle();
    server.sessions[0]?.shutdown('storage-failure');
    server.store.commit();
    expect(client.lines()).to.eql([
      '0 connection.close replyCode=541 replyText=INTERNAL_ERROR - the broker can no longer keep ' +
        'messages classId=0 methodId=0',
    ]);
  });

  it('that is not open yet is cut when the broker stops', () => {
    const server = amqpServer();
    const client = server.connect();
    server.sessions[0]?.shutdown('stop');
    server.settle();
    expect(client.isClosed).to.equal(true);
  });

  it('acknowledges a new secret, though there is none to renew', () => {
    const client = amqpServer().open();
    client.send(0, 'connection.update-secret', { newSecret: Buffer.from('s'), reason: 'r' });
    expect(client.names()).to.eql(['0 connection.update-secret-ok']);
  });

  it('takes chunks that are no Buffers', () => {
    const server = amqpServer();
    const client = server.open();
    server.sessions[0]?.onData(Uint8Array.from(methodFrame(1, 'basic.qos')));
    expect(client.names()).to.eql(['1 basic.qos-ok']);
  });

  it('leaves no timer and no listener behind, though its replies still waited', () => {
    const server = new AmqpServer(new ScriptedStore());
    const client = server.open({ heartbeat: 10 });
    client.send(1, 'queue.declare', { queue: 'd', durable: true });
    server.settle();
    expect(server.broker.durable.size).to.equal(1);
    client.send(0, 'connection.close').take();
    client.pair.client.destroy();
    server.settle();
    expect(server.clock.nextDeadline).to.equal(undefined);
    expect(server.broker.durable.size).to.equal(0);
    server.store.commit();
  });
});
