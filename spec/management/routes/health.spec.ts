import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

const DAY_MS = 86_400_000;

describe('A health check', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const check = async (name: string) =>
    (await api.get(`/health/checks/${name}`)).json as Record<string, unknown>;

  for (const name of [
    'alarms',
    'local-alarms',
    'virtual-hosts',
    'node-is-mirror-sync-critical',
    'node-is-quorum-critical',
    'ready-to-serve-clients',
    'is-in-service',
    'port-listener/5672',
    'protocol-listener/amqp',
    'protocol-listener/amqp091',
    'certificate-expiration/1/months',
  ]) {
    it(`is passed by a broker that is well: ${name}`, async () => {
      const { status, json } = await api.get(`/health/checks/${name}`);
      expect(status).to.equal(200);
      expect(json).to.deep.include({ status: 'ok' });
    });
  }

  it('of alarms fails while there is one, and names it', async () => {
    api.broker.alarms.set('disk', true);
    for (const name of ['alarms', 'local-alarms']) {
      const { status, json } = await api.get(`/health/checks/${name}`);
      expect(status).to.equal(503);
      expect(json).to.deep.include({
        status: 'failed',
        alarms: [{ node: 'leveret@here', resource: 'disk' }],
      });
    }
    expect((await api.get('/healthchecks/node')).json).to.deep.equal({
      status: 'failed',
      reason: 'resource alarm(s) in effect:[disk]',
    });
  });

  it('of listeners fails where there is none', async () => {
    expect((await api.get('/health/checks/port-listener/1')).json).to.deep.equal({
      status: 'failed',
      reason: 'No active listener',
      missing: 1,
      ports: [5672, 15_672],
    });
    expect((await api.get('/health/checks/protocol-listener/mqtt')).status).to.equal(503);
    expect((await check('port-listener/x'))['reason']).to.equal('Invalid port');
  });

  it('of certificates fails when one ends within the time', async () => {
    const certificateExpiresAt = api.clock.now + 10 * DAY_MS;
    const tls = { protocol: 'amqp/ssl', host: '::', port: 5671, certificateExpiresAt };
    api.listeners.push(tls);
    expect((await api.get('/health/checks/certificate-expiration/1/weeks')).status).to.equal(200);
    const { status, json } = await api.get('/health/checks/certificate-expiration/2/weeks');
    expect(status).to.equal(503);
    expect((json as { expired: object[] }).expired).to.deep.equal([
      {
        node: 'leveret@here',
        protocol: 'amqp/ssl',
        interface: '::',
        port: 5671,
        certfile_expires_on: new Date(certificateExpiresAt).toISOString(),
      },
    ]);
    expect((await check('certificate-expiration/x/days'))['error']).to.equal('bad_request');
    for (const unit of ['lightyears', 'toString', '__proto__']) {
      expect((await check(`certificate-expiration/1/${unit}`))['error']).to.equal('bad_request');
    }
  });

  it('of one node knows no other', async () => {
    expect((await api.get('/healthchecks/node/leveret@here')).json).to.deep.equal({ status: 'ok' });
    expect((await api.get('/healthchecks/node/none')).status).to.equal(404);
  });
});
