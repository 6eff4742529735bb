import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  type Compatibility,
  type DifferenceKind,
  DIFFERENCES,
} from '../../src/core/compatibility.js';
import { AmqpServer, startOk } from '../support/amqp-server.js';
import { fields } from '../support/core-builders.js';
import {
  contentHeader,
  HEADER_0_9_1,
  type LoopbackClient,
  methodFrame,
} from '../support/loopback-client.js';
import { MemoryStore } from '../../src/store/memory.js';

type Act = (client: LoopbackClient) => unknown;

const queue = { queue: 'q', durable: true };

/** What a client does, and what begins the last of the broker's answers in 3.x and in 4.x. */
const ACTS: Readonly<Record<DifferenceKind, readonly [Act, string, string]>> = {
  'transient-queue': [
    (client) => client.send(1, 'queue.declare', { queue: 'q' }),
    '1 queue.declare-ok',
    '0 connection.close replyCode=541 replyText=INTERNAL_ERROR - Feature `transient_nonexcl',
  ],
  'queue-mode': [
    (client) =>
      client.send(1, 'queue.declare', { ...queue, arguments: fields({ 'x-queue-mode': 'lazy' }) }),
    '1 queue.declare-ok',
    '1 channel.close replyCode=406',
  ],
  'queue-version': [
    (client) =>
      client.send(1, 'queue.declare', { ...queue, arguments: fields({ 'x-queue-version': 1 }) }),
    '1 queue.declare-ok',
    '1 channel.close replyCode=406',
  ],
  'master-locator': [
    (client) =>
      client.send(1, 'queue.declare', {
        ...queue,
        arguments: fields({ 'x-queue-master-locator': 'min-masters' }),
      }),
    '1 queue.declare-ok',
    '0 connection.close replyCode=541',
  ],
  'exchange-type': [
    (client) => client.send(1, 'exchange.declare', { exchange: 'x', type: 'x-nope' }),
    '0 connection.close replyCode=503',
    '1 channel.close replyCode=406',
  ],
  'topic-wildcards': [
    (client) => {
      client.send(1, 'queue.declare', queue);
      client.send(1, 'queue.bind', { queue: 'q', exchange: 'amq.topic', routingKey: '#.#.#' });
    },
    '1 queue.bind-ok',
    '1 channel.close replyCode=406',
  ],
  'message-size': [
    (client) => {
      client.write(methodFrame(1, 'basic.publish', {})).write(contentHeader(1, 16_777_217));
    },
    '',
    '1 channel.close replyCode=406',
  ],
  'client-deaths': [
    (client) => {
      client.send(1, 'queue.declare', queue);
      client.publish(1, 'm', {
        key: 'q',
        properties: { headers: fields({ 'x-death': 'mine', other: 'x' }) },
      });
      client.send(1, 'basic.get', { queue: 'q', noAck: true });
    },
    '1 basic.get-ok',
    '1 basic.get-ok',
  ],
  'global-qos': [
    (client) => {
      client
        .send(1, 'queue.declare', queue)
        .send(1, 'basic.qos', { prefetchCount: 1, global: true });
      for (const consumerTag of ['a', 'b'])
        client.send(1, 'basic.consume', { queue: 'q', consumerTag });
      for (const body of ['1', '2']) client.publish(1, body, { key: 'q' });
    },
    '1 basic.deliver consumerTag=a',
    '1 basic.deliver consumerTag=b',
  ],
  'frame-max': [() => undefined, '0 connection.open-ok', '0 connection.close replyCode=530'],
};

function serverAs(compatibility: Compatibility) {
  const told: string[] = [];
  const onDifference = (vhost: string, kind: string): number => told.push(`${vhost} ${kind}`);
  const server = new AmqpServer(new MemoryStore(), {}, { compatibility, onDifference });
  return { server, told };
}

/** The last answer to the act, of 4096 byte frames where that is what it is about. */
function outcome(server: AmqpServer, kind: DifferenceKind): string {
  if (kind !== 'frame-max') {
    const client = server.open();
    ACTS[kind][0](client);
    return client.lines().findLast((line) => !line.includes('close-ok')) ?? '';
  }
  const client = server.connect().write(HEADER_0_9_1);
  client
    .send(0, 'connection.start-ok', startOk('PLAIN', '\0guest\0guest'))
    .send(0, 'connection.tune-ok', { channelMax: 10, frameMax: 4_096, heartbeat: 0 })
    .send(0, 'connection.open', { virtualHost: '/' });
  return client.lines().at(-1) ?? '';
}

/** No beginning: no answer at all. */
function expectOutcome(line: string, beginning: string): void {
  expect(line.slice(0, beginning === '' ? undefined : beginning.length)).to.equal(beginning);
}

describe('The compatibility switch', () => {
  for (const kind of Object.keys(DIFFERENCES) as DifferenceKind[]) {
    const { what, outcome: result } = DIFFERENCES[kind];
    const [, before, after] = ACTS[kind];

    it(`accepts at 3.x a client that ${what}`, () => {
      const { server, told } = serverAs('3.x');
      expectOutcome(outcome(server, kind), before);
      expect(told).to.deep.equal([]);
    });

    it(`accepts it at warn, and tells of it: ${kind}`, () => {
      const { server, told } = serverAs('warn');
      expectOutcome(outcome(server, kind), before);
      expect(told).to.deep.equal([`/ ${kind}`]);
    });

    it(`at 4.x ${result}: ${kind}`, () => {
      const { server, told } = serverAs('4.x');
      expectOutcome(outcome(server, kind), after);
      expect(told).to.deep.equal([]);
    });
  }

  it('takes from a message at 4.x the deaths that its publisher made up, and nothing else', () => {
    const headersAt = (compatibility: Compatibility): string[] => {
      const client = serverAs(compatibility).server.open();
      ACTS['client-deaths'][0](client);
      return [...(client.take().at(-1)?.properties.headers?.keys() ?? [])];
    };
    expect(headersAt('warn')).to.deep.equal(['x-death', 'other']);
    expect(headersAt('4.x')).to.deep.equal(['other']);
  });

  it('is set for each vhost, and follows the broker where it is not', () => {
    const { server } = serverAs('4.x');
    const { broker } = server;
    expect(broker.declareVhost({ name: 'a' }).compatibility).to.equal('4.x');
    const vhost = broker.declareVhost({ name: 'b', compatibility: 'warn' });
    expect(vhost.compatibility).to.equal('warn');
    broker.declareVhost({ name: 'b', compatibility: '' });
    expect(vhost.compatibility).to.equal('4.x');
  });

  it('is documented difference by difference', () => {
    const page = readFileSync(
      new URL('../../../docs/compatibility-switch.md', import.meta.url),
      'utf8',
    );
    const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (.*?) +\| (.*?) +\|/gm)];
    expect(rows.map(([, kind, what, result]) => [kind, what, result])).to.deep.equal(
      Object.entries(DIFFERENCES).map(([kind, { what, outcome: result }]) => [kind, what, result]),
    );
  });
});
