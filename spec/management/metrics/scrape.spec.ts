import { expect } from 'chai';
import { scrape, type ScrapeRequest } from '../../../src/management/metrics/scrape.js';
import type { MetricsSource } from '../../../src/management/metrics/source.js';
import { fields } from '../../support/core-builders.js';
import { measuredBroker, samplesOf } from '../../support/metrics-source.js';

/** What the queries of RabbitMQ-Overview ask for, that of RabbitMQ 3.10 and that of 4.x. */
const OF_THE_DASHBOARDS = [
  ...['build_info', 'identity_info', 'queues', 'connections', 'channels', 'consumers'],
  ...['channel_consumers', 'queue_messages_ready', 'queue_messages_unacked'],
  ...['process_max_fds', 'process_open_fds', 'process_max_tcp_sockets', 'erlang_uptime_seconds'],
  ...['process_open_tcp_sockets', 'process_resident_memory_bytes', 'resident_memory_limit_bytes'],
  ...['disk_space_available_bytes', 'disk_space_available_limit_bytes'],
  ...['connections_opened_total', 'connections_closed_total'],
  ...['channels_opened_total', 'channels_closed_total'],
  ...['queues_declared_total', 'queues_created_total', 'queues_deleted_total'],
  ...['message_size_bytes_bucket', 'message_size_bytes_count', 'message_size_bytes_sum'],
  ...[
    ...['received', 'received_confirm', 'confirmed', 'routed', 'acknowledged', 'redelivered'],
    ...['unroutable_dropped', 'unroutable_returned', 'get_empty', 'delivered'],
    ...['delivered_consume_auto_ack', 'delivered_consume_manual_ack'],
    ...['delivered_get_auto_ack', 'delivered_get_manual_ack'],
  ].map((name) => `global_messages_${name}_total`),
  ...['global_publishers', 'global_consumers'],
].map((name) => `rabbitmq_${name}`);

async function textOf(source: MetricsSource, request: ScrapeRequest): Promise<string> {
  let text = '';
  for await (const chunk of scrape(source, request)) text += chunk;
  return text;
}

/** Without labels. */
function namesIn(text: string): string[] {
  return [...new Set(Object.keys(samplesOf([text])).map((key) => key.replace(/\{.*/, '')))];
}

describe('A scrape', () => {
  it("has every metric that RabbitMQ's Overview dashboards ask for", async () => {
    const { source } = measuredBroker();
    const names = namesIn(await textOf(source, { endpoint: 'aggregated' }));
    expect(names).to.include.members(OF_THE_DASHBOARDS);
  });

  it('tells of queues in sums, or of each of them', async () => {
    const { source } = measuredBroker();
    const sums = samplesOf([await textOf(source, { endpoint: 'aggregated' })]);
    expect(sums['rabbitmq_queue_messages_ready']).to.equal(2);
    const objects = samplesOf([await textOf(source, { endpoint: 'per-object' })]);
    expect(objects['rabbitmq_queue_messages_ready{vhost="/",queue="classic"}']).to.equal(2);
    expect(objects).to.not.have.property('rabbitmq_queue_messages_ready');
  });

  it('has each family once, and all its lines together', async () => {
    const { source } = measuredBroker();
    for (const endpoint of ['aggregated', 'per-object', 'memory-breakdown'] as const) {
      const text = await textOf(source, { endpoint });
      const families = [...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]);
      expect(new Set(families).size, endpoint).to.equal(families.length);
      const keys = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      expect(new Set(keys.map((line) => line.replace(/ [^ ]*$/, ''))).size).to.equal(keys.length);
    }
  });

  it('tells in detail what is asked for, by group and vhost', async () => {
    const { server, source } = measuredBroker();
    server.broker.declareVhost({ name: 'v' });
    const families = new Set(['queue_consumer_count', 'vhost_status', 'unknown']);
    const vhosts = new Set(['v']);
    const text = await textOf(source, { endpoint: 'detailed', families, vhosts });
    const samples = Object.keys(samplesOf([text]));
    expect(samples.slice(0, -2)).to.eql(['rabbitmq_cluster_vhost_status{vhost="v"}']);
    expect(samples.at(-1)).to.include('rabbitmq_endpoint="detailed"');
    const everywhere = await textOf(source, { endpoint: 'detailed', families });
    expect(namesIn(everywhere)).to.include('rabbitmq_detailed_queue_consumers');
    expect(namesIn(await textOf(source, { endpoint: 'detailed' }))).to.eql([
      'rabbitmq_build_info',
      'rabbitmq_identity_info',
    ]);
  });

  it('has the consumers of queues once, if two groups with them are asked for', async () => {
    const { source } = measuredBroker();
    const families = new Set(['queue_consumer_count', 'queue_metrics']);
    const text = await textOf(source, { endpoint: 'detailed', families });
    expect(text.match(/# TYPE rabbitmq_detailed_queue_consumers /g)).to.have.length(1);
  });

  it('of 3,000 queues leaves the event loop its turns', async function () {
    this.timeout(20_000);
    const { server, source } = measuredBroker();
    const flags = { durable: false, exclusive: false, autoDelete: false, arguments: fields({}) };
    for (let index = 0; index < 3_000; index++) {
      server.vhost.declareQueue({ name: `queue-${index}`, ...flags }, { name: 'somebody' });
    }
    let turns = 0;
    const interval = setInterval(() => turns++, 0);
    const text = await textOf(source, { endpoint: 'per-object' });
    clearInterval(interval);
    expect(text).to.include('queue="queue-2999"');
    expect(turns).to.be.greaterThan(3);
  });
});
