import { expect } from 'chai';
import { once } from 'node:events';
import { END_LIMIT_MS, SOCKET_HIGH_WATER_MARK } from '../../src/transport/socket-transport.js';
import type { Reactions } from '../support/recording-session.js';
import { TestListener } from '../support/test-listener.js';

describe('A socket transport', () => {
  let test: TestListener;
  afterEach(() => test.stop());

  async function open(reactions: Reactions = {}) {
    test = new TestListener(reactions);
    await test.start();
    const client = await test.connect();
    return { client, session: await test.protocol.session() };
  }

  it("bears RabbitMQ's name of a connection, and knows that the peer is local", async () => {
    const { client, session } = await open();
    const name = `127.0.0.1:${client.localPort} -> 127.0.0.1:${test.port}`;
    expect(session.transport.name).to.equal(name);
    expect(session.transport.isLoopback).to.equal(true);
    const { peer, own } = session.transport;
    expect(peer).to.deep.equal({ host: '127.0.0.1', port: client.localPort });
    expect(own).to.deep.equal({ host: '127.0.0.1', port: test.port });
  });

  it('tells how much came and left, and that nothing is encrypted', async () => {
    const { client, session } = await open();
    client.write('hello');
    await session.untilEvent('data');
    session.transport.write(Buffer.from('ok'));
    session.transport.write(Buffer.from('!'));
    await once(client, 'readable');
    expect(session.transport.traffic).to.deep.equal({
      receivedBytes: 5,
      receivedCount: 1,
      sentBytes: 3,
      sentCount: 2,
      pendingBytes: 0,
    });
    expect(session.transport.tls).to.equal(undefined);
  });

  it('hands chunks to the session after bringing the clock up to date', async () => {
    let touchCountAtData = 0;
    const { client, session } = await open({ onData: () => (touchCountAtData = test.touchCount) });
    const before = test.touchCount;
    client.write('hello');
    await session.untilEvent('data');
    expect(session.text).to.equal('hello');
    expect(touchCountAtData).to.equal(before + 1);
  });

  it('says that bytes have left, and may be reused, when the kernel took them', async () => {
    const { client, session } = await open();
    const bytes = Buffer.from('first');
    expect(session.transport.write(bytes)).to.equal(true);
    bytes.fill('x');
    const [chunk] = (await once(client, 'data')) as [Buffer];
    expect(chunk.toString()).to.equal('first');
  });

  it('keeps what the kernel does not take, and tells when all of it has left', async () => {
    const { client, session } = await open();
    const { transport } = session;
    client.pause();
    let written = 0;
    let number = 0;
    let hasLeft = true;
    while (transport.isWritable) {
      const block = Buffer.alloc(SOCKET_HIGH_WATER_MARK / 4);
      block.writeUInt32BE(number++);
      hasLeft = transport.write(block);
      written += block.length;
    }
    expect(hasLeft).to.equal(false);
    expect(session.events).to.deep.equal([]);
    const received: Buffer[] = [];
    client.on('data', (chunk) => received.push(chunk)).resume();
    await session.untilEvent('writable');
    expect(transport.isWritable).to.equal(true);
    transport.end();
    await once(client, 'end');
    const all = Buffer.concat(received);
    expect(all.length).to.equal(written);
    const numbers = Array.from({ length: number }, (_, index) =>
      all.readUInt32BE((index * SOCKET_HIGH_WATER_MARK) / 4),
    );
    expect(numbers).to.deep.equal([...numbers.keys()]);
  });

  it('ends a turn once, whatever number of chunks asked for it', async () => {
    const { client, session } = await open({
      onData: ({ transport }) => {
        transport.requestTurnEnd();
        transport.requestTurnEnd();
      },
    });
    client.write('a');
    await session.untilEvent('turn end');
    expect(session.events).to.deep.equal(['data', 'turn end']);
  });

  it('reads nothing while it is paused', async () => {
    const { client, session } = await open();
    session.transport.pause();
    session.transport.pause();
    client.write('a');
    // The other connection's round trip shows that the loop has come by.
    const other = await test.connect();
    const otherSession = await test.protocol.session(2);
    other.write('b');
    await otherSession.untilEvent('data');
    expect(session.events).to.deep.equal([]);
    session.transport.resume();
    await session.untilEvent('data');
    expect(session.text).to.equal('a');
  });

  it('gives the peer all that was written before it ends, and tells the session once', async () => {
    const { client, session } = await open();
    session.transport.write(Buffer.from('goodbye'));
    session.transport.end();
    session.transport.end();
    expect(session.transport.write(Buffer.from('too late'))).to.equal(true);
    const [chunk] = (await once(client, 'data')) as [Buffer];
    expect(chunk.toString()).to.equal('goodbye');
    await session.untilEvent('closed');
    session.transport.destroy();
    expect(session.events).to.deep.equal(['closed: closed by the broker']);
    expect(test.clock.nextDeadline).to.equal(undefined);
  });

  it('hears no more of a peer that goes on talking after the end', async () => {
    const { client, session } = await open();
    client.on('end', () => client.end('and another thing'));
    session.transport.end();
    await session.untilEvent('closed');
    expect(session.events).to.deep.equal(['closed: closed by the broker']);
  });

  it('cuts a peer that does not close in time', async () => {
    test = new TestListener();
    await test.start();
    const client = await test.connect();
    client.allowHalfOpen = true;
    const session = await test.protocol.session();
    session.transport.end();
    client.resume();
    await once(client, 'end');
    test.clock.advance(test.clock.now + END_LIMIT_MS - 1);
    expect(session.events).to.deep.equal([]);
    test.clock.advance(test.clock.now + 1);
    await session.untilEvent('closed');
    expect(session.events).to.deep.equal(['closed: closed by the broker']);
  });

  it('reports a peer that closes', async () => {
    const { client, session } = await open();
    client.end('last words');
    await session.untilEvent('closed');
    expect(session.text).to.equal('last words');
    expect(session.events.at(-1)).to.equal('closed: closed by the peer');
  });

  it('reports a peer that resets the connection, and survives it', async () => {
    const { client, session } = await open();
    client.resetAndDestroy();
    await session.untilEvent('closed');
    expect(session.events).to.deep.equal(['closed: read ECONNRESET']);
    const again = await test.connect();
    again.write('still there?');
    const next = await test.protocol.session(2);
    await next.untilEvent('data');
  });

  it('survives a write to a peer that is gone', async () => {
    const { client, session } = await open();
    session.transport.pause();
    client.resetAndDestroy();
    await once(client, 'close');
    while (session.events.length === 0) {
      session.transport.write(Buffer.alloc(1024));
      await new Promise(setImmediate);
    }
    expect(session.events).to.have.length(1);
    expect(session.events[0]).to.match(/^closed: (write EPIPE|write ECONNRESET|read ECONNRESET)$/);
  });

  it('tells nothing after the close, though a turn end was asked for', async () => {
    const { session } = await open();
    session.transport.requestTurnEnd();
    await session.untilEvent('turn end');
    session.transport.destroy();
    await session.untilEvent('closed');
    session.transport.requestTurnEnd();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(session.events).to.deep.equal(['turn end', 'closed: closed by the broker']);
  });
});
