import { expect } from 'chai';
import Router from '@koa/router';
import Koa from 'koa';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { metricsRoutes } from '../../../src/management/routes/metrics.js';
import type { Metrics } from '../../../src/management/metrics/metrics.js';
import { measuredBroker, metricsOf, samplesOf } from '../../support/metrics-source.js';

describe('GET /metrics', () => {
  let server: Server;
  let metrics: Metrics;
  let url: string;
  const faults: Error[] = [];

  before((done) => {
    const { broker } = measuredBroker().server;
    metrics = metricsOf(broker);
    const app = new Koa();
    app.on('error', (fault: Error) => faults.push(fault));
    const router = new Router();
    metricsRoutes(router, metrics);
    app.use(router.routes());
    const handle = app.callback();
    server = createServer((request, response) => void handle(request, response));
    server.listen(0, '127.0.0.1', () => {
      // It listens on a TCP port.
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  after(() => {
    metrics.stop();
    server.close();
    server.closeAllConnections();
  });

  async function get(path: string): Promise<Record<string, number>> {
    const response = await fetch(url + path);
    expect(response.status).to.equal(200);
    return samplesOf([await response.text()]);
  }

  it('is text as Prometheus reads it, compressed for those who take it so', async () => {
    const response = await fetch(`${url}/metrics`, { headers: { 'accept-encoding': 'gzip' } });
    const { headers } = response;
    expect(headers.get('content-type')).to.equal('text/plain; version=0.0.4; charset=utf-8');
    expect(headers.get('content-encoding')).to.equal('gzip');
    expect(await response.text()).to.include('\nrabbitmq_queues 2\n');
    const plain = await fetch(`${url}/metrics`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).to.equal(null);
    expect(await plain.text()).to.include('\nrabbitmq_queues 2\n');
  });

  it('tells what was counted, what was measured, and what the machine tells', async () => {
    const samples = await get('/metrics');
    expect(samples).to.include({
      rabbitmq_queue_messages_ready: 2,
      rabbitmq_connections: 1,
      rabbitmq_process_open_tcp_sockets: 1,
      rabbitmq_resident_memory_limit_bytes: 5,
      leveret_store_pending_bytes: 0,
    });
  });

  it('has a path for each object, for groups of choice and for memory', async () => {
    const objects = await get('/metrics/per-object');
    expect(objects).to.include({ 'rabbitmq_queue_consumers{vhost="/",queue="quorum"}': 0 });
    const two = 'family=queue_consumer_count&family=vhost_status&vhost=%2F';
    const detailed = await get(`/metrics/detailed?${two}`);
    expect(detailed).to.include({
      'rabbitmq_detailed_queue_consumers{vhost="/",queue="quorum"}': 0,
      'rabbitmq_cluster_vhost_status{vhost="/"}': 1,
    });
    const nowhere = await get(`/metrics/detailed?family=vhost_status&vhost=nowhere`);
    expect(nowhere).to.not.have.property('rabbitmq_cluster_vhost_status{vhost="/"}');
    expect(await get('/metrics/memory-breakdown')).to.have.property('leveret_memory_buffers_bytes');
  });

  it('tells whoever runs the broker of a scrape that fails', async () => {
    const { scrape } = metrics;
    metrics.scrape = async function* () {
      yield '';
      throw new Error('no metrics');
    };
    const outcome = await fetch(`${url}/metrics`)
      .then((response) => response.text())
      .catch(() => 'cut');
    metrics.scrape = scrape;
    expect(outcome).to.not.include('rabbitmq_');
    expect(faults.map(({ message }) => message)).to.include('no metrics');
  });
});
