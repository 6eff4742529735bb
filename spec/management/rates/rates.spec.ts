import { expect } from 'chai';
import { FakeClient } from '../../support/fake-client.js';
import { message } from '../../support/core-builders.js';
import { TestManagement } from '../../support/test-management.js';

describe('Rates over HTTP', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    await api.send('PUT', '/queues/%2F/q', { body: {} });
    await api.send('PUT', '/queues/%2F/other', { body: {} });
  });
  afterEach(() => api.stop());

  const vhost = () => {
    const found = api.broker.vhost('/');
    if (found === undefined) throw new Error('no vhost');
    return found;
  };
  const publish = (count: number): void => {
    for (let n = 0; n < count; n++) vhost().publish(message({ exchange: '', routingKey: 'q' }));
  };
  const pass = (): void => api.clock.advance(api.clock.now + 5_000);
  const get = async (path: string, as = 'guest:guest') =>
    (await api.get(path, { as })).json as Record<string, unknown>;

  it('begin with the first question, and are there five seconds later', async () => {
    expect(await get('/queues/%2F/q')).to.deep.include({
      messages: 0,
      messages_details: { rate: 0 },
    });
    publish(10);
    pass();
    const queue = await get('/queues/%2F/q');
    expect(queue).to.deep.include({
      messages: 10,
      messages_details: { rate: 2 },
      messages_ready_details: { rate: 2 },
      messages_unacknowledged_details: { rate: 0 },
      message_stats: { publish: 10, publish_details: { rate: 2 } },
    });
    expect(await get('/queues/%2F/other')).to.not.have.property('message_stats');
  });

  it('sort the queues', async () => {
    await get('/queues');
    publish(5);
    pass();
    const sort = 'sort=message_stats.publish_details.rate&sort_reverse=true';
    const json: unknown = (await api.get(`/queues?${sort}&columns=name,message_stats`)).json;
    expect(json).to.deep.equal([
      { name: 'q', message_stats: { publish: 5, publish_details: { rate: 1 } } },
      { name: 'other' },
    ]);
  });

  it('have samples and averages where a range is asked for', async () => {
    await get('/queues/%2F/q');
    publish(10);
    pass();
    const ranges = 'lengths_age=10&lengths_incr=5&msg_rates_age=10&msg_rates_incr=5';
    const { now } = api.clock;
    const samples = [
      { sample: 10, timestamp: now },
      { sample: 0, timestamp: now - 5_000 },
    ];
    const details = { rate: 2, samples, avg_rate: 2, avg: 5 };
    const queue = await get(`/queues/%2F/q?${ranges}`);
    expect(queue['messages_details']).to.deep.equal(details);
    expect(queue['message_stats']).to.deep.equal({ publish: 10, publish_details: details });
    const ages = samples.map(({ sample, timestamp }) => ({ sample: sample * 500, timestamp }));
    expect(queue['oldest_message_age_ms_details']).to.deep.equal({ samples: ages });
    expect(await get('/queues/%2F/q')).to.not.have.property('oldest_message_age_ms_details');
    const overview = await get(`/overview?${ranges}`);
    expect(overview['queue_totals']).to.deep.include({ messages: 10, messages_details: details });
  });

  it('are told of exchanges in both directions', async () => {
    await get('/exchanges');
    publish(5);
    vhost().publish(message({ exchange: 'amq.direct', routingKey: 'nowhere' }));
    pass();
    expect((await get('/exchanges/%2F/amq.default'))['message_stats']).to.deep.equal({
      publish_in: 5,
      publish_in_details: { rate: 1 },
      publish_out: 5,
      publish_out_details: { rate: 1 },
    });
    const direct = await get('/exchanges/%2F/amq.direct');
    expect(direct['message_stats']).to.deep.equal({
      publish_in: 1,
      publish_in_details: { rate: 0.2 },
      publish_unroutable: 1,
      publish_unroutable_details: { rate: 0.2 },
    });
    expect(await get('/exchanges/%2F/amq.topic')).to.not.have.property('message_stats');
    const bare = await get('/exchanges/%2F/amq.direct?disable_stats=true');
    expect(bare).to.not.have.property('message_stats');
  });

  it('are told of connections', async () => {
    const traffic = { receivedBytes: 0, receivedCount: 0, sentBytes: 0, sentCount: 0 };
    const facts = { traffic: { ...traffic, pendingBytes: 0 } };
    const client = new FakeClient('c', 'guest', facts);
    api.broker.enter('/', client);
    await get('/connections');
    facts.traffic.receivedBytes = 500;
    pass();
    expect(await get('/connections/c')).to.deep.include({
      recv_oct: 500,
      recv_oct_details: { rate: 100 },
      send_oct: 0,
      send_oct_details: { rate: 0 },
    });
    expect(await get('/vhosts/%2F')).to.deep.include({ recv_oct: 500 });
    api.broker.leave(vhost(), client);
    expect(await get('/vhosts/%2F')).to.deep.include({ recv_oct: 500 });
  });

  it('of a vhost hold what is gone, so that they never fall', async () => {
    await get('/vhosts');
    const body = { routing_key: 'q', payload: '', payload_encoding: 'string', properties: {} };
    await api.send('POST', '/exchanges/%2F/amq.default/publish', { body });
    vhost().queue('q')?.get(true);
    pass();
    const stats = (await get('/vhosts/%2F'))['message_stats'];
    expect(stats).to.deep.include({
      publish: 1,
      publish_details: { rate: 0.2 },
      confirm: 1,
      get_no_ack: 1,
      get_no_ack_details: { rate: 0.2 },
    });
    await api.send('DELETE', '/queues/%2F/q');
    expect((await get('/vhosts/%2F'))['message_stats']).to.deep.include({ get_no_ack: 1 });
  });

  it('are added up for those who see some vhosts', async () => {
    api.broker.declareVhost({ name: 'a' });
    const dave = api.addUser('dave', ['management'], ['/', 'a']);
    await get('/overview', dave);
    publish(5);
    vhost().counters.received = 5;
    pass();
    const overview = await get('/overview', dave);
    expect(overview['queue_totals']).to.deep.include({
      messages: 5,
      messages_details: { rate: 1 },
    });
    expect(overview['message_stats']).to.deep.include({
      publish: 5,
      publish_details: { rate: 1 },
    });
  });

  it('refuse a wrong range, in the words that RabbitMQ has for the place', async () => {
    const query = 'msg_rates_age=60&msg_rates_incr=0';
    const reason = 'Invalid range parameters: age 60, incr 0';
    for (const path of ['/queues', '/exchanges', '/vhosts']) {
      const { status, json } = await api.get(`${path}?${query}`);
      const answer = [400, { error: 'invalid_range_parameters', reason }];
      expect([status, json], path).to.deep.equal(answer);
    }
    for (const path of ['/queues/%2F/q', '/overview', '/channels', '/connections']) {
      expect(await get(`${path}?${query}`), path).to.deep.equal({ error: 'bad_request', reason });
    }
  });
});
