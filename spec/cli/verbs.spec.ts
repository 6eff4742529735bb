import { expect } from 'chai';
import { LIST_VERBS } from '../../src/cli/verbs/lists.js';
import { VERBS } from '../../src/cli/verbs.js';
import { amqpServer } from '../support/amqp-server.js';
import { fields } from '../support/core-builders.js';
import { FakeClient } from '../support/fake-client.js';
import { type Ran, runWords } from '../support/scripted-api.js';
import { TestManagement } from '../support/test-management.js';

/** Base64, for in this broker it is the hash too. */
const PASSWORD = 'pass';

/** Each verb once, in an order in which every one of them has something to do. */
const COMMANDS: readonly (readonly string[])[] = [
  ['add_vhost', 'v', '--description', 'd', '--tags', 't', '--default-queue-type', 'quorum'],
  ['add_user', 'ann', PASSWORD],
  ['hash_password', PASSWORD],
  ['set_user_tags', 'ann', 'monitoring'],
  ['authenticate_user', 'ann', PASSWORD],
  ['change_password', 'ann', 'other'],
  ['set_permissions', 'ann', '.*', '.*', '.*'],
  ['set_topic_permissions', 'ann', 'amq.topic', '.*', '.*'],
  ['set_user_limits', 'ann', '{"max-connections": 3}'],
  ['set_vhost_limits', '{"max-queues": 9}'],
  ['set_policy', 'p', '.*', '{"max-length": 5}'],
  ['set_operator_policy', 'p', '.*', '{"max-length": 5}', '--apply-to', 'queues'],
  ['set_global_parameter', 'g', '1'],
  ['set_parameter', 'vhost-limits', 'limits', '{"max-queues": 8}'],
  ['import_definitions', 'd.json'],
  ['export_definitions', '-'],
  ...LIST_VERBS.map(({ name, usage }) => [name, ...(usage.startsWith('<') ? ['ann'] : [])]),
  ['list_user_limits', '--user', 'ann'],
  ['list_vhost_limits'],
  ['status'],
  ['cluster_status'],
  ['ping'],
  ['check_running'],
  ['check_alarms'],
  ['check_local_alarms'],
  ['check_virtual_hosts'],
  ['check_port_listener', '5672'],
  ['check_protocol_listener', 'amqp'],
  ['check_certificate_expiration'],
  ['check_port_connectivity'],
  ['listeners'],
  ['alarms'],
  ['server_version'],
  ['set_log_level', 'debug'],
  ['set_cluster_name', 'mine'],
  ['trace_on'],
  ['trace_off'],
  ['pause_queue', 'q'],
  ['resume_queue', 'q'],
  ['purge_queue', 'q'],
  ['delete_queue', 'q'],
  ['cancel_consumer', 'client 1 (1)', 't'],
  ['close_connection', 'client 2', 'bye'],
  ['close_all_user_connections', 'ann', 'bye'],
  ['close_all_connections', 'bye'],
  ['clear_parameter', 'vhost-limits', 'limits'],
  ['clear_global_parameter', 'g'],
  ['clear_operator_policy', 'p'],
  ['clear_policy', 'p'],
  ['clear_vhost_limits'],
  ['clear_user_limits', 'ann', 'all'],
  ['clear_topic_permissions', 'ann'],
  ['clear_permissions', 'ann'],
  ['clear_password', 'ann'],
  ['delete_user', 'ann'],
  ['delete_vhost', 'v'],
];

/** They wait for the end of a process: main.spec.ts has one for them. */
const ENDING = ['stop', 'shutdown'];

const DEFINITIONS = {
  exchanges: [{ name: 'e', vhost: '/', type: 'topic', durable: true, arguments: { 'x-a': 1 } }],
  queues: [{ name: 'q', vhost: '/', durable: true, arguments: { 'x-queue-type': 'quorum' } }],
  bindings: [
    {
      source: 'e',
      vhost: '/',
      destination: 'q',
      destination_type: 'queue',
      routing_key: 'k',
      arguments: { 'x-b': 1 },
    },
  ],
};

/** A connection that has all that connections may have. */
function secureClient(): FakeClient {
  const certificate = { subject: 'CN=a', issuer: 'CN=b', validity: 'from - to' };
  const suite = { keyExchange: 'any', cipher: 'aes_256_gcm', hash: 'aead' };
  return new FakeClient('secure', 'guest', {
    tls: { protocol: 'tlsv1.3', ...suite, certificate },
    properties: fields({ connection_name: 'mine' }),
  });
}

describe('The verbs, against the real HTTP API', () => {
  let management: TestManagement;
  beforeEach(async () => {
    const server = amqpServer();
    const { broker, vhost } = server;
    management = await new TestManagement(undefined, { broker }).start();
    const client = server.open();
    client.send(1, 'queue.declare', { queue: 'consumed' });
    client.send(1, 'basic.consume', { queue: 'consumed', consumerTag: 't' }).take();
    server.open();
    server.advance(1_000);
    vhost.clients.add(secureClient());
    const port = Number(new URL(management.url).port);
    management.listeners.splice(0, Infinity, { protocol: 'http', host: '127.0.0.1', port });
    management.listeners.push({ protocol: 'amqp', host: '127.0.0.1', port });
  });
  afterEach(() => management.stop());

  const run = (words: readonly string[]): Promise<Ran> =>
    runWords(
      words.map((word) => (word === '5672' ? new URL(management.url).port : word)),
      { LEVERET_URL: management.url },
      { files: { 'd.json': JSON.stringify(DEFINITIONS) } },
    );

  it('have all of them a route that serves them', async () => {
    const played = [...ENDING, ...COMMANDS.map(([name]) => name)];
    expect(played).to.have.members(VERBS.map(({ name }) => name));
    for (const words of COMMANDS) {
      const { code, error } = await run(words);
      expect([code, error], words.join(' ')).to.deep.equal([0, '']);
    }
  });

  it('offer the columns that are in its answers, and no others', async () => {
    const firstList = COMMANDS.findIndex(([name]) => name === LIST_VERBS[0]?.name);
    for (const words of COMMANDS.slice(0, firstList)) await run(words);
    for (const { name, usage, summary } of LIST_VERBS) {
      const columns = summary.replace(/^.*: (.*)\.$/, '$1').split(', ');
      const of = usage.startsWith('<') ? ['ann'] : [];
      const { output } = await run([name, ...of, ...columns, '--formatter', 'json']);
      const rows = JSON.parse(output) as Readonly<Record<string, unknown>>[];
      for (const column of columns) {
        const isThere = rows.some((row) => row[column] !== '');
        expect(isThere, `${name} ${column}: ${output}`).to.equal(true);
      }
    }
  });
});
