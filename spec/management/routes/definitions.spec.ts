import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/definitions', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('answers an import without a word, or with what it has left out', async () => {
    const stream = { name: 's', vhost: '/', arguments: { 'x-queue-type': 'stream' } };
    const queue = { name: 'q', vhost: '/' };
    const whole = await api.send('POST', '/definitions', { body: { queues: [queue] } });
    expect(whole).to.deep.include({ status: 204, text: '' });
    const part = await api.send('POST', '/definitions', { body: { queues: [queue, stream] } });
    const reason = "there are no queues of type 'stream'";
    const ignored = [{ kind: 'queues', vhost: '/', name: 's', reason }];
    expect(part).to.deep.include({ status: 200, json: { ignored } });
    expect(api.log).to.deep.equal([
      { message: 'a part of the definitions is ignored', ...ignored[0] },
    ]);
  });

  it('puts an import for one vhost there', async () => {
    api.broker.declareVhost({ name: 'a' });
    const body = { queues: [{ name: 'q', vhost: '/' }] };
    expect((await api.send('POST', '/definitions/a', { body })).status).to.equal(204);
    expect(api.broker.vhost('a')?.queue('q')).to.not.equal(undefined);
    expect(api.broker.vhost('/')?.queue('q')).to.equal(undefined);
    expect((await api.send('POST', '/definitions/none', { body })).status).to.equal(404);
    expect((await api.get('/definitions/none')).status).to.equal(400);
  });

  it('tells what an import would do, and imports nothing', async () => {
    api.broker.declareVhost({ name: 'a' });
    const body = { queues: [{ name: 'q', vhost: '/' }] };
    for (const [path, vhost] of [
      ['/definitions-preview', '/'],
      ['/definitions-preview/a', 'a'],
    ] as const) {
      const { status, json } = await api.send('POST', path, { body });
      expect(status).to.equal(200);
      expect(json).to.have.nested.property('counts.queues.added', 1);
      expect(json).to.have.nested.property('changes[0].vhost', vhost);
      expect(api.broker.vhost(vhost)?.queue('q')).to.equal(undefined);
    }
    const large = { queues: [{ name: 'q', vhost: '/', x: 'x'.repeat(2_000_000) }] };
    expect((await api.send('POST', '/definitions-preview', { body: large })).status).to.equal(200);
    expect((await api.send('POST', '/definitions-preview', { body: '{' })).status).to.equal(400);
    expect((await api.send('POST', '/definitions-preview/none', { body })).status).to.equal(404);
  });

  it('gives a file to whoever names one', async () => {
    const { headers } = await api.get('/definitions?download=mine.json');
    expect(headers.get('content-disposition')).to.equal('attachment; filename="mine.json"');
    expect(headers.get('content-type')).to.equal('application/json');
  });

  it('refuses what is no export', async () => {
    for (const body of ['{nope', '[]', '']) {
      const { status, json } = await api.send('POST', '/definitions', { body });
      expect(status).to.equal(400);
      expect(json).to.deep.equal({ error: 'bad_request', reason: 'failed_to_parse_json' });
    }
  });

  it('is for administrators', async () => {
    const as = api.addUser('bob', ['monitoring'], ['/']);
    for (const method of ['GET', 'POST']) {
      expect((await api.send(method, '/definitions', { as })).status).to.equal(401);
      expect((await api.send(method, '/definitions/%2F', { as })).status).to.equal(401);
    }
    for (const path of ['/definitions-preview', '/definitions-preview/%2F']) {
      expect((await api.send('POST', path, { as })).status).to.equal(401);
    }
  });
});
