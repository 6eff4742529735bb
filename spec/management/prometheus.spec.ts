import { expect } from 'chai';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPrometheus } from '../../src/management/prometheus.js';
import { measuredBroker, metricsOf } from '../support/metrics-source.js';

describe('The port for Prometheus', () => {
  it('answers /metrics to whoever asks, and nothing else', async () => {
    const { broker } = measuredBroker().server;
    const metrics = metricsOf(broker);
    const server = createServer(createPrometheus(metrics, { warn: () => {} }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // It listens on a TCP port.
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const statusOf = async (path: string, method = 'GET'): Promise<number> => {
      const response = await fetch(url + path, { method });
      await response.text();
      return response.status;
    };
    expect(await statusOf('/metrics')).to.equal(200);
    expect(await statusOf('/metrics/per-object')).to.equal(200);
    expect(await statusOf('/')).to.equal(404);
    expect(await statusOf('/api/overview')).to.equal(404);
    expect(await statusOf('/metrics', 'DELETE')).to.equal(405);
    metrics.stop();
    server.close();
  });
});
