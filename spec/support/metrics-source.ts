/** A broker with two queues and some traffic, to take metrics from, and the metrics as facts. */
import { amqpServer, type AmqpServer } from './amqp-server.js';
import { fields } from './core-builders.js';
import type { Broker } from '../../src/core/broker.js';
import { Machine } from '../../src/management/machine.js';
import { Metrics } from '../../src/management/metrics/metrics.js';
import type { MachineFacts, MetricsSource } from '../../src/management/metrics/source.js';

export const MACHINE: MachineFacts = {
  openFiles: 21,
  openFilesMax: 1_024,
  openSockets: 5,
  memoryBytes: 1_000,
  memoryBytesMax: 5_000,
  diskFreeBytes: 7_000,
  diskFreeBytesMin: 500,
  uptimeSeconds: 12.5,
};

export interface MeasuredBroker {
  readonly server: AmqpServer;
  readonly source: MetricsSource;
}

/**
 * In `classic` two messages are ready and one is not acknowledged, of 5 bytes each; in `quorum`
 * two of three were taken.
 */
export function measuredBroker(): MeasuredBroker {
  const server = amqpServer();
  const client = server.open({ channels: 2 });
  client.send(1, 'queue.declare', { queue: 'classic' });
  const quorum = fields({ 'x-queue-type': 'quorum' });
  client.send(1, 'queue.declare', { queue: 'quorum', durable: true, arguments: quorum });
  client.send(1, 'confirm.select');
  for (let count = 0; count < 3; count++) {
    client.publish(1, 'hello', { key: 'classic' }).publish(1, 'hello', { key: 'quorum' });
  }
  client.publish(1, 'lost', { key: 'nowhere' });
  client.publish(1, 'back', { key: 'nowhere', mandatory: true });
  client.send(1, 'basic.get', { queue: 'classic' });
  client.send(1, 'basic.get', { queue: 'quorum', noAck: true });
  client.send(2, 'basic.qos', { prefetchCount: 1 });
  client.send(2, 'basic.consume', { queue: 'quorum', consumerTag: 'c' });
  client.send(2, 'basic.ack', { deliveryTag: 1 }).send(2, 'basic.cancel', { consumerTag: 'c' });
  client.take();
  const { broker } = server;
  const versions = { version: '1.2.3', rabbitmqVersion: '3.10.8' };
  return { server, source: { broker, ...versions, clusterName: 'cluster', machine: MACHINE } };
}

/** Of a machine whose limits are always the same. */
export function metricsOf(broker: Broker): Metrics {
  const limits = { memoryBytesMax: 5, diskFreeBytes: 7, diskFreeBytesMin: 2 };
  return new Metrics({
    broker,
    machine: new Machine(() => limits),
    version: '1.2.3',
    rabbitmqVersion: '3.10.8',
  });
}

/** Values by name and labels; headings are left out. */
export function samplesOf(lines: Iterable<string>): Record<string, number> {
  const samples: Record<string, number> = {};
  for (const line of [...lines].join('').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const end = line.lastIndexOf(' ');
    samples[line.slice(0, end)] = Number(line.slice(end + 1));
  }
  return samples;
}
