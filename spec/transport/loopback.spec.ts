import { expect } from 'chai';
import { LoopbackPair, type LoopbackOptions } from '../../src/transport/loopback.js';
import { RecordingSession, type Reactions } from '../support/recording-session.js';

function join(options: LoopbackOptions = {}, reactions: Reactions = {}) {
  const pair = new LoopbackPair('client -> server', options);
  const client = new RecordingSession(pair.client);
  const server = new RecordingSession(pair.server, reactions);
  pair.client.open(client);
  pair.server.open(server);
  return { pair, client, server };
}

describe('A loopback', () => {
  it('delivers nothing from within a write, and everything in the next turn, in order', () => {
    const { pair, client, server } = join();
    pair.client.write(Buffer.from('one '));
    pair.client.write(Buffer.from('two'));
    expect(server.events).to.deep.equal([]);
    pair.turn();
    expect(server.text).to.equal('one two');
    expect(client.events).to.deep.equal([]);
  });

  it('tells how much came and left, and what is under way', () => {
    const { pair } = join();
    pair.client.write(Buffer.from('one'));
    pair.turn();
    pair.client.write(Buffer.from('three'));
    const none = { receivedBytes: 0, receivedCount: 0, sentBytes: 0, sentCount: 0 };
    const sent = { sentBytes: 3, sentCount: 2, pendingBytes: 5 };
    expect(pair.client.traffic).to.deep.equal({ ...none, ...sent });
    const received = { receivedBytes: 3, receivedCount: 1, pendingBytes: 0 };
    expect(pair.server.traffic).to.deep.equal({ ...none, ...received });
  });

  it('lets the writer reuse its bytes at once', () => {
    const { pair, server } = join();
    const bytes = Buffer.from('first');
    expect(pair.client.write(bytes)).to.equal(true);
    bytes.fill(0);
    pair.turn();
    expect(server.text).to.equal('first');
  });

  it('keeps bytes by reference and says so where it is made to', () => {
    const { pair, server } = join({ keepsReferences: true });
    const bytes = Buffer.from('first');
    expect(pair.client.write(bytes)).to.equal(false);
    bytes.write('later');
    pair.turn();
    expect(server.text).to.equal('later');
  });

  it('ends a turn once for any number of requests, after the bytes of that turn', () => {
    const { pair, server } = join({}, { onData: (session) => session.transport.requestTurnEnd() });
    pair.client.write(Buffer.from('a'));
    pair.client.write(Buffer.from('b'));
    pair.turn();
    expect(server.events).to.deep.equal(['data', 'data', 'turn end']);
  });

  it('holds bytes back from a session that pauses between two chunks, until it resumes', () => {
    const { pair, server } = join(
      {},
      {
        onData: (session) => {
          if (session.chunks.length === 1) session.transport.pause();
        },
      },
    );
    pair.client.write(Buffer.from('a'));
    pair.client.write(Buffer.from('b'));
    pair.client.write(Buffer.from('c'));
    pair.settle();
    expect(server.text).to.equal('a');
    server.transport.resume();
    pair.settle();
    expect(server.text).to.equal('abc');
  });

  it('asks the writer to hold back at the mark, and tells it when the reader has caught up', () => {
    const { pair, client, server } = join({ highWaterMark: 10 });
    server.transport.pause();
    pair.client.write(Buffer.alloc(9));
    expect(pair.client.isWritable).to.equal(true);
    pair.client.write(Buffer.alloc(1));
    expect(pair.client.isWritable).to.equal(false);
    pair.settle();
    expect(client.events).to.deep.equal([]);
    server.transport.resume();
    pair.settle();
    expect(client.events).to.deep.equal(['writable']);
    expect(pair.client.isWritable).to.equal(true);
  });

  it('delivers what was written before an end, then closes both sides once', () => {
    const { pair, client, server } = join();
    pair.server.write(Buffer.from('bye'));
    pair.server.end();
    pair.server.write(Buffer.from(' and more'));
    pair.settle();
    expect(client.text).to.equal('bye');
    expect(client.events).to.deep.equal(['data', 'closed: closed by the peer']);
    expect(server.events).to.deep.equal(['closed: closed by this end']);
    pair.server.destroy();
    expect(pair.turn()).to.equal(false);
  });

  it('closes although the other side reads no more', () => {
    const { pair, client } = join();
    client.transport.pause();
    pair.server.write(Buffer.from('bye'));
    pair.server.end();
    pair.settle();
    expect(client.events).to.deep.equal(['data', 'closed: closed by the peer']);
  });

  it('drops what is under way when it is destroyed', () => {
    const { pair, client, server } = join();
    pair.server.write(Buffer.from('lost'));
    pair.client.write(Buffer.from('lost too'));
    pair.server.destroy();
    pair.settle();
    expect(client.events).to.deep.equal(['closed: closed by the peer']);
    expect(server.events).to.deep.equal(['closed: closed by this end']);
    expect(pair.client.write(Buffer.from('nobody'))).to.equal(true);
    expect(pair.turn()).to.equal(false);
  });

  it('runs by itself where it is given a scheduler, and asks it only when there is work', () => {
    const scheduled: (() => void)[] = [];
    const { pair, client } = join(
      { schedule: (turn) => scheduled.push(turn) },
      { onData: (session, chunk) => void session.transport.write(chunk) },
    );
    scheduled.splice(0).forEach((turn) => turn());
    expect(scheduled).to.have.length(0);
    pair.client.write(Buffer.from('echo'));
    pair.client.write(Buffer.from('echo'));
    expect(scheduled).to.have.length(1);
    while (scheduled.length > 0) scheduled.shift()?.();
    expect(client.text).to.equal('echoecho');
  });

  it('calls two ends that answer each other for ever a fault', () => {
    const echo: Reactions = { onData: (session, chunk) => void session.transport.write(chunk) };
    const pair = new LoopbackPair('a -> b');
    pair.client.open(new RecordingSession(pair.client, echo));
    pair.server.open(new RecordingSession(pair.server, echo));
    pair.client.write(Buffer.from('ping'));
    expect(() => pair.settle(50)).to.throw('never come to rest');
  });
});
