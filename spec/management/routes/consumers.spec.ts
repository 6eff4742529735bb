import { expect } from 'chai';
import { type AmqpServer, amqpServer } from '../../support/amqp-server.js';
import type { LoopbackClient } from '../../support/loopback-client.js';
import { TestManagement } from '../../support/test-management.js';

type Tagged = { readonly consumer_tag: string }[];

describe('/api/consumers', () => {
  let server: AmqpServer;
  let api: TestManagement;
  beforeEach(async () => {
    server = amqpServer();
    api = await new TestManagement(undefined, { broker: server.broker }).start();
    api.addUser('anna', ['management'], ['/']);
    api.addUser('boss', ['monitoring']);
  });
  afterEach(() => api.stop());

  const tagsOf = async (path: string, as = 'guest:guest'): Promise<string[]> =>
    ((await api.get(path, { as })).json as Tagged).map(({ consumer_tag: tag }) => tag);
  const cancel = async (path: string, as = 'guest:guest'): Promise<number> =>
    (await api.send('DELETE', `/consumers/${path}`, { as })).status;

  /** With a consumer of this tag on each of its two channels. */
  const consume = (tag: string, user = 'guest'): LoopbackClient => {
    const login = user === 'guest' ? {} : { user, password: 'pw' };
    const client = server.open({
      ...login,
      channels: 2,
      capabilities: ['consumer_cancel_notify'],
    });
    client.send(1, 'queue.declare', { queue: 'q' });
    for (const channel of [1, 2]) {
      client.send(channel, 'basic.consume', { queue: 'q', consumerTag: tag });
    }
    client.take();
    return client;
  };

  it('lists all to those who monitor, and to others their own', async () => {
    consume('a');
    consume('b', 'anna');
    api.broker.declareVhost({ name: 'v' });
    for (const path of ['/consumers', '/consumers/%2F']) {
      expect(await tagsOf(path)).to.eql(['a', 'a', 'b', 'b']);
      expect(await tagsOf(path, 'boss:pw')).to.eql(['a', 'a', 'b', 'b']);
      expect(await tagsOf(path, 'anna:pw')).to.eql(['b', 'b']);
    }
    expect(await tagsOf('/consumers/v')).to.eql([]);
    expect((await api.get('/consumers/none')).status).to.equal(404);
  });

  it('cancels one by the name of its channel, and its client hears of it', async () => {
    const client = consume('a');
    expect(await cancel('%2F/client%201%20(2)/a')).to.equal(204);
    expect(client.lines()).to.eql(['2 basic.cancel consumerTag=a noWait=true']);
    expect(await tagsOf('/consumers')).to.eql(['a']);
    expect(await cancel('%2F/client%201%20(2)/a')).to.equal(404);
  });

  it('cancels those of a tag on all channels of a connection', async () => {
    const client = consume('a');
    expect(await cancel('%2F/client%201/a')).to.equal(204);
    expect(client.names()).to.eql(['1 basic.cancel', '2 basic.cancel']);
    expect(await tagsOf('/consumers')).to.eql([]);
  });

  it('cancels one for its user and for administrators only, and where it is', async () => {
    consume('a');
    consume('b', 'anna');
    api.broker.declareVhost({ name: 'v' });
    expect(await cancel('%2F/client%201/a', 'anna:pw')).to.equal(401);
    expect(await cancel('%2F/client%202/b', 'boss:pw')).to.equal(401);
    expect(await cancel('%2F/client%202/b', 'anna:pw')).to.equal(204);
    expect(await cancel('%2F/client%201/b')).to.equal(404);
    expect(await cancel('%2F/nobody/a')).to.equal(404);
    expect(await cancel('v/client%201/a')).to.equal(404);
    expect(await cancel('none/client%201/a')).to.equal(404);
  });
});
