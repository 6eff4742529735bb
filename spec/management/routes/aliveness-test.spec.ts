import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/aliveness-test', () => {
  const PATH = '/aliveness-test/%2F';
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const answerTo = async (as: string): Promise<unknown[]> => {
    const { status, json } = await api.get(PATH, { as });
    return [status, (json as { reason?: string }).reason];
  };

  it('sends a message through a queue, which stays, and takes it back', async () => {
    expect((await api.get(PATH)).json).to.deep.equal({ status: 'ok' });
    const queue = api.broker.vhost('/')?.queue('aliveness-test');
    expect(queue?.messageCount).to.equal(0);
    expect(queue?.definition).to.deep.include({ durable: false, exclusive: false });
    expect(api.broker.counters.received).to.equal(1);
    expect((await api.get('/aliveness-test/none')).status).to.equal(404);
  });

  it('asks for all permissions that it takes, with the words of AMQP', async () => {
    const as = api.addUser('bob', ['management']);
    const refusal = (resource: string) =>
      `ACCESS_REFUSED - access to ${resource} in vhost '/' refused for user 'bob'`;
    const allow = (configure: string, write: string, read: string): void => {
      api.broker.access.permissions.put({ user: 'bob', vhost: '/', configure, write, read });
    };
    allow('', '.*', '.*');
    expect(await answerTo(as)).to.deep.equal([401, refusal("queue 'aliveness-test'")]);
    expect(api.broker.vhost('/')?.queue('aliveness-test')).to.equal(undefined);
    allow('.*', '', '.*');
    expect(await answerTo(as)).to.deep.equal([401, refusal("exchange 'amq.default'")]);
    allow('.*', '.*', '');
    expect(await answerTo(as)).to.deep.equal([401, refusal("queue 'aliveness-test'")]);
    allow('.*', '.*', '.*');
    expect(await answerTo(as)).to.deep.equal([200, undefined]);
  });

  it('takes no look at a vhost for a permission in it', async () => {
    const monitor = api.addUser('mo', ['monitoring']);
    const reason = 'User not authorised to access virtual host';
    expect(await answerTo(monitor)).to.deep.equal([401, reason]);
    const administrator = api.addUser('ann', ['administrator']);
    expect(await answerTo(administrator)).to.deep.equal([401, 'Access refused.']);
  });

  it('fails where the queue cannot be had, and where the message does not come back', async () => {
    const queue = '/queues/%2F/aliveness-test';
    await api.send('PUT', queue, { body: { durable: true } });
    expect(await answerTo('guest:guest')).to.deep.equal([
      400,
      "406 PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'aliveness-test' " +
        "in vhost '/': received 'false' but current is 'true'",
    ]);
    await api.send('DELETE', queue);
    await api.send('PUT', '/policies/%2F/none', {
      body: { pattern: '', definition: { 'max-length': 0 } },
    });
    expect((await api.get(PATH)).json).to.deep.equal({
      status: 'failed',
      reason: "queue 'aliveness-test' did not give the message back",
    });
    api.broker.alarms.set('disk', true);
    expect((await api.get(PATH)).status).to.equal(503);
  });
});
