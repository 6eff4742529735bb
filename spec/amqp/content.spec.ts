import { expect } from 'chai';
import { amqpFormat } from '../../src/amqp/content.js';
import { encodeProperties, type Properties } from '../../src/amqp/wire/properties.js';
import { shortString } from '../../src/amqp/wire/short-string.js';
import type { Field } from '../../src/core/field.js';
import { Message } from '../../src/core/message.js';
import { amqpServer } from '../support/amqp-server.js';
import { bodyOf, fields } from '../support/core-builders.js';
import { contentHeader, frame, BODY, METHOD } from '../support/loopback-client.js';

const NO_CHANGE = {
  extraKeys: [],
  exchange: 'dlx',
  routingKey: 'key',
  setHeaders: fields({}),
  removeHeaders: [],
  dropExpiration: false,
};

/** In the middle of a larger buffer, as a store may give it. */
function messageWith(properties: Properties, key: Buffer = shortString('key')): Message {
  const names = Buffer.concat([shortString('x'), key]);
  const list = encodeProperties(properties);
  const larger = Buffer.concat([Buffer.alloc(5), names, list, Buffer.from('body')]);
  return new Message({
    exchange: 'x',
    routingKey: key.toString('utf8', 1),
    persistent: properties.deliveryMode === 2,
    priority: properties.priority ?? 0,
    ttlMs: properties.expiration === undefined ? -1 : Number(properties.expiration),
    content: new Uint8Array(larger.buffer, larger.byteOffset + 5, larger.length - 5),
    propertiesStart: names.length,
    bodyStart: names.length + list.length,
    format: amqpFormat,
  });
}

function namesOf({ content, propertiesStart }: Message): string {
  return Buffer.from(content.subarray(0, propertiesStart)).toString('latin1');
}

/** basic.publish with a routing key of any octets. */
function publishRaw(key: Buffer, exchange: string, properties: Properties): Buffer {
  const head = Buffer.from([0, 60, 0, 40, 0, 0]);
  const size = Buffer.of(key.length);
  const method = Buffer.concat([head, shortString(exchange), size, key, Buffer.of(0)]);
  const header = contentHeader(1, 4, encodeProperties(properties));
  return Buffer.concat([frame(METHOD, 1, method), header, frame(BODY, 1, Buffer.from('body'))]);
}

/** A table in a table in ..., so many of them. */
function nested(depth: number): Field {
  let field: Field = { type: 'F', value: fields({}) };
  for (let level = 1; level < depth; level++) field = { type: 'F', value: fields({ k: field }) };
  return field;
}

describe('Content', () => {
  it('gives the headers of a message, an empty table if there are none', () => {
    expect(amqpFormat.headers(messageWith({})).size).to.equal(0);
    const headers = amqpFormat.headers(messageWith({ headers: fields({ a: 'b', n: 1 }) }));
    expect([...headers.keys()]).to.eql(['a', 'n']);
    expect(headers.get('a')).to.eql({ type: 'S', value: 'b' });
  });

  it('is built of properties under the names of RabbitMQ, all of them', () => {
    const properties = fields({
      content_type: 'text/plain',
      content_encoding: 'utf-8',
      headers: { type: 'F', value: fields({ a: 1 }) },
      delivery_mode: 2,
      priority: 3,
      correlation_id: 'c',
      reply_to: 'r',
      expiration: '60000',
      message_id: 'm',
      timestamp: 5_000_000_000,
      type: 't',
      user_id: 'u',
      app_id: 'a',
      cluster_id: 'cl',
    });
    const parts = { exchange: 'x', routingKey: 'key', body: Buffer.from('body') };
    const built = amqpFormat.build({ ...parts, properties });
    expect(built).to.include({ exchange: 'x', routingKey: 'key', persistent: true, priority: 3 });
    expect([built.ttlMs, bodyOf(built)]).to.eql([60_000, 'body']);
    expect([...amqpFormat.properties(built)]).to.have.deep.members([...properties]);
    expect(namesOf(built)).to.equal('\x01x\x03key');
    const plain = amqpFormat.build({ ...parts, properties: fields({}) });
    expect(amqpFormat.properties(plain).size).to.equal(0);
    expect(plain).to.include({ persistent: false, ttlMs: -1 });
  });

  it('is not built where its properties would fit into no frame', () => {
    const parts = { exchange: '', routingKey: 'a', body: Buffer.alloc(0) };
    const build = (size: number): unknown => {
      const headers: Field = { type: 'F', value: fields({ h: 'x'.repeat(size) }) };
      return amqpFormat.build({ ...parts, properties: fields({ headers }) });
    };
    expect(() => build(131_000)).not.to.throw();
    expect(() => build(131_052)).to.throw('fit into no frame: 131052 are the most');
  });

  it('is built with further keys, of which the blind ones are not told', () => {
    const list: Field = { type: 'A', value: [{ type: 'S', value: 'b' }] };
    const headers: Field = { type: 'F', value: fields({ CC: list, BCC: list, a: 1 }) };
    const parts = { exchange: '', routingKey: 'a', body: Buffer.alloc(0) };
    const built = amqpFormat.build({ ...parts, properties: fields({ headers }) });
    expect(built.extraKeys).to.eql(['b', 'b']);
    expect([...amqpFormat.headers(built).keys()]).to.eql(['CC', 'a']);
  });

  it('gives all properties under the names of RabbitMQ', () => {
    const headers = fields({ a: 'b' });
    const properties = { contentType: 'text/plain', headers, deliveryMode: 2, timestamp: 1e12 };
    expect([...amqpFormat.properties(messageWith({ ...properties, appId: 'app' }))]).to.eql([
      ['content_type', { type: 'S', value: 'text/plain' }],
      ['headers', { type: 'F', value: headers }],
      ['delivery_mode', { type: 'l', value: 2 }],
      ['timestamp', { type: 'l', value: 1e12 }],
      ['app_id', { type: 'S', value: 'app' }],
    ]);
  });

  it('makes messages for the broker itself', () => {
    const headers = fields({ a: 'b' });
    const parts = { exchange: 'x', routingKey: 'key', headers, body: Buffer.from('body') };
    const made = amqpFormat.compose({ ...parts, persistent: true, timestampSeconds: 7 });
    const like = messageWith({ headers, deliveryMode: 2, timestamp: 7 });
    expect(made).to.deep.include({ ...like, content: Buffer.from(like.content) });
    const transient = amqpFormat.compose({ ...parts, persistent: false });
    expect(Buffer.from(transient.content)).to.eql(Buffer.from(messageWith({ headers }).content));
    const long = amqpFormat.compose({ ...parts, persistent: false, routingKey: 'k'.repeat(300) });
    expect(long.routingKey).to.have.length(255);
  });

  it('can be read back however deep the values are that the broker makes a message of', () => {
    const parts = { exchange: 'x', routingKey: 'key', persistent: true, body: Buffer.from('body') };
    const made = amqpFormat.compose({ ...parts, headers: fields({ value: nested(100) }) });
    const stored = amqpFormat.restore({ ...made, sequence: 1 });
    expect([...amqpFormat.headers(stored).keys()]).to.eql(['value']);
    const traced = amqpFormat.compose({
      ...parts,
      headers: fields({ properties: { type: 'F', value: amqpFormat.properties(stored) } }),
    });
    const again = amqpFormat.restore({ ...traced, sequence: 2 });
    expect([...amqpFormat.headers(again).keys()]).to.eql(['properties']);
  });

  it('can be read back where more is written on headers as deep as a client may send', () => {
    const deaths: Field = { type: 'A', value: [nested(62)] };
    const message = messageWith({ headers: fields({ deep: nested(63), 'x-death': deaths }) });
    const copy = amqpFormat.rewrite(message, {
      ...NO_CHANGE,
      setHeaders: fields({ CC: deaths, 'x-death': deaths, 'x-first-death-queue': 'q' }),
    });
    const stored = amqpFormat.restore({ ...copy, sequence: 1 });
    expect(amqpFormat.headers(stored)).to.eql(
      fields({ deep: nested(63), 'x-death': deaths, CC: deaths, 'x-first-death-queue': 'q' }),
    );
  });

  it('gives single properties of a message as text', () => {
    const properties = { correlationId: 'c', messageId: 'm', timestamp: 1_700_000_000 };
    const message = messageWith({ contentType: 'text/plain', ...properties, appId: 'app' });
    expect(amqpFormat.property(message, 'correlationId')).to.equal('c');
    expect(amqpFormat.property(message, 'messageId')).to.equal('m');
    expect(amqpFormat.property(message, 'timestamp')).to.equal('1700000000');
    expect(amqpFormat.property(messageWith({}), 'messageId')).to.equal(undefined);
  });

  it('is rewritten with new names and headers, and everything else as it was', () => {
    const properties = { headers: fields({ a: 'b' }), deliveryMode: 2, priority: 7, appId: 'app' };
    const copy = amqpFormat.rewrite(messageWith({ ...properties, expiration: '500' }), {
      ...NO_CHANGE,
      setHeaders: fields({ c: 'd' }),
      dropExpiration: true,
    });
    expect(namesOf(copy)).to.equal('\x03dlx\x03key');
    expect(copy).to.include({ exchange: 'dlx', routingKey: 'key', persistent: true, priority: 7 });
    expect(copy.ttlMs).to.equal(-1);
    expect([...amqpFormat.headers(copy).keys()]).to.eql(['a', 'c']);
    expect(bodyOf(copy)).to.equal('body');
  });

  it('keeps its time to live where that is not to be dropped', () => {
    expect(amqpFormat.rewrite(messageWith({ expiration: '500' }), NO_CHANGE).ttlMs).to.equal(500);
  });

  it('keeps the octets of a routing key that is not UTF-8', () => {
    const key = Buffer.concat([Buffer.of(255), Buffer.alloc(255, 0xff)]);
    const message = messageWith({}, key);
    expect(Buffer.byteLength(message.routingKey)).to.equal(765);
    const copy = amqpFormat.rewrite(message, { ...NO_CHANGE, routingKey: message.routingKey });
    expect(namesOf(copy)).to.equal(`\x03dlx${key.toString('latin1')}`);
    expect(copy.routingKey).to.equal(message.routingKey);
  });

  it('cuts names that are longer than the wire can say', () => {
    const copy = amqpFormat.rewrite(messageWith({}), {
      ...NO_CHANGE,
      exchange: 'x'.repeat(300),
      routingKey: `y${'é'.repeat(200)}`,
    });
    expect(copy.routingKey).to.equal(`y${'é'.repeat(127)}`);
    expect(copy.exchange).to.equal('x'.repeat(300));
    expect(copy.propertiesStart).to.equal(1 + 255 + 1 + 255);
  });

  it('comes back from a store with what routing and queues ask for', () => {
    const { content, propertiesStart, bodyStart } = messageWith({ deliveryMode: 2, priority: 3 });
    const stored = {
      queueId: 1,
      sequence: 1,
      exchange: 'x',
      routingKey: 'key',
      content,
      propertiesStart,
      bodyStart,
      expiresAt: 0,
      redelivered: false,
    };
    const message = amqpFormat.restore(stored);
    expect(message).to.include({ exchange: 'x', routingKey: 'key', persistent: true, priority: 3 });
    expect(message.ttlMs).to.equal(-1);
    expect(bodyOf(message)).to.equal('body');
  });

  it('comes back from a store with its own time to live', () => {
    const message = messageWith({ expiration: '60000' });
    const stored = { ...message, sequence: 1 };
    expect(amqpFormat.restore(stored).ttlMs).to.equal(60_000);
  });
});

describe('A dead letter', () => {
  /** Dead letters of `work` end in `dead`. */
  function make(routingKey?: string, exchange = 'dlx') {
    const server = amqpServer();
    const client = server.open();
    const keys = routingKey === undefined ? {} : { 'x-dead-letter-routing-key': routingKey };
    client.send(1, 'exchange.declare', { exchange: 'dlx', type: 'fanout' });
    client.send(1, 'queue.declare', {
      queue: 'work',
      arguments: fields({ 'x-dead-letter-exchange': exchange, 'x-message-ttl': 0, ...keys }),
    });
    client.send(1, 'queue.declare', { queue: 'dead' });
    client.send(1, 'queue.bind', { queue: 'dead', exchange: 'dlx' });
    client.send(1, 'queue.bind', { queue: 'work', exchange: 'amq.fanout' });
    client.take();
    return { server, client };
  }

  function deadOne(client: ReturnType<typeof make>['client']) {
    const [get] = client.send(1, 'basic.get', { queue: 'dead', noAck: true }).take();
    if (get?.name !== 'basic.get-ok') throw new Error(`got ${get?.name}`);
    return get;
  }

  it('may have a routing key of 255 octets that are not UTF-8', () => {
    const { client } = make();
    client.write(publishRaw(Buffer.alloc(255, 0xff), 'amq.fanout', {}));
    const { args, properties } = deadOne(client);
    expect(args['routingKey']).to.equal('�'.repeat(255));
    expect(properties.headers?.get('x-last-death-queue')).to.eql({ type: 'S', value: 'work' });
  });

  it('may go to an exchange and a key with names that no exchange can have', () => {
    const lost = make('k', 'x'.repeat(300)).client;
    lost.publish(1, 'lost', { key: 'work' });
    expect(lost.send(1, 'basic.get', { queue: 'dead' }).names()).to.eql(['1 basic.get-empty']);
    const { client } = make('k'.repeat(300));
    client.publish(1, 'cut', { key: 'work' });
    expect(deadOne(client).args['routingKey']).to.equal('k'.repeat(255));
  });

  it('may have a history whose names are not UTF-8', () => {
    const { client } = make();
    // headers: x-death = [{ 255 octets of 0xff: void }]
    const inner = Buffer.concat([Buffer.of(255), Buffer.alloc(255, 0xff), Buffer.from('V')]);
    const list = withHeaders(Buffer.concat([Buffer.from('\x07x-deathA'), sized(table(inner))]));
    client.send(1, 'basic.publish', { routingKey: 'work' });
    client.write(contentHeader(1, 0, list));
    const deaths = deadOne(client).properties.headers?.get('x-death');
    expect(deaths?.type === 'A' && deaths.value.length).to.equal(2);
  });

  it('may have a history that counts to the end of its numbers', () => {
    const { client } = make();
    const death: Field = {
      type: 'F',
      value: fields({
        queue: 'work',
        reason: 'expired',
        count: { type: 'l', value: 2n ** 63n - 1n },
      }),
    };
    const headers = fields({ 'x-death': { type: 'A', value: [death] } });
    client.publish(1, 'counted', { key: 'work', properties: { headers } });
    expect(deadOne(client).properties.headers?.get('x-death')?.type).to.equal('A');
  });
});

function sized(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

function table(entries: Buffer): Buffer {
  return Buffer.concat([Buffer.from('F'), sized(entries)]);
}

/** A property list of headers alone. */
function withHeaders(entries: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x20, 0), sized(entries)]);
}
