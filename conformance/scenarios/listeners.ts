/**
 * The ways into the broker beside its plain port: TLS, a Unix socket, WebSocket, proxies. For a
 * broker only that this suite started, since each has to be configured.
 */
import { readFileSync } from 'node:fs';
import type { AMQPMessage } from '@cloudamqp/amqp-client';
import { AMQPWebSocketClient } from '@cloudamqp/amqp-client/amqp-websocket-client';
import amqplib, { type ChannelModel } from 'amqplib';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import { broker, certificate, PROXY_ADDRESS } from '../support/broker.js';
import { Mailbox } from '../support/mailbox.js';
import { PROTOCOL_HEADER, RawPeer } from '../support/raw/raw-peer.js';
import { useStage } from '../support/stage.js';

describe('A broker that listens', function () {
  const stage = useStage();
  const connections: ChannelModel[] = [];

  before(function () {
    if (!broker.isOwned) this.skip();
  });
  afterEach(async () => {
    for (const connection of connections.splice(0)) await connection.close();
    await RawPeer.abortAll();
  });

  async function connect(url: string, options: object): Promise<ChannelModel> {
    const connection = await amqplib.connect(url, options);
    connections.push(connection);
    return connection;
  }

  /** A message goes through a queue and comes back whole. */
  async function expectRoundTrip(connection: ChannelModel, size: number): Promise<void> {
    const channel = await connection.createConfirmChannel();
    const { queue } = await channel.assertQueue(stage.queueName(), { durable: false });
    const body = Buffer.alloc(size, 'body');
    channel.sendToQueue(queue, body);
    await channel.waitForConfirms();
    const message = await channel.get(queue, { noAck: true });
    if (message === false) throw new Error('the queue is empty');
    expect(message.content.equals(body)).to.equal(true);
  }

  describe('under TLS', () => {
    const ca = [readFileSync(certificate('ca'))];
    const clientCertificate = (name: string) => ({
      ca,
      cert: readFileSync(certificate(name)),
      key: readFileSync(certificate(`${name}.key`)),
    });
    const external = { credentials: amqplib.credentials.external() };

    it('carries messages of any size for a user with a password', async () => {
      const url = broker.tlsUrl.replace('//', '//guest:guest@');
      await expectRoundTrip(await connect(url, { ca }), 1_000_000);
    });

    it('lets in who has a certificate, without a password (EXTERNAL)', async () => {
      const options = { ...clientCertificate('guest'), ...external };
      const connection = await connect(broker.tlsUrl, options);
      await expectRoundTrip(connection, 10);
    });

    it('refuses EXTERNAL to a certificate of nobody with 403', async () => {
      const options = { ...clientCertificate('named'), ...external };
      const outcome = await connect(broker.tlsUrl, options).then(() => 'open', String);
      expect(outcome).to.contain('403');
      expect(outcome).to.contain(
        'ACCESS_REFUSED - Login was refused using authentication mechanism EXTERNAL.',
      );
    });

    it('lets nobody in whose certificate it cannot verify', async () => {
      const options = { ...clientCertificate('stranger'), ...external };
      expect(
        await connect(broker.tlsUrl, options).then(
          () => 'open',
          () => 'refused',
        ),
      ).to.equal('refused');
    });
  });

  it('refuses EXTERNAL without TLS with 503', async () => {
    const peer = await RawPeer.connect();
    peer.send(PROTOCOL_HEADER);
    await peer.expectMethod(0, 10, 10);
    peer.startOk('EXTERNAL', Buffer.alloc(0));
    expect(await peer.expectConnectionClose()).to.include({
      code: 503,
      text: "COMMAND_INVALID - invalid authentication mechanism 'EXTERNAL'",
    });
  });

  it('lets in who wants no name (ANONYMOUS), where that is configured', async () => {
    const peer = await RawPeer.connect();
    peer.send(PROTOCOL_HEADER);
    await peer.expectMethod(0, 10, 10);
    peer.startOk('ANONYMOUS', Buffer.from('whoever'));
    await peer.expectMethod(0, 10, 30);
  });

  it('on a Unix socket carries messages', async () => {
    await expectRoundTrip(await connect(broker.url, { path: broker.unixPath }), 100_000);
  });

  describe('for a trusted proxy', () => {
    async function connectThrough(source: string): Promise<RawPeer> {
      const peer = await RawPeer.connect(PROXY_ADDRESS);
      peer.send(Buffer.from(`PROXY TCP4 ${source} 127.0.0.1 53011 5672\r\n`));
      return peer;
    }

    it('lets guest in from this machine', async () => {
      const peer = await connectThrough('127.0.0.1');
      await peer.authenticate();
      await peer.tuning();
    });

    it('keeps guest out from elsewhere, though the proxy is on this machine', async () => {
      const peer = await connectThrough('192.0.2.1');
      await peer.authenticate({ capabilities: ['authentication_failure_close'] });
      expect(await peer.expectConnectionClose()).to.include({ code: 403 });
    });

    it('hangs up where the header is missing', async () => {
      const peer = await RawPeer.connect(PROXY_ADDRESS);
      peer.expectNoFrames();
      peer.send(PROTOCOL_HEADER);
      expect((await peer.rawAnswer()).length).to.equal(0);
    });
  });

  describe('for WebSockets (@cloudamqp/amqp-client)', () => {
    const globals = globalThis as { WebSocket?: unknown };
    const builtIn = globals.WebSocket;
    let client: AMQPWebSocketClient;

    // Node has none before version 22.
    before(() => {
      globals.WebSocket = WebSocket;
    });
    after(() => {
      globals.WebSocket = builtIn;
    });
    beforeEach(async () => {
      client = new AMQPWebSocketClient({ url: broker.webSocketUrl, frameMax: 131_072 });
      await client.connect();
    });
    afterEach(async () => {
      if (!client.closed) await client.close();
    });

    async function consume(): Promise<{ queue: string; inbox: Mailbox<AMQPMessage> }> {
      const channel = await client.channel();
      const { name: queue } = await channel.queueDeclare(stage.queueName(), { durable: false });
      const inbox = new Mailbox<AMQPMessage>('a delivery');
      await channel.basicConsume(queue, { noAck: true }, (message) => {
        inbox.put(message);
      });
      return { queue, inbox };
    }

    it('carries messages of any size both ways', async () => {
      const { queue, inbox } = await consume();
      const channel = await client.channel();
      await channel.confirmSelect();
      for (const size of [0, 1, 65_536, 2_000_000]) {
        await channel.basicPublish('', queue, Buffer.alloc(size, 'b'));
        expect((await inbox.next()).bodySize).to.equal(size);
      }
    });

    it('keeps many messages in order', async () => {
      const { queue, inbox } = await consume();
      const channel = await client.channel();
      const numbers = Array.from({ length: 2_000 }, (_, index) => String(index));
      for (const number of numbers) await channel.basicPublish('', queue, number);
      const received = await inbox.take(numbers.length);
      expect(received.map((message) => message.bodyString())).to.deep.equal(numbers);
    });

    it('tells of faults as on every connection', async () => {
      const channel = await client.channel();
      const fault = await channel.basicGet('no such queue').then(() => 'got it', String);
      expect(fault).to.contain("NOT_FOUND - no queue 'no such queue' in vhost '/'");
    });

    it('closes without a trace', async () => {
      await client.close();
      expect(client.closed).to.equal(true);
    });
  });
});
