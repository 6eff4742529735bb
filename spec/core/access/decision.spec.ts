import { expect } from 'chai';
import { type AccessQuestion, decide } from '../../../src/core/access/decision.js';
import type { Operation } from '../../../src/core/access/permissions.js';
import type { ResourceKind } from '../../../src/core/resource-name.js';
import { type AmqpServer, amqpServer } from '../../support/amqp-server.js';

const NOTHING = { configure: '', write: '', read: '' };
const ALL = { configure: '.*', write: '.*', read: '.*' };

/** A user `u`, a queue `q`, and exchanges: a fanout `x`, a topic `t`, an internal topic `i`. */
function make(): AmqpServer {
  const server = amqpServer();
  server
    .open()
    .send(1, 'queue.declare', { queue: 'q' })
    .send(1, 'exchange.declare', { exchange: 'x', type: 'fanout' })
    .send(1, 'exchange.declare', { exchange: 't', type: 'topic' })
    .send(1, 'exchange.declare', { exchange: 'i', type: 'topic', internal: true })
    .take();
  const hash = { hashingAlgorithm: 'rabbit_password_hashing_sha256', passwordHash: 'u' } as const;
  server.broker.access.users.put({ name: 'u', ...hash });
  return server;
}

function allow(server: AmqpServer, allowed: Partial<typeof NOTHING>): void {
  server.broker.access.permissions.put({ ...NOTHING, ...allowed, user: 'u', vhost: '/' });
}

function allowKeys(server: AmqpServer, exchange: string, write: string, read: string): void {
  server.broker.access.topicPermissions.put({ user: 'u', vhost: '/', exchange, write, read });
}

function answer(server: AmqpServer, question: AccessQuestion) {
  const vhost = server.broker.vhost('/');
  if (vhost === undefined) throw new Error('there always is one');
  const { refusal, isThere, rules } = decide(server.broker.access, 'u', vhost, question);
  const shown = rules.map(({ kind, pattern, text, isMet }) => [kind, pattern, text, isMet]);
  return { refusal: refusal?.message, isThere, rules: shown };
}

describe('What decides whether a user may', () => {
  it('is the permission for the operation, looked for in the name', () => {
    const server = make();
    allow(server, { write: '^(q|amq\\.default)$' });
    expect(answer(server, { operation: 'write', kind: 'queue', name: 'q' })).to.deep.equal({
      refusal: undefined,
      isThere: true,
      rules: [['permission', '^(q|amq\\.default)$', 'q', true]],
    });
    expect(answer(server, { operation: 'read', kind: 'queue', name: 'q' })).to.deep.equal({
      refusal: "access to queue 'q' in vhost '/' refused for user 'u'",
      isThere: true,
      rules: [['permission', '', 'q', false]],
    });
    expect(answer(server, { operation: 'write', kind: 'exchange', name: '' })).to.deep.equal({
      refusal: undefined,
      isThere: true,
      rules: [['permission', '^(q|amq\\.default)$', 'amq.default', true]],
    });
    const none = answer(server, { operation: 'configure', kind: 'queue', name: 'none' });
    expect(none).to.deep.include({ isThere: false });
  });

  it('is that the user has permissions in the vhost at all', () => {
    const question = { operation: 'read', kind: 'queue', name: 'q' } as const;
    expect(answer(make(), question)).to.deep.equal({
      refusal: "access to vhost '/' refused for user 'u'",
      isThere: true,
      rules: [],
    });
  });

  it('is the topic permission, where there is one for a topic exchange', () => {
    const server = make();
    allow(server, ALL);
    const write = { operation: 'write', kind: 'exchange', name: 't', routingKey: 'b' } as const;
    const permission = ['permission', '.*', 't', true];
    expect(answer(server, write)).to.deep.include({
      refusal: undefined,
      rules: [permission, ['topic-permission', undefined, 'b', true]],
    });
    allowKeys(server, 't', '^{username}$', '^b$');
    expect(answer(server, write)).to.deep.include({
      refusal: "access to topic 'b' in exchange 't' in vhost '/' refused for user 'u'",
      rules: [permission, ['topic-permission', '^{username}$', 'b', false]],
    });
    expect(answer(server, { ...write, routingKey: 'u' })).to.deep.include({ refusal: undefined });
    expect(answer(server, { ...write, operation: 'read' })).to.deep.include({
      refusal: undefined,
      rules: [permission, ['topic-permission', '^b$', 'b', true]],
    });
    expect(answer(server, { ...write, operation: 'configure' })).to.deep.include({
      rules: [permission],
    });
    allowKeys(server, 'x', '^$', '^$');
    expect(answer(server, { ...write, name: 'x' })).to.deep.include({
      refusal: undefined,
      rules: [['permission', '.*', 'x', true]],
    });
  });

  it('is that an exchange is internal, for whoever publishes', () => {
    const server = make();
    allow(server, ALL);
    const write = { operation: 'write', kind: 'exchange', name: 'i' } as const;
    expect(answer(server, write).refusal).to.equal(undefined);
    expect(answer(server, { ...write, routingKey: 'k' }).refusal).to.equal(
      "cannot publish to internal exchange 'i' in vhost '/'",
    );
  });

  it('is asked of permissions alone, where there is no such exchange', () => {
    const server = make();
    allow(server, { write: 'none' });
    const question = {
      operation: 'write',
      kind: 'exchange',
      name: 'none',
      routingKey: 'k',
    } as const;
    expect(answer(server, question)).to.deep.equal({
      refusal: undefined,
      isThere: false,
      rules: [['permission', 'none', 'none', true]],
    });
  });
});

describe('A decision', () => {
  const told = (server: AmqpServer, act: Act): string | undefined => {
    const client = server.open({ user: 'u' });
    act(client);
    const close = client.take().find(({ name }) => name === 'channel.close');
    return close === undefined ? undefined : String((close.args as Told).replyText);
  };
  type Act = (client: ReturnType<AmqpServer['open']>) => unknown;
  type Told = { readonly replyText: string };

  const CASES: readonly [AccessQuestion, Act][] = [
    [
      { operation: 'configure', kind: 'queue', name: 'q' },
      (client) => client.send(1, 'queue.delete', { queue: 'q', ifEmpty: true }),
    ],
    [
      { operation: 'configure', kind: 'exchange', name: 'x' },
      (client) => client.send(1, 'exchange.delete', { exchange: 'x' }),
    ],
    [
      { operation: 'read', kind: 'queue', name: 'q' },
      (client) => client.send(1, 'basic.consume', { queue: 'q' }),
    ],
    [
      { operation: 'write', kind: 'exchange', name: '', routingKey: 'q' },
      (client) => client.publish(1, 'm', { key: 'q' }),
    ],
    [
      { operation: 'write', kind: 'exchange', name: 't', routingKey: 'b' },
      (client) => client.publish(1, 'm', { exchange: 't', key: 'b' }),
    ],
    [
      { operation: 'write', kind: 'exchange', name: 'i', routingKey: 'a' },
      (client) => client.publish(1, 'm', { exchange: 'i', key: 'a' }),
    ],
  ];
  const patterns = ['', '.*', '^[qt]', 'amq.default|i'];

  it('is what a client meets', () => {
    for (const pattern of patterns) {
      for (const [question, act] of CASES) {
        const server = make();
        allow(server, { configure: pattern, write: pattern, read: pattern });
        allowKeys(server, 't', '^a', '^a');
        const { refusal } = answer(server, question);
        const text = told(server, act);
        const wanted = refusal === undefined ? undefined : `ACCESS_REFUSED - ${refusal}`;
        expect(text, `${pattern} ${JSON.stringify(question)}`).to.equal(wanted);
      }
    }
  });

  it('is refused by a rule, or for what the exchange is', () => {
    const server = make();
    allow(server, { configure: 'q', write: 't', read: 'x' });
    allowKeys(server, 't', '^a', '^a');
    const operations: readonly Operation[] = ['configure', 'write', 'read'];
    const kinds: readonly ResourceKind[] = ['queue', 'exchange'];
    for (const operation of operations) {
      for (const kind of kinds) {
        for (const name of ['q', 'x', 't', '']) {
          for (const routingKey of [undefined, 'a', 'b']) {
            const { refusal, rules } = answer(server, { operation, kind, name, routingKey });
            expect(refusal === undefined).to.equal(rules.every(([, , , isMet]) => isMet));
          }
        }
      }
    }
  });
});
