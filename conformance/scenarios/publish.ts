/**
 * What a message is made of arrives as it was sent, and what cannot be published is refused or
 * returned.
 */
import { randomBytes } from 'node:crypto';
import type { GetMessage } from 'amqplib';
import { expect } from 'chai';
import { expectFault } from '../support/fault.js';
import { encode } from '../support/raw/encode.js';
import { HEADER_FRAME, RawPeer } from '../support/raw/raw-peer.js';
import { drain, returnsOf, type Stage, useStage } from '../support/stage.js';

const DELIVERY_MODE_FLAG = 0x1000;

describe('A published message', () => {
  const stage = useStage();

  it('keeps all of its properties', async () => {
    const properties = {
      contentType: 'application/json',
      contentEncoding: 'gzip',
      headers: { reason: 'test' },
      deliveryMode: 2,
      priority: 7,
      correlationId: 'correlation-1',
      replyTo: 'replies',
      expiration: '60000',
      messageId: 'message-1',
      timestamp: 1_700_000_000,
      type: 'greeting',
      userId: 'guest',
      appId: 'conformance',
    };
    const message = await sentThrough(stage, Buffer.from('{}'), properties);
    expect(message.properties).to.deep.equal({ ...properties, clusterId: undefined });
  });

  it('keeps the headers of federation and shovel', async () => {
    const headers = {
      'x-received-from': [
        { uri: 'amqp://upstream', exchange: 'x', redelivered: false, 'cluster-name': 'a@b' },
      ],
      'x-shovelled': [{ 'shovelled-by': 'a@b', 'shovel-type': 'dynamic', 'src-queue': 'q' }],
    };
    const message = await sentThrough(stage, Buffer.from('m'), { headers });
    expect(message.properties.headers).to.deep.equal(headers);
  });

  it('without properties has none', async () => {
    const message = await sentThrough(stage, Buffer.from('m'), {});
    const { headers, ...rest } = message.properties;
    expect(headers ?? {}).to.deep.equal({});
    expect(Object.values(rest).filter((value) => value !== undefined)).to.deep.equal([]);
  });

  it('keeps headers of every field type', async () => {
    const headers = {
      text: 'räksmörgås',
      empty: '',
      yes: true,
      no: false,
      nothing: null,
      int8: -128,
      int16: -32_768,
      int32: -2_147_483_648,
      int64: 2 ** 52,
      negative64: -(2 ** 52),
      double: 0.1,
      huge: 1e300,
      bytes: Buffer.from([0, 255, 206]),
      moment: { '!': 'timestamp', value: 1_700_000_000 },
      money: { '!': 'decimal', value: { places: 2, digits: 1999 } },
      list: [1, 'two', false, null, [3, { four: 4 }]],
      table: { inner: { innermost: 'value', list: [] } },
      none: {},
    };
    const message = await sentThrough(stage, Buffer.from('m'), { headers });
    expect(message.properties.headers).to.deep.equal(headers);
  });

  it('keeps headers of the types that clients rarely send', async () => {
    const typed = {
      octet: ['uint8', 255],
      short: ['uint16', 65_535],
      long: ['uint32', 4_294_967_295],
      float: ['float', 0.5],
    } as const;
    const headers: Record<string, unknown> = {};
    const values: Record<string, number> = {};
    for (const [name, [type, value]] of Object.entries(typed)) {
      headers[name] = { '!': type, value };
      values[name] = value;
    }
    const message = await sentThrough(stage, Buffer.from('m'), { headers });
    expect(message.properties.headers).to.deep.equal(values);
  });

  it('may have an empty body', async () => {
    const message = await sentThrough(stage, Buffer.alloc(0), {});
    expect(message.content).to.have.lengthOf(0);
  });

  for (const [name, size] of [
    ['one octet', 1],
    ['exactly one frame', 131_072 - 8],
    ['one frame and an octet', 131_072 - 7],
    ['1 MiB', 1024 * 1024],
    ['10 MiB', 10 * 1024 * 1024],
  ] as const) {
    it(`keeps a body of ${name}`, async () => {
      const body = randomBytes(size);
      const message = await sentThrough(stage, body, {});
      expect(message.content.equals(body)).to.equal(true);
    });
  }

  it('keeps its exchange and its routing key of 255 octets', async () => {
    const channel = await stage.channel();
    const exchange = await stage.exchange(channel, 'fanout');
    const queue = await stage.boundQueue(channel, exchange, '');
    const key = 'k'.repeat(255);
    await stage.publish(exchange, key, 'm');
    const message = await channel.get(queue, { noAck: true });
    expect(message).to.have.property('fields').that.includes({ exchange, routingKey: key });
  });

  it('keeps its place behind those published before it on its channel', async () => {
    const channel = await stage.confirmChannel();
    const queue = await stage.queue(channel);
    const bodies = Array.from({ length: 200 }, (_, index) => String(index));
    for (const [index, body] of bodies.entries()) {
      channel.publish('', queue, Buffer.from(body), { persistent: index % 3 === 0 });
    }
    await channel.waitForConfirms();
    expect(await drain(channel, queue)).to.deep.equal(bodies);
  });
});

describe('CC and BCC', () => {
  const stage = useStage();

  it('route to further keys, and only BCC is taken out of the headers', async () => {
    const channel = await stage.channel();
    const to = await stage.queue(channel);
    const cc = await stage.queue(channel);
    const bcc = await stage.queue(channel);
    await stage.publish('', to, 'm', { CC: [cc], BCC: [bcc] });
    for (const queue of [to, cc, bcc]) {
      const message = await channel.get(queue, { noAck: true });
      expect(message).to.have.property('properties');
      expect((message as GetMessage).properties.headers).to.deep.equal({ CC: [cc] });
      expect((message as GetMessage).fields.routingKey).to.equal(to);
    }
  });

  it('give a queue one copy though several of the keys reach it', async () => {
    const channel = await stage.channel();
    const queue = await stage.queue(channel);
    await stage.publish('', queue, 'm', { CC: [queue, queue], BCC: [queue] });
    expect(await drain(channel, queue)).to.deep.equal(['m']);
  });

  it('that are no lists close the channel with 406', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          'PRECONDITION_FAILED - invalid message: {unacceptable_type_in_header,' + '"CC",longstr}',
      },
      () => channel.publish('', 'key', Buffer.from('m'), { headers: { CC: 'key' } }),
    );
  });
});

describe('A mandatory message', () => {
  const stage = useStage();

  it('without a queue is returned with 312, whole, before its confirm', async () => {
    const channel = await stage.confirmChannel();
    const events: string[] = [];
    channel.on('return', () => events.push('return'));
    const returns = returnsOf(channel);
    const exchange = await stage.exchange(channel, 'direct');
    await new Promise<void>((resolve) => {
      const options = { mandatory: true, messageId: 'id', headers: { a: 1 } };
      channel.publish(exchange, 'nobody', Buffer.from('body'), options, () => {
        events.push('confirm');
        resolve();
      });
    });
    const returned = await returns.next();
    expect(returned.fields).to.deep.equal({
      replyCode: 312,
      replyText: 'NO_ROUTE',
      exchange,
      routingKey: 'nobody',
    });
    expect(returned.content.toString()).to.equal('body');
    expect(returned.properties).to.include({ messageId: 'id' });
    expect(returned.properties.headers).to.deep.equal({ a: 1 });
    expect(events).to.deep.equal(['return', 'confirm']);
  });

  it('with a queue is not returned', async () => {
    const channel = await stage.confirmChannel();
    const returns = returnsOf(channel);
    const queue = await stage.queue(channel);
    channel.publish('', queue, Buffer.from('m'), { mandatory: true });
    await channel.waitForConfirms();
    expect(returns.count).to.equal(0);
  });

  it('is returned on a channel without confirms too', async () => {
    const channel = await stage.channel();
    const returns = returnsOf(channel);
    channel.publish('', 'no-such-queue', Buffer.from('m'), { mandatory: true });
    expect((await returns.next()).fields).to.include({ replyCode: 312, replyText: 'NO_ROUTE' });
  });
});

describe('Publishing is refused', () => {
  const stage = useStage();
  afterEach(() => RawPeer.abortAll());

  it('with 404 to an exchange that is not there', async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      { code: 404, text: "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'" },
      () => channel.publish('no-such-exchange', 'key', Buffer.from('m')),
    );
  });

  for (const [expiration, reason] of [
    ['soon', 'no_integer'],
    ['', 'no_integer'],
    ['12.5', '{leftover_string,".5"}'],
    ['-1', '{value_negative,-1}'],
    ['315360000001', '{value_too_large,315360000001}'],
  ] as const) {
    it(`with 406 for the expiration '${expiration}'`, async () => {
      const channel = await stage.channel();
      await expectFault(
        channel,
        {
          code: 406,
          text: `PRECONDITION_FAILED - invalid expiration '${expiration}': ${reason}`,
        },
        () => channel.publish('', 'key', Buffer.from('m'), { expiration }),
      );
    });
  }

  for (const deliveryMode of [0, 3]) {
    it(`with 406 for the delivery mode ${deliveryMode}`, async () => {
      const peer = await RawPeer.open();
      await peer.openChannel(1);
      const names = [encode.shortString(''), encode.shortString('key')];
      peer.method(1, encode.method(60, 40, encode.short(0), ...names, encode.bits(false, false)));
      const header = encode.contentHeader(0, DELIVERY_MODE_FLAG, encode.octet(deliveryMode));
      peer.frame(HEADER_FRAME, 1, header);
      const close = await peer.expectMethod(1, 20, 40);
      expect([close.short(), close.shortString()]).to.deep.equal([
        406,
        `PRECONDITION_FAILED - invalid message: {delivery_mode_unknown,${deliveryMode}}`,
      ]);
    });
  }

  it("with 406 for another user's user-id", async () => {
    const channel = await stage.channel();
    await expectFault(
      channel,
      {
        code: 406,
        text:
          "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user " +
          "was 'guest'",
      },
      () => channel.publish('', 'key', Buffer.from('m'), { userId: 'somebody' }),
    );
  });

  it('with 540 when immediate', async () => {
    const peer = await RawPeer.open();
    await peer.openChannel(1);
    const names = [encode.shortString(''), encode.shortString('key')];
    peer.method(1, encode.method(60, 40, encode.short(0), ...names, encode.bits(false, true)));
    peer.frame(HEADER_FRAME, 1, encode.contentHeader(0));
    expect(await peer.expectConnectionClose()).to.deep.equal({
      code: 540,
      text: 'NOT_IMPLEMENTED - immediate=true',
      cause: '60.40',
    });
  });
});

async function sentThrough(
  stage: Stage,
  body: Buffer,
  options: Parameters<Stage['publish']>[3],
): Promise<GetMessage> {
  const channel = await stage.channel();
  const queue = await stage.queue(channel);
  await stage.publish('', queue, body, options);
  const message = await channel.get(queue, { noAck: true });
  if (message === false) throw new Error('the message did not arrive');
  return message;
}
