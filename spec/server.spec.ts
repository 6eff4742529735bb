import { expect } from 'chai';
import { once } from 'node:events';
import { connect } from 'node:net';
import { AMQPClient, type AMQPError } from '@cloudamqp/amqp-client';
import amqp from 'amqplib';
import type { RecoverySink, Store } from '../src/core/store.js';
import { Log } from '../src/log.js';
import { Server, type ServerOptions } from '../src/server.js';
import { MemoryStore } from '../src/store/memory.js';

interface TestServer {
  readonly server: Server;
  readonly log: string[];
  /** Resolves with the reason once the server has given up. */
  readonly failed: Promise<Error>;
}

function build(store: Store, options: Partial<ServerOptions> = {}): TestServer {
  const log: string[] = [];
  let onFailed: (reason: Error) => void = () => {};
  const failed = new Promise<Error>((resolve) => (onFailed = resolve));
  const server = new Server({
    host: '127.0.0.1',
    port: 0,
    store,
    log: new Log(
      'debug',
      (line) => log.push((JSON.parse(line) as { message: string }).message),
      () => 0,
    ),
    version: '0.0.0',
    onFailed,
    ...options,
  });
  return { server, log, failed };
}

async function connectClient(port: number) {
  const client = await new AMQPClient(`amqp://guest:guest@127.0.0.1:${port}`).connect();
  const closed = new Promise<AMQPError>((resolve) => (client.onerror = resolve));
  return { client, closed };
}

/** A memory store whose recovery and close a spec looks into. */
function watched(calls: string[], recoveryError?: Error): Store {
  const store = new MemoryStore();
  return Object.assign(store, {
    recover(_sink: RecoverySink, done: (error?: Error) => void): void {
      calls.push('recover');
      done(recoveryError);
    },
    close(_marks: unknown, done: (error?: Error) => void): void {
      calls.push('close');
      done(recoveryError);
    },
  });
}

describe('The server', () => {
  it('recovers, then opens its port, and tells where and what', async () => {
    const calls: string[] = [];
    const { server } = build(watched(calls));
    const started = await server.start();
    expect(calls).to.deep.equal(['recover']);
    expect(started).to.deep.include({ host: '127.0.0.1', queues: 0, messages: 0 });
    const { client } = await connectClient(started.port);
    await client.close();
    await server.stop();
  });

  it('starts once, however often it is asked', async () => {
    const calls: string[] = [];
    const { server } = build(watched(calls));
    const [first, second] = await Promise.all([server.start(), server.start()]);
    expect(first).to.equal(second);
    expect(calls).to.deep.equal(['recover']);
    await server.stop();
  });

  it('stops by closing connections with 320, and the store after them', async () => {
    const calls: string[] = [];
    const { server } = build(watched(calls));
    const { port } = await server.start();
    const { closed } = await connectClient(port);
    void closed.then(() => calls.push('client closed'));
    await Promise.all([server.stop(), server.stop()]);
    expect((await closed).message).to.match(/CONNECTION_FORCED.*\(320\)/);
    expect(calls).to.deep.equal(['recover', 'client closed', 'close']);
    const socket = connect(port, '127.0.0.1');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).to.equal('ECONNREFUSED');
  });

  it('serves the HTTP API at its HTTP port, to guest from this machine', async () => {
    const { server } = build(new MemoryStore(), { management: { host: '127.0.0.1', port: 0 } });
    const { management } = await server.start();
    const url = `http://127.0.0.1:${management?.port}/api/vhosts/made`;
    const headers = { authorization: `Basic ${btoa('guest:guest')}` };
    expect((await fetch(url, { method: 'PUT', headers })).status).to.equal(201);
    expect(await (await fetch(url, { headers })).json()).to.deep.include({ name: 'made' });
    await server.stop();
  });

  it('cuts those who are still in the handshake when it stops', async () => {
    const { server } = build(new MemoryStore());
    const { port } = await server.start();
    const socket = connect(port, '127.0.0.1').resume();
    socket.write('AMQP\0\0\x09\x01');
    await once(socket, 'data');
    const closed = once(socket, 'close');
    await server.stop();
    await closed;
  });

  it('waits for its start before it stops', async () => {
    const calls: string[] = [];
    const { server } = build(watched(calls));
    const started = server.start();
    await server.stop();
    await started;
    expect(calls).to.deep.equal(['recover', 'close']);
  });

  it('does nothing when it stops without having started', async () => {
    const calls: string[] = [];
    await build(watched(calls)).server.stop();
    expect(calls).to.deep.equal([]);
  });

  it('takes on other limits while it runs, those of connections for new ones', async () => {
    const { server } = build(new MemoryStore());
    const { port } = await server.start();
    server.reload({ nodeLimits: { vhostCountMax: 1 }, amqp: { channelMax: 7 } });
    const refusal = await server.declareVhost({ name: 'more' }).catch((error: unknown) => error);
    expect(String(refusal)).to.contain('vhost limit of 1 is reached');
    const client = await new AMQPClient(`amqp://127.0.0.1:${port}`).connect();
    expect(client.channelMax).to.equal(7);
    await client.close();
    await server.stop();
  });

  it('leaves on the disk what is too much by a lower watermark', async () => {
    let onAsked: () => void = () => {};
    const asked = new Promise<void>((resolve) => (onAsked = resolve));
    const store = Object.assign(new MemoryStore(), { canFetch: true, fetch: () => onAsked() });
    const { server } = build(store);
    const { port } = await server.start();
    const { client } = await connectClient(port);
    const channel = await client.channel();
    await channel.queueDeclare('q', { durable: true });
    await channel.confirmSelect();
    const body = new Uint8Array(10_000);
    const sent = Array.from({ length: 100 }, () =>
      channel.basicPublish('', 'q', body, { deliveryMode: 2 }),
    );
    await Promise.all(sent);
    server.reload({ memoryHighWatermark: '1MB' });
    await channel.basicConsume('q', { noAck: true }, () => {});
    await asked;
    await client.close();
    await server.stop();
  });

  it('starts on what an earlier release had let in, and warns of what has no effect', async () => {
    const store = new MemoryStore();
    const queue = { kind: 'queue', id: 1, vhost: '/', name: 'q', durable: true } as const;
    const args = new Map([['x-consumer-timeout', { type: 'S', value: 'soon' } as const]]);
    store.recover = (sink, done) => {
      sink.definition({ ...queue, autoDelete: false, exclusive: false, arguments: args });
      done();
    };
    const { server, log } = build(store);
    expect(await server.start()).to.include({ queues: 1, messages: 0 });
    expect(log.filter((line) => line.includes("'x-consumer-timeout'"))).to.eql([
      'an earlier release took what is without effect now: ' +
        `invalid arg 'x-consumer-timeout' for queue 'q' in vhost '/': ` +
        '"expected integer, got longstr"',
    ]);
    await server.stop();
  });

  it('makes the users it is given where they are missing, and then no guest', async () => {
    const given = { configure: '^ann-', write: '', read: '' };
    const users = [{ name: 'ann', password: 'burrow', permissions: { orders: given } }];
    const { server } = build(new MemoryStore(), { users });
    const { port } = await server.start();
    const login = (who: string, vhost: string) =>
      new AMQPClient(`amqp://${who}@127.0.0.1:${port}/${vhost}`).connect();
    const client = await login('ann:burrow', 'orders');
    const channel = await client.channel();
    await channel.queueDeclare('ann-1');
    let message = '';
    await channel.queueDeclare('bob-1').catch((error: Error) => ({ message } = error));
    expect(message).to.contain("access to queue 'bob-1' in vhost 'orders' refused for user 'ann'");
    await login('guest:guest', '').catch((error: Error) => ({ message } = error));
    expect(message).to.contain('403');
    await client.close();
    await server.stop();
  });

  it('is called as it is told, and makes queues of the type that it is told', async () => {
    const options = { clusterName: 'warren', defaultQueueType: 'quorum' };
    const { server } = build(new MemoryStore(), options);
    const { port } = await server.start();
    const { client } = await connectClient(port);
    const other = await amqp.connect(`amqp://guest:guest@127.0.0.1:${port}`);
    const { connection } = other;
    expect(connection).to.have.nested.property('serverProperties.cluster_name', 'warren');
    await other.close();
    const channel = await client.channel();
    await channel.queueDeclare('q', { durable: true });
    let message = '';
    await channel
      .queueDeclare('q', { durable: true }, { 'x-queue-type': 'classic' })
      .catch((error: Error) => ({ message } = error));
    expect(message).to.contain("inequivalent arg 'x-queue-type'");
    await client.close();
    await server.stop();
  });

  it('refuses to start when recovery fails, with the reason of the store', async () => {
    const calls: string[] = [];
    const { server } = build(watched(calls, new Error('folder in use')));
    let message = '';
    await server.start().catch((error: unknown) => (message = String(error)));
    expect(message).to.equal('Error: folder in use');
    expect(calls).to.deep.equal(['recover', 'close']);
    await server.stop();
  });

  it('gives the store back when its port is taken', async () => {
    const first = build(new MemoryStore());
    const { port } = await first.server.start();
    const calls: string[] = [];
    const store = watched(calls);
    const log = new Log(
      'silent',
      () => {},
      () => 0,
    );
    const options = { host: '127.0.0.1', port, store, log, version: '0.0.0', onFailed: () => {} };
    const second = new Server(options);
    let message = '';
    await second.start().catch((error: unknown) => (message = String(error)));
    expect(message).to.contain(`cannot listen on 127.0.0.1:${port}`);
    expect(calls).to.deep.equal(['recover', 'close']);
    await first.server.stop();
  });

  it('tells clients 541 when storage fails, takes no more of them, and gives up', async () => {
    const store = new MemoryStore();
    const { server, log, failed } = build(store);
    const { port } = await server.start();
    const { closed } = await connectClient(port);
    store.onFailed(new Error('disk full'));
    expect((await closed).message).to.match(/INTERNAL_ERROR.*\(541\)/);
    expect((await failed).message).to.equal('disk full');
    expect(log).to.include('storage has failed: nothing is confirmed any more');
    const [error] = (await once(connect(port, '127.0.0.1'), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).to.equal('ECONNREFUSED');
    await server.stop();
  });

  it('logs a run of refused connections once', async () => {
    const { server, log } = build(new MemoryStore(), { connectionCountMax: 1 });
    const { port } = await server.start();
    const { client } = await connectClient(port);
    for (let count = 0; count < 3; count++) {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      await once(socket, 'close');
    }
    const refusals = log.filter((message) => message.includes('connections are refused'));
    expect(refusals).to.have.length(1);
    await client.close();
    await server.stop();
  });
});
