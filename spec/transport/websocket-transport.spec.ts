import { expect } from 'chai';
import { once } from 'node:events';
import { END_LIMIT_MS } from '../../src/transport/socket-transport.js';
import { PING_INTERVAL_MS, STRANGER_BYTES_MAX } from '../../src/transport/websocket-transport.js';
import { TestWebListener } from '../support/test-web-listener.js';

const MESSAGE_SIZE_MAX = 100_000;

describe('A WebSocket transport', () => {
  let test: TestWebListener;
  beforeEach(async () => {
    test = new TestWebListener({ messageSizeMax: MESSAGE_SIZE_MAX });
    await test.start();
  });
  afterEach(() => test.stop());

  async function open() {
    const client = await test.connect();
    return { client, session: await test.protocol.session() };
  }

  it('hands over the bytes of messages, wherever they are cut', async () => {
    const { client, session } = await open();
    for (const part of ['AM', '', 'QP']) client.send(Buffer.from(part));
    await session.until(() => session.text === 'AMQP');
    expect(session.transport.bufferedBytes).to.equal(0);
  });

  it('sends what is written as binary messages', async () => {
    const { client, session } = await open();
    session.transport.write(Buffer.from('hello'));
    const [data, isBinary] = (await once(client, 'message')) as [Buffer, boolean];
    expect([String(data), isBinary]).to.deep.equal(['hello', true]);
  });

  it('tells how much came and left, what HTTP and WebSocket add included', async () => {
    const { client, session } = await open();
    const { traffic: before, peer, tls } = session.transport;
    client.send(Buffer.from('hello'));
    await session.untilEvent('data');
    session.transport.write(Buffer.from('ok'));
    await once(client, 'message');
    const { traffic } = session.transport;
    // A mask and two octets of header, and two octets of header.
    expect(traffic.receivedBytes - before.receivedBytes).to.equal(11);
    expect(traffic.sentBytes - before.sentBytes).to.equal(4);
    expect(traffic).to.deep.include({ receivedCount: 1, sentCount: 1, pendingBytes: 0 });
    expect([peer.host, tls]).to.deep.equal(['127.0.0.1', undefined]);
  });

  it('ends turns', async () => {
    const { session } = await open();
    session.transport.requestTurnEnd();
    session.transport.requestTurnEnd();
    await session.untilEvent('turn end');
    expect(session.events).to.deep.equal(['turn end']);
  });

  it('keeps what a slow reader does not take, and tells when all of it has left', async () => {
    const { client, session } = await open();
    const { transport } = session;
    client.pause();
    let size = 0;
    let hasLeft = true;
    while (transport.isWritable) {
      hasLeft = transport.write(Buffer.alloc(65_536, 'x'));
      size += 65_536;
    }
    expect(hasLeft).to.equal(false);
    expect(transport.bufferedBytes).to.be.greaterThan(0);
    let received = 0;
    client.on('message', (data: Buffer) => (received += data.length));
    client.resume();
    await session.untilEvent('writable');
    expect(transport.isWritable).to.equal(true);
    transport.end();
    await once(client, 'close');
    expect(received).to.equal(size);
  });

  it('reads nothing while it is paused', async () => {
    const { client, session } = await open();
    session.transport.pause();
    client.send(Buffer.from('a'));
    // The other connection's round trip shows that the loop has come by.
    const other = await test.connect();
    const otherSession = await test.protocol.session(2);
    other.send(Buffer.from('b'));
    await otherSession.untilEvent('data');
    expect(session.events).to.deep.equal([]);
    session.transport.resume();
    await session.untilEvent('data');
    expect(session.text).to.equal('a');
  });

  it('closes on a message of text with 1003', async () => {
    const { client, session } = await open();
    client.send('AMQP');
    const [code] = (await once(client, 'close')) as [number];
    expect(code).to.equal(1003);
    await session.untilEvent('closed');
    expect(session.events).to.deep.equal(['closed: the peer sent text, and AMQP is binary']);
  });

  it('closes on a message that is too long with 1009', async () => {
    const { client, session } = await open();
    session.transport.established();
    client.send(Buffer.alloc(MESSAGE_SIZE_MAX));
    await session.untilEvent('data');
    client.send(Buffer.alloc(MESSAGE_SIZE_MAX + 1));
    const [code] = (await once(client, 'close')) as [number];
    expect(code).to.equal(1009);
    await session.untilEvent('closed');
    expect(session.events.at(-1)).to.equal('closed: Max payload size exceeded');
  });

  it('keeps little of a message as long as the peer has not logged in', async () => {
    const { client, session } = await open();
    client.send(Buffer.alloc(STRANGER_BYTES_MAX));
    await session.untilEvent('closed');
    expect(session.events).to.deep.equal(['closed: the peer sent too much before it logged in']);
  });

  it('gives the peer all that was written before it ends, and tells the session once', async () => {
    const { client, session } = await open();
    const { transport } = session;
    transport.pause();
    transport.write(Buffer.from('goodbye'));
    transport.end();
    transport.end();
    expect(transport.write(Buffer.from('too late'))).to.equal(true);
    const closed = once(client, 'close');
    expect(String((await once(client, 'message'))[0])).to.equal('goodbye');
    expect((await closed)[0]).to.equal(1000);
    await session.untilEvent('closed');
    expect(session.events).to.deep.equal(['closed: closed by the broker']);
    expect(test.clock.nextDeadline).to.equal(undefined);
  });

  it('cuts a peer that does not close in time', async () => {
    const { client, session } = await open();
    client.pause();
    session.transport.end();
    test.clock.advance(test.clock.now + END_LIMIT_MS);
    await session.untilEvent('closed');
  });

  it('reports a peer that closes, and one that is gone', async () => {
    const { client, session } = await open();
    client.close();
    await session.untilEvent('closed');
    expect(session.events).to.deep.equal(['closed: closed by the peer']);
    const second = await test.connect();
    second.terminate();
    await (await test.protocol.session(2)).untilEvent('closed');
  });

  it('pings, and cuts a peer that does not answer', async () => {
    const { client, session } = await open();
    const pinged = once(client, 'ping');
    test.clock.advance(test.clock.now + PING_INTERVAL_MS);
    await pinged;
    client.send(Buffer.from('alive'));
    await session.untilEvent('data');
    client.pause();
    test.clock.advance(test.clock.now + PING_INTERVAL_MS);
    expect(session.events).to.deep.equal(['data']);
    test.clock.advance(test.clock.now + PING_INTERVAL_MS);
    await session.untilEvent('closed');
    expect(session.events.at(-1)).to.equal('closed: the peer does not answer pings');
  });

  it('expects no answer of a peer that it does not read from', async () => {
    const { session } = await open();
    session.transport.pause();
    for (let count = 0; count < 3; count++) {
      test.clock.advance(test.clock.now + PING_INTERVAL_MS);
    }
    await new Promise(setImmediate);
    expect(session.events).to.deep.equal([]);
    session.transport.resume();
  });
});
