import { expect } from 'chai';
import type { Operation } from '../../../src/core/access/permissions.js';
import type { Field, FieldTable } from '../../../src/core/field.js';
import { type AmqpServer, amqpServer } from '../../support/amqp-server.js';
import type { LoopbackClient } from '../../support/loopback-client.js';

const text = (value: string): Field => ({ type: 'S', value });
const tableOf = (name: string, value: string): FieldTable => new Map([[name, text(value)]]);
const CARBON_COPY: FieldTable = new Map([['CC', { type: 'A', value: [text('b.copy')] }]]);

type Allowed = Readonly<Partial<Record<Operation, string>>>;

/** A user `u`, to whom is allowed what is given, beside guest, who has made all that is there. */
function make(allowed: Allowed = {}, tags: readonly string[] = []) {
  const server = amqpServer();
  const guest = server.open();
  guest
    .send(1, 'queue.declare', { queue: 'q' })
    .send(1, 'exchange.declare', { exchange: 'x', type: 'fanout' })
    .send(1, 'exchange.declare', { exchange: 'y', type: 'fanout' })
    .send(1, 'exchange.declare', { exchange: 't', type: 'topic' })
    .send(1, 'exchange.declare', { exchange: 'i', type: 'topic', internal: true })
    .send(1, 'queue.bind', { exchange: 't', queue: 'q', routingKey: 'a.#' })
    .publish(1, 'first', { key: 'q' })
    .take();
  const hash = { hashingAlgorithm: 'rabbit_password_hashing_sha256', passwordHash: 'u' } as const;
  server.broker.access.users.put({ name: 'u', tags, ...hash });
  allow(server, allowed);
  return { server, guest, client: server.open({ user: 'u', channels: 2 }) };
}

function allow(server: AmqpServer, allowed: Allowed): void {
  const nothing = { configure: '', write: '', read: '' };
  server.broker.access.permissions.put({ ...nothing, ...allowed, user: 'u', vhost: '/' });
}

function allowKeys(server: AmqpServer, write: string, read = ''): void {
  const of = { user: 'u', vhost: '/' };
  for (const exchange of ['t', 'i', 'x']) {
    server.broker.access.topicPermissions.put({ ...of, exchange, write, read });
  }
}

function answerOf(client: LoopbackClient): string {
  const [{ name, args } = { name: 'nothing', args: {} }] = client.take();
  return 'replyText' in args ? `${name} ${String(args['replyText'])}` : name;
}

function refusalOf(resource: string): string {
  return `channel.close ACCESS_REFUSED - access to ${resource} in vhost '/' refused for user 'u'`;
}

interface Row {
  readonly title: string;
  readonly act: (client: LoopbackClient) => unknown;
  readonly answer: string;
  /** In the order in which they are asked for. */
  readonly needs: readonly (readonly [Operation, name: string, resource: string])[];
}

const confirmed = (client: LoopbackClient): LoopbackClient =>
  client.send(1, 'confirm.select', { noWait: true });

const ROWS: readonly Row[] = [
  {
    title: 'declare a queue',
    act: (client) => client.send(1, 'queue.declare', { queue: 'new' }),
    answer: 'queue.declare-ok',
    needs: [['configure', 'new', "queue 'new'"]],
  },
  {
    title: 'declare a queue that the broker names',
    act: (client) => client.send(1, 'queue.declare', {}),
    answer: 'queue.declare-ok',
    needs: [['configure', 'amq.gen-token-1', "queue 'amq.gen-token-1'"]],
  },
  {
    title: 'declare a queue again',
    act: (client) => client.send(1, 'queue.declare', { queue: 'q' }),
    answer: 'queue.declare-ok',
    needs: [['configure', 'q', "queue 'q'"]],
  },
  {
    title: 'declare a queue with a dead-letter exchange',
    act: (client) =>
      client.send(1, 'queue.declare', {
        queue: 'new',
        arguments: tableOf('x-dead-letter-exchange', 'dead'),
      }),
    answer: 'queue.declare-ok',
    needs: [
      ['configure', 'new', "queue 'new'"],
      ['read', 'new', "queue 'new'"],
      ['write', 'dead', "exchange 'dead'"],
    ],
  },
  {
    title: 'delete a queue',
    act: (client) => client.send(1, 'queue.delete', { queue: 'q' }),
    answer: 'queue.delete-ok',
    needs: [['configure', 'q', "queue 'q'"]],
  },
  {
    title: 'declare an exchange',
    act: (client) => client.send(1, 'exchange.declare', { exchange: 'new', type: 'fanout' }),
    answer: 'exchange.declare-ok',
    needs: [['configure', 'new', "exchange 'new'"]],
  },
  {
    title: 'declare an exchange with an alternate',
    act: (client) =>
      client.send(1, 'exchange.declare', {
        exchange: 'new',
        type: 'fanout',
        arguments: tableOf('alternate-exchange', 'other'),
      }),
    answer: 'exchange.declare-ok',
    needs: [
      ['configure', 'new', "exchange 'new'"],
      ['read', 'new', "exchange 'new'"],
      ['write', 'other', "exchange 'other'"],
    ],
  },
  {
    title: 'delete an exchange',
    act: (client) => client.send(1, 'exchange.delete', { exchange: 'x' }),
    answer: 'exchange.delete-ok',
    needs: [['configure', 'x', "exchange 'x'"]],
  },
  {
    title: 'bind a queue',
    act: (client) => client.send(1, 'queue.bind', { exchange: 'x', queue: 'q' }),
    answer: 'queue.bind-ok',
    needs: [
      ['write', 'q', "queue 'q'"],
      ['read', 'x', "exchange 'x'"],
    ],
  },
  {
    title: 'unbind a queue',
    act: (client) => client.send(1, 'queue.unbind', { exchange: 'x', queue: 'q' }),
    answer: 'queue.unbind-ok',
    needs: [
      ['write', 'q', "queue 'q'"],
      ['read', 'x', "exchange 'x'"],
    ],
  },
  {
    title: 'bind an exchange',
    act: (client) => client.send(1, 'exchange.bind', { source: 'x', destination: 'y' }),
    answer: 'exchange.bind-ok',
    needs: [
      ['write', 'y', "exchange 'y'"],
      ['read', 'x', "exchange 'x'"],
    ],
  },
  {
    title: 'unbind an exchange',
    act: (client) => client.send(1, 'exchange.unbind', { source: 'x', destination: 'y' }),
    answer: 'exchange.unbind-ok',
    needs: [
      ['write', 'y', "exchange 'y'"],
      ['read', 'x', "exchange 'x'"],
    ],
  },
  {
    title: 'publish to an exchange',
    act: (client) => confirmed(client).publish(1, 'm', { exchange: 'x' }),
    answer: 'basic.ack',
    needs: [['write', 'x', "exchange 'x'"]],
  },
  {
    title: 'publish to the default exchange, which is called amq.default here,',
    act: (client) => confirmed(client).publish(1, 'm', { key: 'q' }),
    answer: 'basic.ack',
    needs: [['write', 'amq.default', "exchange 'amq.default'"]],
  },
  {
    title: 'consume from a queue',
    act: (client) => client.send(1, 'basic.consume', { queue: 'q' }),
    answer: 'basic.consume-ok',
    needs: [['read', 'q', "queue 'q'"]],
  },
  {
    title: 'get from a queue',
    act: (client) => client.send(1, 'basic.get', { queue: 'q' }),
    answer: 'basic.get-ok',
    needs: [['read', 'q', "queue 'q'"]],
  },
  {
    title: 'purge a queue',
    act: (client) => client.send(1, 'queue.purge', { queue: 'q' }),
    answer: 'queue.purge-ok',
    needs: [['read', 'q', "queue 'q'"]],
  },
];

function exactly(needs: Row['needs']): Allowed {
  const of = (wanted: Operation): string =>
    needs
      .filter(([operation]) => operation === wanted)
      .map(([, name]) => `^${name}$`)
      .join('|');
  return { configure: of('configure'), write: of('write'), read: of('read') };
}

describe('With permissions', () => {
  for (const { title, act, answer, needs } of ROWS) {
    const what = needs.map(([operation, , resource]) => `${operation} ${resource}`).join(', ');
    it(`a user may ${title} with: ${what}`, () => {
      const { client } = make(exactly(needs));
      act(client);
      expect(answerOf(client)).to.equal(answer);
    });

    for (const lacking of needs) {
      const [operation, , resource] = lacking;
      it(`a user may not ${title} without: ${operation} ${resource}`, () => {
        const { client } = make(exactly(needs.filter((need) => need !== lacking)));
        act(client);
        expect(answerOf(client)).to.equal(refusalOf(resource));
      });
    }
  }

  for (const operation of ['configure', 'write', 'read'] as const) {
    it(`a user may declare passively what he may ${operation}`, () => {
      const { client } = make({ [operation]: '^(q|x)$' });
      client.send(1, 'queue.declare', { queue: 'q', passive: true });
      expect(answerOf(client)).to.equal('queue.declare-ok');
      client.send(1, 'exchange.declare', { exchange: 'x', passive: true });
      expect(answerOf(client)).to.equal('exchange.declare-ok');
    });
  }

  it('a passive declare is refused to whoever may do nothing with what it names', () => {
    const { client } = make({ configure: '^o', write: '^o', read: '^o' });
    client.send(1, 'queue.declare', { queue: 'q', passive: true });
    expect(answerOf(client)).to.equal(refusalOf("queue 'q'"));
    client.send(2, 'exchange.declare', { exchange: 'x', passive: true });
    expect(answerOf(client)).to.equal(refusalOf("exchange 'x'"));
  });

  it('a publish within a transaction is refused at once', () => {
    const { client } = make();
    client.send(1, 'tx.select').take();
    client.publish(1, 'm', { exchange: 'x' });
    expect(answerOf(client)).to.equal(refusalOf("exchange 'x'"));
  });

  it('a publish that is not allowed is told of that before anything else', () => {
    const { client } = make();
    client.publish(1, 'm', { exchange: 'gone', properties: { userId: 'other' } });
    expect(answerOf(client)).to.equal(refusalOf("exchange 'gone'"));
  });

  it('direct replies need none but for the request', () => {
    const { guest, client } = make({ write: '^amq.default$' });
    const pseudo = 'amq.rabbitmq.reply-to';
    client.send(1, 'basic.consume', { queue: pseudo, noAck: true });
    expect(answerOf(client)).to.equal('basic.consume-ok');
    client.send(1, 'queue.declare', { queue: pseudo, passive: true });
    expect(answerOf(client)).to.equal('queue.declare-ok');
    client.publish(1, 'ask', { key: 'q', properties: { replyTo: pseudo } });
    expect(client.take()).to.eql([]);
    for (let count = 0; count < 2; count++) {
      guest.send(1, 'basic.get', { queue: 'q', noAck: true });
    }
    expect(guest.bodies()).to.eql(['first', 'ask']);
  });

  it('what was allowed is asked anew once permissions change', () => {
    const { server, client } = make({ write: '^x$', read: '^q$' });
    confirmed(client).publish(1, 'm', { exchange: 'x' });
    expect(answerOf(client)).to.equal('basic.ack');
    allow(server, { read: '^q$' });
    client.publish(1, 'm', { exchange: 'x' });
    expect(answerOf(client)).to.equal(refusalOf("exchange 'x'"));
    allow(server, { write: '^x$' });
    confirmed(client.send(1, 'channel.close-ok').send(1, 'channel.open')).take();
    client.publish(1, 'm', { exchange: 'x' });
    expect(answerOf(client)).to.equal('basic.ack');
  });

  it('a consumer goes on when they are withdrawn, and the next operation is refused', () => {
    const { server, guest, client } = make({ read: '^q$' });
    client.send(1, 'basic.consume', { queue: 'q', noAck: true }).take();
    allow(server, {});
    guest.publish(1, 'later', { key: 'q' }).take();
    expect(client.bodies()).to.eql(['later']);
    client.send(2, 'basic.get', { queue: 'q' });
    expect(answerOf(client)).to.equal(refusalOf("queue 'q'"));
  });

  it('the connections of a user end when the user is deleted', () => {
    const { server, client } = make({ read: '^q$' });
    server.broker.access.deleteUser('u');
    expect(answerOf(client)).to.equal("connection.close CONNECTION_FORCED - user 'u' is deleted");
  });

  it('more names than are remembered are no way round them', () => {
    const { client } = make({ configure: '^n' });
    for (let index = 0; index < 1_100; index++) {
      client.send(1, 'queue.delete', { queue: `n${index}` });
    }
    expect(new Set(client.names())).to.eql(new Set(['1 queue.delete-ok']));
    client.send(1, 'queue.delete', { queue: 'q' });
    expect(answerOf(client)).to.equal(refusalOf("queue 'q'"));
  });
});

describe('With topic permissions', () => {
  const ALL: Allowed = { configure: '.*', write: '.*', read: '.*' };
  const refused = (key: string): string => refusalOf(`topic '${key}' in exchange 't'`);

  it('a user may publish with the keys that they name, and with no other', () => {
    const { server, client } = make(ALL);
    allowKeys(server, '^a');
    confirmed(client).publish(1, 'm', { exchange: 't', key: 'a.b' });
    expect(answerOf(client)).to.equal('basic.ack');
    client.publish(1, 'm', { exchange: 't', key: 'b.a' });
    expect(answerOf(client)).to.equal(refused('b.a'));
  });

  it('the keys of copies count like the first one', () => {
    const { server, client } = make(ALL);
    allowKeys(server, '^a');
    client.publish(1, 'm', { exchange: 't', key: 'a.b', properties: { headers: CARBON_COPY } });
    expect(answerOf(client)).to.equal(refused('b.copy'));
  });

  it('a user may bind and unbind with the keys that they name, and with no other', () => {
    const { server, client } = make(ALL);
    allowKeys(server, '', '^a');
    for (const method of ['bind', 'unbind'] as const) {
      client.send(1, `queue.${method}`, { exchange: 't', queue: 'q', routingKey: 'a.x' });
      expect(answerOf(client)).to.equal(`queue.${method}-ok`);
    }
    client.send(1, 'queue.bind', { exchange: 't', queue: 'q', routingKey: '#' });
    expect(answerOf(client)).to.equal(refused('#'));
    client.send(2, 'queue.unbind', { exchange: 't', queue: 'q', routingKey: 'b' });
    expect(answerOf(client)).to.equal(refused('b'));
  });

  it('exchanges of other types are published to with any key', () => {
    const { server, client } = make(ALL);
    allowKeys(server, '^a', '^a');
    confirmed(client).publish(1, 'm', { exchange: 'x', key: 'b' });
    expect(answerOf(client)).to.equal('basic.ack');
    client.send(1, 'queue.bind', { exchange: 'x', queue: 'q', routingKey: 'b' });
    expect(answerOf(client)).to.equal('queue.bind-ok');
  });

  it('an internal exchange is refused for what it is', () => {
    const { server, client } = make(ALL);
    allowKeys(server, '^a');
    client.publish(1, 'm', { exchange: 'i', key: 'b' });
    expect(answerOf(client)).to.equal(
      "channel.close ACCESS_REFUSED - cannot publish to internal exchange 'i' in vhost '/'",
    );
  });

  it('those that come and go count at once', () => {
    const { server, client } = make(ALL);
    confirmed(client).publish(1, 'm', { exchange: 't', key: 'b' });
    expect(answerOf(client)).to.equal('basic.ack');
    allowKeys(server, '^a');
    client.publish(1, 'm', { exchange: 't', key: 'b' });
    expect(answerOf(client)).to.equal(refused('b'));
    server.broker.access.topicPermissions.delete('u', '/', 't');
    client.send(2, 'confirm.select', { noWait: true }).publish(2, 'm', { exchange: 't', key: 'b' });
    expect(answerOf(client)).to.equal('basic.ack');
  });
});

describe('A user-id', () => {
  const inTheNameOf = (userId: string) => ({ exchange: 'x', properties: { userId } });

  it('is that of whoever publishes, or any for an impersonator', () => {
    const { client } = make({ write: '^x$' });
    client.publish(1, 'm', inTheNameOf('other'));
    expect(answerOf(client)).to.equal(
      'channel.close PRECONDITION_FAILED - ' +
        "user_id property set to 'other' but authenticated user was 'u'",
    );
    const impersonator = make({ write: '^x$' }, ['impersonator']).client;
    confirmed(impersonator).publish(1, 'm', inTheNameOf('other'));
    expect(answerOf(impersonator)).to.equal('basic.ack');
  });
});
