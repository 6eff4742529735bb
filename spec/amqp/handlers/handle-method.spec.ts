import { expect } from 'chai';
import { METHODS } from '../../../src/amqp/wire/methods.js';
import type { MethodName } from '../../../src/amqp/wire/method-table.js';
import { encodeProperties } from '../../../src/amqp/wire/properties.js';
import { AmqpServer, amqpServer } from '../../support/amqp-server.js';
import { fields, NO_ROOM, type ResidencyLimits } from '../../support/core-builders.js';
import {
  BODY,
  contentHeader,
  frame,
  type LoopbackClient,
  METHOD,
} from '../../support/loopback-client.js';
import { ScriptedStore } from '../../support/scripted-store.js';
import { SeededRandom, seedOfRun } from '../../support/seed.js';

const NAMES = Object.keys(METHODS) as MethodName[];
/** Of classes from exchange on, so that a connection lives for more than a few of them. */
const USUAL = NAMES.filter(
  (name) =>
    METHODS[name].from !== 'server' &&
    METHODS[name].classId > 20 &&
    !name.endsWith('-ok') &&
    !/^(tx|confirm|exchange.delete|basic.(publish|ack|nack|reject))/.test(name),
);
const QUEUES = ['a', 'a', 'b', 'c', 'c', 'c', ''];
const EXCHANGES = ['', 'amq.fanout', 'amq.topic', 'amq.headers', 'x', 'x', 'y'];

describe('Methods', () => {
  it('that a client never sends close the connection', () => {
    for (const name of NAMES) {
      if (METHODS[name].from !== 'server') continue;
      const [close] = amqpServer().open().send(1, name).take();
      expect(close?.name, name).to.equal('connection.close');
      expect(close?.args['replyCode'], name).to.equal(503);
    }
  });

  it('of any kind, order and content hurt no one but their sender', function () {
    this.timeout(20_000);
    const random = new SeededRandom(seedOfRun());
    for (let run = 0; run < 15; run++) attack(random, {});
  });

  it('do so no more when there is no room for messages in memory', function () {
    this.timeout(20_000);
    const random = new SeededRandom(seedOfRun());
    for (let run = 0; run < 15; run++) attack(random, NO_ROOM);
  });
});

function attack(random: SeededRandom, limits: ResidencyLimits): void {
  const server = new AmqpServer(new ScriptedStore(), {}, limits);
  const witness = server.open();
  arrange(witness);
  const capabilities = ['consumer_cancel_notify'];
  const options = { capabilities, channels: 3, heartbeat: 60, highWaterMark: 4_096 };
  let peers: LoopbackClient[] = [];
  for (let step = 0; step < 400; step++) {
    peers = peers.filter(({ isClosed }) => !isClosed);
    while (peers.length < 3) peers.push(prepare(server.open(options)));
    const peer = random.pick(peers);
    assault(random, peer);
    if (random.below(6) === 0) reconcile(peer);
    if (random.below(20) === 0) server.store.commit(random.below(10));
    if (random.below(10) === 0) server.store.answer(random.below(3));
    if (random.below(60) === 0) server.advance(random.below(2_000));
  }
  server.settle();
  for (const peer of peers) peer.pair.client.destroy();
  server.settle();
  server.store.settleDown();
  witness.send(1, 'queue.declare', { queue: 'witness' });
  expect(witness.names().at(-1)).to.equal('1 queue.declare-ok');
  for (const queue of server.vhost.queues()) {
    expect(queue.unsettledCount, queue.name).to.equal(0);
    expect(queue.consumerCount, queue.name).to.equal(0);
  }
}

function arrange(witness: LoopbackClient): void {
  for (const exchange of ['x', 'y']) {
    witness.send(1, 'exchange.declare', { exchange, type: 'fanout' });
  }
  for (const queue of ['a', 'c']) {
    witness.send(1, 'queue.declare', {
      queue,
      durable: queue === 'a',
      arguments: queue === 'c' ? DEAD_LETTERING : fields({}),
    });
    witness.send(1, 'queue.bind', { queue, exchange: queue === 'c' ? 'x' : 'y' });
  }
}

/** Channel 1 asks for direct replies, 2 confirms, 3 is transactional. */
function prepare(peer: LoopbackClient, channel = 0): LoopbackClient {
  const replies = { queue: 'amq.rabbitmq.reply-to', consumerTag: 'replies', noAck: true };
  if (channel === 0 || channel === 1) peer.send(1, 'basic.consume', replies);
  if (channel === 0 || channel === 2) peer.send(2, 'confirm.select');
  if (channel === 0 || channel === 3) peer.send(3, 'tx.select');
  return peer;
}

/** Answers closes and opens the channels again. */
function reconcile(peer: LoopbackClient): void {
  for (const { channel, name } of peer.take()) {
    if (name === 'connection.close') peer.send(0, 'connection.close-ok');
    if (name !== 'channel.close') continue;
    peer.send(channel, 'channel.close-ok').send(channel, 'channel.open');
    prepare(peer, channel);
  }
}

function assault(random: SeededRandom, peer: LoopbackClient): void {
  const channel = random.below(300) === 0 ? random.below(65_536) : 1 + random.below(3);
  switch (random.below(16)) {
    case 0:
      if (random.below(20) === 0) peer.write(junk(random));
      return;
    case 1:
      if (random.below(4) === 0) peer.pause();
      else peer.resume();
      return;
    case 2:
      peer.send(3, random.below(2) === 0 ? 'tx.commit' : 'tx.rollback');
      return;
    case 3:
      if (random.below(8) === 0) peer.send(channel, 'channel.close').send(channel, 'channel.open');
      return;
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
      publish(random, peer, channel);
      return;
    case 9:
    case 10:
    case 11:
      settle(random, peer, channel);
      return;
    default:
      peer.send(channel, random.pick(USUAL), argumentsOf(random));
  }
}

/** Enough for any method: what it does not have is left out. */
function argumentsOf(random: SeededRandom): Record<string, unknown> {
  const flag = (): boolean => random.below(4) === 0;
  const queue = random.pick(QUEUES);
  return {
    queue,
    exchange: random.pick(EXCHANGES),
    source: random.pick(EXCHANGES),
    destination: random.pick(EXCHANGES),
    routingKey: random.pick(['', 'a', 'b', 'a.b', 'é'.repeat(127)]),
    type: random.pick(['fanout', 'topic', 'headers', 'direct']),
    consumerTag: random.pick(['', '', '1', 'é'.repeat(127)]),
    prefetchCount: random.below(40),
    passive: random.below(10) === 0,
    durable: queue === 'a',
    exclusive: queue === 'b' && flag(),
    autoDelete: queue === 'b',
    global: flag(),
    noAck: random.below(2) === 0,
    noWait: flag(),
    ifEmpty: flag(),
    ifUnused: !flag(),
    requeue: true,
    active: true,
    arguments: queue === 'c' ? DEAD_LETTERING : fields({}),
  };
}

const DEAD_LETTERING = fields({
  'x-dead-letter-exchange': 'y',
  'x-max-length': 20,
  'x-message-ttl': 1_000,
});

const COPIES = { type: 'A', value: [{ type: 'S', value: 'a' }] } as const;
const HEADERS = [
  fields({}),
  fields({ a: 1 }),
  fields({ CC: COPIES, 'x-death': COPIES }),
  fields({ BCC: COPIES, 'x-death': 1 }),
];

function settle(random: SeededRandom, peer: LoopbackClient, channel: number): void {
  const deliveryTag = random.below(12) === 0 ? random.below(20) : 0;
  const multiple = deliveryTag === 0 || random.below(2) === 0;
  const requeue = random.below(2) === 0;
  const name = random.pick(['basic.ack', 'basic.nack', 'basic.nack'] as const);
  peer.send(channel, name, { deliveryTag, multiple, requeue });
}

function publish(random: SeededRandom, peer: LoopbackClient, channel: number): void {
  const key = Buffer.from(
    random.below(3) === 0 ? Buffer.alloc(random.below(256), 0xff) : random.pick(QUEUES),
  );
  const exchange = Buffer.from(random.below(2) === 0 ? 'x' : random.pick(EXCHANGES));
  const head = Buffer.from([0, 60, 0, 40, 0, 0, exchange.length]);
  const flags = Buffer.of(random.below(4) === 0 ? 1 : 0);
  const method = Buffer.concat([head, exchange, Buffer.of(key.length), key, flags]);
  const body = Buffer.alloc(random.below(3) * 2_000, 'x');
  const properties = encodeProperties({
    deliveryMode: 1 + random.below(2),
    priority: random.below(256),
    headers: random.pick(HEADERS),
    ...(channel === 1 ? { replyTo: 'amq.rabbitmq.reply-to' } : {}),
    ...(random.below(3) === 0 ? { expiration: random.pick(['0', '50', '5000']) } : {}),
  });
  peer.write(frame(METHOD, channel, method)).write(contentHeader(channel, body.length, properties));
  if (body.length === 0) return;
  peer.write(frame(BODY, channel, body.subarray(0, 1_500)));
  if (random.below(200) > 0) peer.write(frame(BODY, channel, body.subarray(1_500)));
}

/** A frame of any type with any octets, now and then with a class and a method that there are. */
function junk(random: SeededRandom): Buffer {
  const payload = Buffer.from(random.list(30, () => random.below(256)));
  const { classId, methodId } = METHODS[random.pick(NAMES)];
  if (payload.length >= 4 && random.below(4) > 0) {
    payload.writeUInt16BE(classId);
    payload.writeUInt16BE(methodId, 2);
  }
  return frame(1 + random.below(8), random.below(4), payload);
}
