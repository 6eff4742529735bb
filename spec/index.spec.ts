import { expect } from 'chai';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AMQPClient } from '@cloudamqp/amqp-client';
import { createBroker, type EmbeddedBroker, SqliteStore } from '../src/index.js';
import { certificateFiles } from './support/test-certificates.js';

async function openChannel({ address }: EmbeddedBroker) {
  const client = new AMQPClient(`amqp://guest:guest@127.0.0.1:${address?.port ?? 0}`);
  const connection = await client.connect();
  return { connection, channel: await connection.channel() };
}

describe('An embedded broker', () => {
  it('runs on a free port of its own process, and keeps nothing', async () => {
    const broker = createBroker({ port: 0 });
    expect(broker.address).to.equal(undefined);
    const started = await broker.start();
    expect(broker.address).to.equal(started);
    const { connection, channel } = await openChannel(broker);
    await channel.queueDeclare('greetings');
    await channel.basicPublish('', 'greetings', 'hello');
    const message = await channel.basicGet('greetings', { noAck: true });
    expect(message?.bodyString()).to.equal('hello');
    await connection.close();
    await broker.stop();
    expect(broker.address).to.equal(undefined);
  });

  it('keeps what is durable where it is given a store for it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leveret-spec-'));
    const first = createBroker({ port: 0, store: new SqliteStore({ folder }) });
    await first.start();
    const { connection, channel } = await openChannel(first);
    await channel.queueDeclare('orders', { durable: true });
    await channel.confirmSelect();
    await channel.basicPublish('', 'orders', 'one', { deliveryMode: 2 });
    await connection.close();
    await first.stop();
    const second = createBroker({ port: 0, store: new SqliteStore({ folder }) });
    expect(await second.start()).to.deep.include({ queues: 1, messages: 1 });
    await second.stop();
    await rm(folder, { recursive: true });
  });

  it('listens for TLS, on a Unix socket and for WebSockets, where it is told to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leveret-spec-'));
    const path = join(folder, 'a.sock');
    const broker = createBroker({
      port: 0,
      tls: { port: 0, ...certificateFiles('server') },
      unixSocket: { path },
      management: { port: 0 },
      prometheus: { port: 0 },
    });
    const { tls, unixPath, management, prometheus } = await broker.start();
    expect(tls?.host).to.equal('127.0.0.1');
    expect(tls?.port).to.be.greaterThan(0);
    expect(management?.port).to.be.greaterThan(0);
    const metrics = await fetch(`http://127.0.0.1:${prometheus?.port ?? 0}/metrics`);
    expect(await metrics.text()).to.match(/^rabbitmq_connections 0$/m);
    expect(unixPath).to.equal(path);
    expect((await stat(path)).mode & 0o777).to.equal(0o660);
    broker.reload();
    await broker.stop();
    await rm(folder, { recursive: true });
  });

  it('opens none of these by itself', async () => {
    const broker = createBroker({ port: 0 });
    expect(await broker.start()).to.have.all.keys('host', 'port', 'queues', 'messages');
    await broker.stop();
  });

  it('makes and deletes virtual hosts, and keeps them with the rest', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leveret-spec-'));
    const first = createBroker({ port: 0, store: new SqliteStore({ folder }) });
    await first.start();
    await first.declareVhost({ name: 'orders', description: 'of the shop' });
    await first.declareVhost({ name: 'billing' });
    expect(await first.deleteVhost('billing')).to.equal(true);
    expect(await first.deleteVhost('billing')).to.equal(false);
    await first.stop();
    const second = createBroker({ port: 0, store: new SqliteStore({ folder }) });
    const { port } = await second.start();
    const open = (vhost: string) =>
      new AMQPClient(`amqp://guest:guest@127.0.0.1:${port}/${vhost}`).connect();
    await (await open('orders')).close();
    const refusal = await open('billing').catch((error: unknown) => String(error));
    expect(refusal).to.include('vhost billing not found');
    await second.stop();
    await rm(folder, { recursive: true });
  });

  it('sets policies, and pauses queues', async () => {
    const broker = createBroker({ port: 0 });
    const { port } = await broker.start();
    const connection = await new AMQPClient(`amqp://guest:guest@127.0.0.1:${port}`).connect();
    const channel = await connection.channel();
    await channel.queueDeclare('orders.new');
    for (const body of ['a', 'b']) await channel.basicPublish('', 'orders.new', body);
    const limit = { pattern: '^orders\\.', definition: { 'max-length': 1 } };
    await broker.setPolicy({ name: 'orders', ...limit, applyTo: 'queues', priority: 1 });
    await broker.pauseQueue('orders.new');
    expect(await channel.basicGet('orders.new')).to.equal(null);
    await broker.resumeQueue('orders.new');
    const left = await channel.basicGet('orders.new', { noAck: true });
    expect(left?.bodyString()).to.equal('b');
    expect(await broker.deletePolicy({ name: 'orders' })).to.equal(true);
    expect(await broker.deletePolicy({ name: 'orders' })).to.equal(false);
    const refusal = await broker.pauseQueue('none').catch((error: unknown) => String(error));
    expect(refusal).to.contain("no queue 'none' in vhost '/'");
    await connection.close();
    await broker.stop();
  });

  it('writes its log where it is told to', async () => {
    const lines: string[] = [];
    const broker = createBroker({
      port: 0,
      writeLog: (line) => lines.push(line),
      logLevel: 'info',
    });
    await broker.start();
    await broker.stop();
    const messages = lines.map((line) => (JSON.parse(line) as { message: string }).message);
    expect(messages).to.deep.equal(['listening', 'stopping', 'stopped']);
  });
});
