import { expect } from 'chai';
import type { Field } from '../../src/core/field.js';
import { Connection } from '../../src/amqp/connection.js';
import type { MethodArguments } from '../../src/amqp/wire/method-table.js';
import { MemoryStore } from '../../src/store/memory.js';
import { amqpServer, AmqpServer, startOk } from '../support/amqp-server.js';
import {
  frame,
  HEADER_0_9_1,
  type LoopbackClient,
  METHOD,
  methodFrame,
} from '../support/loopback-client.js';

const CAN_HEAR = ['authentication_failure_close'];

/** A client that has been offered the tuning. */
function loggedIn() {
  const server = amqpServer();
  const client = server.connect();
  client.write(HEADER_0_9_1).send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0guest'));
  client.take();
  return { server, client };
}

function tuneOk(args: Partial<MethodArguments<'connection.tune-ok'>>): string[] {
  const { client } = loggedIn();
  const tuning = { channelMax: 2_047, frameMax: 131_072, heartbeat: 0, ...args };
  return client.send(0, 'connection.tune-ok', tuning).lines();
}

describe('The handshake', () => {
  it('goes from the protocol header to Open-Ok', () => {
    const server = amqpServer();
    const client = server.connect();
    expect(client.write(HEADER_0_9_1).names()).to.eql(['0 connection.start']);
    client.send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0guest'));
    expect(client.lines()).to.eql([
      '0 connection.tune channelMax=2047 frameMax=131072 heartbeat=60',
    ]);
    client.send(0, 'connection.tune-ok', { channelMax: 10, frameMax: 4_096, heartbeat: 0 });
    expect(client.names()).to.eql([]);
    expect(client.send(0, 'connection.open', { virtualHost: '/' }).names()).to.eql([
      '0 connection.open-ok',
    ]);
  });

  it('takes AMQPLAIN as well, and goes on however its bytes are cut', () => {
    const login = Buffer.from('\x05LOGINS\0\0\0\x05guest\x08PASSWORDS\0\0\0\x05guest', 'latin1');
    const bytes = Buffer.concat([
      HEADER_0_9_1,
      methodFrame(0, 'connection.start-ok', {
        ...startOk('AMQPLAIN', ''),
        response: login,
      }),
      methodFrame(0, 'connection.tune-ok', { channelMax: 1, frameMax: 4_096, heartbeat: 0 }),
      methodFrame(0, 'connection.open', { virtualHost: '/' }),
    ]);
    const client = amqpServer().connect();
    for (const octet of bytes) client.write(Buffer.of(octet));
    expect(client.names()).to.eql([
      '0 connection.start',
      '0 connection.tune',
      '0 connection.open-ok',
    ]);
  });

  it('says how operators call the broker', () => {
    const server = amqpServer();
    server.broker.globalParameters.put('cluster_name', 'orders');
    const [start] = server.connect().write(HEADER_0_9_1).take();
    const properties = start?.args['serverProperties'] as ReadonlyMap<string, Field>;
    expect(properties.get('cluster_name')?.value).to.equal('orders');
  });

  it('says what the broker is and can', () => {
    const options = { nodeName: 'leveret@spec', platform: 'Node.js 20' };
    const [start] = amqpServer(options).connect().write(HEADER_0_9_1).take();
    const properties = start?.args['serverProperties'] as ReadonlyMap<string, Field>;
    expect(start?.facts.slice(0, 2)).to.eql(['versionMajor=0', 'versionMinor=9']);
    expect(start?.facts.slice(3)).to.eql(['mechanisms=AMQPLAIN PLAIN', 'locales=en_US']);
    expect(properties.get('product')?.value).to.equal('Leveret');
    expect(properties.get('leveret_version')?.value).to.equal('1.2.3');
    expect(properties.get('cluster_name')?.value).to.equal('leveret@spec');
    expect(properties.get('platform')?.value).to.equal('Node.js 20');
    expect(properties.has('copyright') && properties.has('information')).to.equal(true);
    const capabilities = properties.get('capabilities')?.value as ReadonlyMap<string, Field>;
    expect(capabilities.get('basic.nack')?.value).to.equal(true);
    expect(capabilities.get('consumer_cancel_notify')?.value).to.equal(true);
  });

  it('keeps what the client says of itself', () => {
    const server = amqpServer();
    server.open({ capabilities: ['basic.nack'] });
    const [session] = server.sessions;
    if (!(session instanceof Connection)) throw new Error('a session is a connection');
    expect([...session.facts.properties.keys()]).to.eql(['capabilities']);
  });

  it('takes the header of 0-9, which differs in nothing that matters', () => {
    const client = amqpServer().connect();
    const header = Buffer.from([0x41, 0x4d, 0x51, 0x50, 1, 1, 0, 9]);
    expect(client.write(header).names()).to.eql(['0 connection.start']);
  });

  for (const header of ['AMQP\0\x01\0\0', 'GET / HT', 'AMQP\0\0\x09\x02', '\0\0\0\0\0\0\0\0']) {
    it(`answers the header ${JSON.stringify(header)} with its own, and hangs up`, () => {
      const client = amqpServer().connect();
      client.write(Buffer.from(header, 'latin1')).write(Buffer.from('more'));
      client.take();
      expect(client.raw.equals(HEADER_0_9_1)).to.equal(true);
      expect(client.isClosed).to.equal(true);
    });
  }

  it('ends after ten seconds, whatever had come by then', () => {
    for (const bytes of ['', 'AMQ', HEADER_0_9_1]) {
      const server = amqpServer();
      const client = server.connect().write(Buffer.from(bytes));
      server.settle();
      server.advance(9_999);
      expect(client.isClosed).to.equal(false);
      server.advance(1);
      expect(client.isClosed).to.equal(true);
      expect(server.clock.nextDeadline).to.equal(undefined);
    }
  });

  it('leaves no timer behind', () => {
    const server = amqpServer();
    server.open({ heartbeat: 0 });
    expect(server.clock.nextDeadline).to.equal(undefined);
  });

  it('refuses a wrong password without a word, and hangs up after a while', () => {
    const server = amqpServer();
    const client = server.connect().write(HEADER_0_9_1);
    client.take();
    client.send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0wrong'));
    client.send(0, 'connection.tune-ok', { frameMax: 4_096, channelMax: 1 });
    expect(client.names()).to.eql([]);
    server.advance(999);
    expect(client.isClosed).to.equal(false);
    server.advance(1);
    expect(client.isClosed).to.equal(true);
    expect(server.log).to.include('login refused');
  });

  it('refuses the right password too after ten wrong ones from an address, for a minute', () => {
    const server = amqpServer();
    const attempt = (password: string): string[] =>
      server
        .connect({ isLoopback: false })
        .write(HEADER_0_9_1)
        .send(0, 'connection.start-ok', startOk('PLAIN', `\0u\0${password}`, CAN_HEAR))
        .lines()
        .slice(1);
    const hash = { hashingAlgorithm: 'rabbit_password_hashing_sha256' } as const;
    server.broker.access.users.put({ name: 'u', passwordHash: 'right', ...hash });
    const open = server.open();
    for (let failed = 0; failed < 10; failed++) attempt('wrong');
    const [refusal] = attempt('right');
    expect(refusal).to.include('replyCode=403 replyText=ACCESS_REFUSED - Login was refused using');
    expect(server.log.filter((line) => line === 'login refused')).to.have.length(11);
    expect(open.send(1, 'basic.qos', {}).names()).to.eql(['1 basic.qos-ok']);
    server.advance(60_000);
    expect(attempt('right')[0]).to.include('connection.tune');
  });

  it('tells of a wrong password whoever has said that they want to hear of it', () => {
    const server = amqpServer();
    const client = server.connect().write(HEADER_0_9_1);
    client.take();
    client.send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0wrong', CAN_HEAR));
    expect(client.lines()).to.eql([
      '0 connection.close replyCode=403 replyText=ACCESS_REFUSED - Login was refused using ' +
        'authentication mechanism PLAIN. For details see the broker logfile. classId=0 methodId=0',
    ]);
    client.send(0, 'connection.close-ok');
    server.advance(1_000);
    expect(client.isClosed).to.equal(true);
  });

  it('lets the guest in from this machine only', () => {
    const server = amqpServer();
    const client = server.connect({ isLoopback: false }).write(HEADER_0_9_1);
    client.send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0guest', CAN_HEAR));
    expect(client.names()).to.eql(['0 connection.start', '0 connection.close']);
  });

  it('refuses a mechanism that it did not offer, and a response that it cannot read', () => {
    for (const [mechanism, response, code] of [
      ['EXTERNAL', '', 503],
      ['PLAIN', 'guest', 502],
      ['AMQPLAIN', 'guest', 502],
    ] as const) {
      const client = amqpServer().connect().write(HEADER_0_9_1);
      client.send(0, 'connection.start-ok', startOk(mechanism, response));
      const [, close] = client.take();
      expect(close?.args['replyCode'], mechanism).to.equal(code);
      expect(client.isClosed).to.equal(true);
    }
  });

  const RANGES = [
    [{ frameMax: 4_095 }, 'frame_max = 4095 is lower than the minimum allowed value (4096)'],
    [{ frameMax: 131_073 }, 'frame_max = 131073 is higher than the maximum allowed value (131072)'],
    [{ frameMax: 0 }, 'frame_max = 0 is higher than the maximum allowed value (131072)'],
    [{ channelMax: 2_048 }, 'channel_max = 2048 is higher than the maximum allowed value (2047)'],
    [
      { channelMax: 0 },
      'channel_max = 0 (no limit) is higher than the maximum allowed value (2047)',
    ],
  ] as const;
  for (const [args, text] of RANGES) {
    it(`refuses ${text}`, () => {
      expect(tuneOk(args)).to.eql([
        `0 connection.close replyCode=530 replyText=NOT_ALLOWED - negotiated ${text} ` +
          'classId=10 methodId=30',
      ]);
    });
  }

  it('refuses a virtual host that is not there', () => {
    const { client } = loggedIn();
    client.send(0, 'connection.tune-ok', { channelMax: 1, frameMax: 4_096 });
    expect(client.send(0, 'connection.open', { virtualHost: 'other' }).lines()).to.eql([
      '0 connection.close replyCode=530 replyText=NOT_ALLOWED - vhost other not found ' +
        'classId=10 methodId=40',
    ]);
  });

  it('takes each method once, and in order', () => {
    const client = amqpServer().connect().write(HEADER_0_9_1);
    client.send(0, 'connection.open', { virtualHost: '/' });
    const [, close] = client.take();
    expect(close?.args['replyText']).to.equal(
      'CHANNEL_ERROR - unexpected method in connection state starting',
    );
    const again = loggedIn().client;
    again.send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0guest'));
    expect(again.take()[0]?.args['replyText']).to.equal(
      'CHANNEL_ERROR - unexpected method in connection state tuning',
    );
  });

  it('has no place for methods of channels', () => {
    const { client } = loggedIn();
    expect(client.send(1, 'channel.open').take()[0]?.args).to.include({
      replyCode: 505,
      replyText: 'UNEXPECTED_FRAME - type 1, all octets = <<0,20,0,10,0>>',
    });
    expect(client.isClosed).to.equal(true);
  });

  it('may be given up by the client', () => {
    const { client } = loggedIn();
    expect(client.send(0, 'connection.close').names()).to.eql(['0 connection.close-ok']);
    expect(client.isClosed).to.equal(true);
  });

  it('takes frames of 8192 bytes before the tuning, and none that are larger', () => {
    const client = amqpServer().connect().write(HEADER_0_9_1);
    client.write(frame(METHOD, 0, Buffer.alloc(8_200)));
    expect(client.take()[1]?.args['replyCode']).to.equal(501);
    const patient = amqpServer().connect().write(HEADER_0_9_1);
    const response = `\0guest\0guest${'x'.repeat(8_000)}`;
    patient.send(0, 'connection.start-ok', startOk('PLAIN', response, CAN_HEAR));
    expect(patient.take()[1]?.args['replyCode']).to.equal(403);
  });

  it('agrees on the size of frames in both directions', () => {
    const server = amqpServer();
    const client = server.open({ frameMax: 4_096 });
    client.send(1, 'queue.declare', { queue: 'q' });
    client.write(frame(METHOD, 1, Buffer.alloc(4_097)));
    expect(client.names()).to.eql(['1 queue.declare-ok', '0 connection.close']);
  });
});

describe('A vhost over AMQP', () => {
  const closeOf = (client: LoopbackClient): unknown =>
    client.take().find(({ name }) => name === 'connection.close')?.args['replyText'];

  function enter(server: AmqpServer, virtualHost: string): LoopbackClient {
    return server
      .connect()
      .write(HEADER_0_9_1)
      .send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0guest'))
      .send(0, 'connection.tune-ok', { channelMax: 10, frameMax: 131_072, heartbeat: 0 })
      .send(0, 'connection.open', { virtualHost });
  }

  it('that is deleted closes its connections with 320, and takes their queues', () => {
    const server = amqpServer();
    server.broker.declareVhost({ name: 'v' });
    server.allow('v');
    const inside = enter(server, 'v').send(1, 'channel.open');
    inside.send(1, 'queue.declare', { queue: 'q' }).send(1, 'basic.consume', { queue: 'q' });
    const outside = server.open();
    expect(inside.names().at(-1)).to.equal('1 basic.consume-ok');
    server.broker.deleteVhost('v');
    expect(inside.lines()).to.deep.equal([
      "0 connection.close replyCode=320 replyText=CONNECTION_FORCED - vhost 'v' is deleted " +
        'classId=0 methodId=0',
    ]);
    expect(outside.send(1, 'basic.qos', {}).names()).to.deep.equal(['1 basic.qos-ok']);
    inside.send(0, 'connection.close-ok').take();
    expect(inside.isClosed).to.equal(true);
  });

  it('has room again when a connection leaves, however it leaves', () => {
    const server = amqpServer();
    server.broker.declareVhost({ name: 'v', connectionCountMax: 1 });
    server.allow('v');
    const first = enter(server, 'v');
    expect(first.names().at(-1)).to.equal('0 connection.open-ok');
    expect(closeOf(enter(server, 'v'))).to.equal(
      "NOT_ALLOWED - access to vhost 'v' refused for user 'guest': " +
        'connection limit (1) is reached',
    );
    first.send(0, 'connection.close', { replyCode: 200 }).take();
    const second = enter(server, 'v');
    expect(second.names().at(-1)).to.equal('0 connection.open-ok');
    second.pair.client.destroy();
    server.settle();
    expect(enter(server, 'v').names().at(-1)).to.equal('0 connection.open-ok');
  });
});

describe('A user with limits', () => {
  function arrange(limits: object): AmqpServer {
    const server = amqpServer();
    server.broker.declareVhost({ name: 'v' });
    server.allow('v');
    server.broker.access.users.put({ name: 'guest', ...limits });
    return server;
  }

  function enter(server: AmqpServer, virtualHost: string): LoopbackClient {
    return server
      .connect()
      .write(HEADER_0_9_1)
      .send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0guest'))
      .send(0, 'connection.tune-ok', { channelMax: 10, frameMax: 131_072, heartbeat: 0 })
      .send(0, 'connection.open', { virtualHost });
  }

  it('has so many connections over all vhosts, and room again when one ends', () => {
    const server = arrange({ connectionCountMax: 1 });
    const first = server.open();
    expect(enter(server, 'v').lines().at(-1)).to.equal(
      '0 connection.close replyCode=530 replyText=NOT_ALLOWED - connection refused for user ' +
        "'guest': user connection limit (1) is reached classId=10 methodId=40",
    );
    first.pair.client.destroy();
    server.settle();
    expect(enter(server, 'v').names().at(-1)).to.equal('0 connection.open-ok');
    server.broker.access.users.put({ name: 'guest', connectionCountMax: 2 });
    expect(enter(server, '/').names().at(-1)).to.equal('0 connection.open-ok');
  });

  it('has so many channels over all connections, and room again when one ends', () => {
    const server = arrange({ channelCountMax: 2 });
    const first = server.open({ channels: 2 });
    first.send(2, 'channel.close', { replyCode: 200 }).take();
    const second = enter(server, 'v').send(1, 'channel.open');
    expect(second.names().at(-1)).to.equal('1 channel.open-ok');
    expect(second.send(2, 'channel.open').lines()).to.deep.equal([
      '0 connection.close replyCode=530 replyText=NOT_ALLOWED - number of channels opened for ' +
        "user 'guest' has reached the maximum allowed user limit of (2) classId=0 methodId=0",
    ]);
    expect(first.send(2, 'channel.open').names()).to.deep.equal(['2 channel.open-ok']);
  });
});

describe('The channels of a broker', () => {
  it('are counted over all connections, until they are closed', () => {
    const limits = { nodeLimits: { channelCountMax: 2 } };
    const server = new AmqpServer(new MemoryStore(), { nodeName: 'leveret@spec' }, limits);
    const first = server.open({ channels: 2 });
    first.send(2, 'queue.declare', { queue: 'missing', passive: true }).take();
    first.send(2, 'channel.close-ok').take();
    const second = server.open();
    expect(second.send(2, 'channel.open').lines()).to.deep.equal([
      '0 connection.close replyCode=530 replyText=NOT_ALLOWED - number of channels opened on ' +
        "node 'leveret@spec' has reached the maximum allowed limit of 2 classId=0 methodId=0",
    ]);
    second.send(0, 'connection.close-ok').take();
    expect(server.broker.limits.channelCount).to.equal(1);
    first.send(1, 'channel.close', {}).take();
    expect(server.broker.limits.channelCount).to.equal(0);
  });
});
