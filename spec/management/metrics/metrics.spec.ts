import { expect } from 'chai';
import { Machine } from '../../../src/management/machine.js';
import { Metrics } from '../../../src/management/metrics/metrics.js';
import type { Endpoint } from '../../../src/management/metrics/scrape.js';
import { measuredBroker } from '../../support/metrics-source.js';

describe('The metrics of a broker', () => {
  it('are of the moment of the scrape, measured ones where all are asked for', async () => {
    const { server } = measuredBroker();
    const limits = { memoryBytesMax: 5, diskFreeBytes: 7, diskFreeBytesMin: 2 };
    const metrics = new Metrics({
      broker: server.broker,
      machine: new Machine(() => limits),
      version: '1.2.3',
      rabbitmqVersion: '3.10.8',
    });
    const textOf = async (endpoint: Endpoint): Promise<string> => {
      let text = '';
      for await (const chunk of metrics.scrape({ endpoint })) text += chunk;
      return text;
    };
    expect(await textOf('aggregated')).to.include('rabbitmq_cluster="leveret');
    server.broker.globalParameters.put('cluster_name', 'two');
    limits.diskFreeBytes = 1;
    const text = await textOf('per-object');
    expect(text).to.include('rabbitmq_cluster="two"');
    expect(text).to.include('\nrabbitmq_disk_space_available_bytes 1\n');
    expect(text).to.include('leveret_store_pending_bytes');
    expect(await textOf('detailed')).to.not.include('leveret_');
    metrics.stop();
  });
});
