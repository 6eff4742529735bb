import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { Refusal, runWords, ScriptedApi } from '../../support/scripted-api.js';
import { itRuns } from '../../support/verb-cases.js';

const OVERVIEW = {
  node: 'leveret@here',
  product_version: '0.1.0',
  rabbitmq_version: '3.10.8',
  object_totals: { connections: 1, channels: 2, consumers: 3, exchanges: 7, queues: 4 },
  queue_totals: { messages: 5 },
  listeners: [{ ip_address: '127.0.0.1', port: 5672, protocol: 'amqp' }],
};
const NODE = {
  name: 'leveret@here',
  uptime: 61_000,
  mem_used: 1e8,
  mem_limit: 1e9,
  disk_free: 2e9,
  disk_free_limit: 5e7,
  mem_alarm: false,
  disk_free_alarm: true,
};
const both = { 'GET overview': OVERVIEW, 'GET nodes': [NODE] };

/** Of a process that has ended. */
const { pid } = spawnSync(process.execPath, ['--version']);

describe('The verbs about the broker', () => {
  itRuns([
    ...['stop', 'shutdown'].map((verb) => ({
      does: `end the broker by ${verb}, and wait for the end of its process`,
      words: [verb],
      answers: { 'POST stop': { pid } },
      changes: [['POST stop', undefined]] as const,
      output: 'Stopping the broker ...\n',
    })),
    {
      does: 'end no broker that is somebody else’s',
      words: ['-q', 'stop'],
      answers: { 'POST stop': new Refusal(401, 'only the owner of the data folder may') },
      changes: [['POST stop', undefined]],
      code: 77,
      error: 'Error: only the owner of the data folder may\n',
    },
    {
      does: 'tell how it is',
      words: ['status'],
      answers: both,
      output: [
        'Status of node leveret@here',
        'Version: 0.1.0, as RabbitMQ 3.10.8',
        'Uptime: 61 s',
        'Memory: 0.100 GB of 1.000 GB',
        'Free disk space: 2.000 GB, low watermark 0.050 GB',
        'Alarms: disk_free',
        'Connections: 1',
        'Channels: 2',
        'Consumers: 3',
        'Exchanges: 7',
        'Queues: 4',
        'Messages: 5',
        '',
      ].join('\n'),
    },
    {
      does: 'tell how it is in JSON',
      words: ['status', '--formatter', 'json'],
      answers: both,
      output: `${JSON.stringify({ overview: OVERVIEW, node: NODE })}\n`,
    },
    {
      does: 'answer a ping',
      words: ['ping'],
      answers: { 'GET whoami': {} },
      output: 'Ping succeeded\n',
    },
    {
      does: 'tell that it runs',
      words: ['check_running'],
      answers: both,
      output: 'Leveret on node leveret@here is fully booted and running\n',
    },
    {
      does: 'tell that nothing runs short',
      words: ['check_alarms'],
      answers: { ...both, 'GET health/checks/alarms': { status: 'ok' } },
      output: 'Node leveret@here reported no alarms, local or clusterwide\n',
    },
    {
      does: 'give 69 where something does',
      words: ['check_local_alarms'],
      answers: { 'GET health/checks/local-alarms': 503 },
      code: 69,
      error: 'Error: why\n',
    },
    {
      does: 'name what runs short',
      words: ['alarms'],
      answers: both,
      output: 'Resource alarm on node leveret@here: disk_free\n',
    },
    {
      does: 'tell that the virtual hosts are up',
      words: ['check_virtual_hosts'],
      answers: { ...both, 'GET health/checks/virtual-hosts': {} },
      output: 'Node leveret@here reported all vhosts as running\n',
    },
    {
      does: 'tell whether a port is listened on',
      words: ['check_port_listener', '5672'],
      answers: { 'GET health/checks/port-listener/5672': {} },
      output: 'A listener for port 5672 is running.\n',
    },
    {
      does: 'tell whether a protocol is spoken',
      words: ['check_protocol_listener', 'amqp/ssl'],
      answers: { 'GET health/checks/protocol-listener/amqp%2Fssl': 503 },
      code: 69,
      error: 'Error: why\n',
    },
    {
      does: 'tell whether certificates hold',
      words: ['check_certificate_expiration', '--within', '2', '--unit', 'weeks'],
      answers: { 'GET health/checks/certificate-expiration/2/weeks': {} },
      output: 'No certificate ends within 2 weeks.\n',
    },
    {
      does: 'list where it listens',
      words: ['listeners'],
      answers: both,
      output: 'interface\tport\tprotocol\n127.0.0.1\t5672\tamqp\n',
    },
    {
      does: 'refuse to list it to those who may not monitor',
      words: ['listeners'],
      answers: { 'GET overview': {} },
      code: 77,
      error: 'Error: only monitors see the listeners\n',
    },
    {
      does: 'tell its version',
      words: ['server_version'],
      answers: both,
      output: '0.1.0 (RabbitMQ 3.10.8)\n',
    },
    {
      does: 'name the node',
      words: ['cluster_status'],
      answers: { ...both, 'GET cluster-name': { name: 'mine' } },
      output: 'Cluster name: mine\nRunning nodes: leveret@here\n',
    },
    {
      does: 'change the level of the log, of a category too',
      words: ['set_log_level', 'debug', '--category', 'connection'],
      changes: [['PUT log/level', { level: 'debug', category: 'connection' }]],
      output: 'Setting log level to "debug" ...\n',
    },
    {
      does: 'name the cluster',
      words: ['set_cluster_name', 'mine'],
      changes: [['PUT cluster-name', { name: 'mine' }]],
      output: 'Setting cluster name to mine ...\n',
    },
  ]);

  it('connect to every port, and give 69 where nobody answers', async () => {
    const api = new ScriptedApi();
    await api.listen();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const listeners = [{ ip_address: '127.0.0.1', port, protocol: 'amqp' }];
    api.answers = { 'GET overview': { node: 'n', listeners } };
    const run = () => runWords(['check_port_connectivity'], { LEVERET_URL: api.url });
    expect((await run()).output).to.equal(`Successfully connected to ports ${port} on node n\n`);
    await new Promise((resolve) => server.close(resolve));
    const refused = await run();
    expect(refused.code).to.equal(69);
    expect(refused.error).to.contain(`cannot connect to 127.0.0.1:${port}: `);
    api.close();
  });

  it('look for a listener on all addresses where the API is', async () => {
    const api = new ScriptedApi();
    await api.listen();
    const listeners = [{ ip_address: '::', port: Number(new URL(api.url).port), protocol: 'http' }];
    api.answers = { 'GET overview': { node: 'n', listeners } };
    const { error, code } = await runWords(['check_port_connectivity'], { LEVERET_URL: api.url });
    expect([code, error]).to.deep.equal([0, '']);
    listeners[0] = { ip_address: '0.0.0.0', port: 1, protocol: 'amqp' };
    const refused = await runWords(['check_port_connectivity'], { LEVERET_URL: api.url });
    expect(refused.error).to.contain('cannot connect to 127.0.0.1:1: ');
    api.close();
  });
});
