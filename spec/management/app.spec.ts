import { expect } from 'chai';
import { EventLog } from '../support/event-log.js';
import { TestManagement } from '../support/test-management.js';

describe('The HTTP API', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('answers in JSON to whoever has a user with a tag for it', async () => {
    const answer = await api.get('/whoami');
    expect(answer).to.deep.include({
      status: 200,
      json: { name: 'guest', tags: ['administrator'] },
    });
  });

  it('knows paths and methods before it asks who is there', async () => {
    expect(await api.get('/nothing', { as: null })).to.deep.include({ status: 404 });
    expect(await api.send('POST', '/whoami', { as: null })).to.deep.include({ status: 405 });
    expect(await api.get('/whoami', { as: null })).to.deep.include({ status: 401 });
  });

  it('answers HEAD as GET, without the body', async () => {
    const { status, text, headers } = await api.send('HEAD', '/whoami');
    expect({ status, text }).to.deep.equal({ status: 200, text: '' });
    expect(Number(headers.get('content-length'))).to.be.greaterThan(10);
  });

  it('tells metrics to those who have logged in', async () => {
    const url = `${api.url}/metrics`;
    expect((await fetch(url)).status).to.equal(401);
    const authorization = `Basic ${Buffer.from('guest:guest').toString('base64')}`;
    const answer = await fetch(url, { headers: { authorization } });
    expect(await answer.text()).to.include('\nrabbitmq_queues 0\n');
    expect((await fetch(url, { method: 'POST' })).status).to.equal(405);
  });

  it('names in each event who has asked for what happens', async () => {
    const log = new EventLog(api.broker.events);
    for (const [method, path] of [
      ['PUT', '/queues/%2F/q'],
      ['PUT', '/exchanges/%2F/x'],
      ['POST', '/bindings/%2F/e/x/q/q'],
      ['DELETE', '/bindings/%2F/e/x/q/q/~'],
      ['DELETE', '/exchanges/%2F/x'],
      ['DELETE', '/queues/%2F/q'],
    ] as const) {
      await api.send(method, path);
    }
    expect(log.names).to.deep.equal([
      'queue.created',
      'exchange.created',
      'binding.created',
      'binding.deleted',
      'exchange.deleted',
      'queue.deleted',
    ]);
    for (const { name, facts } of log.events) {
      expect(facts, name).to.include({ user_who_performed_action: 'guest' });
    }
  });

  it('lets guest in from this machine only', async () => {
    api.isLoopback = false;
    expect(await api.get('/whoami')).to.deep.include({ status: 401 });
  });

  it('does not mistake one request of a connection for another that came from nearer', async () => {
    expect((await api.get('/whoami')).status).to.equal(200);
    api.isLoopback = false;
    expect((await api.get('/whoami')).status).to.equal(401);
  });
});
