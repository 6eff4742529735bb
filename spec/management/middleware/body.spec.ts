import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { BODY_SIZE_MAX } from '../../../src/management/middleware/body.js';
import { TestManagement } from '../../support/test-management.js';

describe('The body of a request to the HTTP API', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('may be left out', async () => {
    expect((await api.send('PUT', '/vhosts/a')).status).to.equal(201);
    expect((await api.send('PUT', '/vhosts/b', { body: '' })).status).to.equal(201);
  });

  it('is JSON whatever its content type says', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'lemons']) {
      const headers = { 'content-type': type };
      const answer = await api.send('PUT', '/vhosts/a', { body: { description: type }, headers });
      expect(answer.status).to.be.oneOf([201, 204]);
      expect(api.broker.vhost('a')?.definition.description).to.equal(type);
    }
  });

  for (const body of ['{nope', '[]', '1', 'null']) {
    it(`is no ${body}`, async () => {
      const { status, json } = await api.send('PUT', '/vhosts/a', { body });
      expect(status).to.equal(400);
      expect(json).to.deep.equal({ error: 'bad_request', reason: 'not_json' });
      expect(api.broker.vhost('a')).to.equal(undefined);
    });
  }

  it('is no JSON within JSON', async () => {
    const { json } = await api.send('PUT', '/vhosts/a', { body: '"{}"' });
    expect(json).to.deep.equal({
      error: 'bad_request',
      reason:
        'invalid payload: the request body JSON-decoded to a string. ' +
        'Is the input doubly-JSON-encoded?',
    });
  });

  it('is bounded in size', async () => {
    const body = JSON.stringify({ description: 'x'.repeat(BODY_SIZE_MAX) });
    const { status, json } = await api.send('PUT', '/vhosts/a', { body });
    expect(status).to.equal(400);
    expect(json).to.deep.equal({
      error: 'bad_request',
      reason: 'Exceeded HTTP request body size limit',
    });
  });

  it('is bounded as it comes out of compression', async () => {
    const bomb = gzipSync(`{"description":"${'x'.repeat(BODY_SIZE_MAX)}"}`);
    expect(bomb.length).to.be.lessThan(100_000);
    const response = await fetch(`${api.url}/api/vhosts/a`, {
      method: 'PUT',
      headers: { authorization: `Basic ${btoa('guest:guest')}`, 'content-encoding': 'gzip' },
      body: bomb,
    });
    expect(response.status).to.equal(400);
    expect(api.broker.vhost('a')).to.equal(undefined);
  });

  it('cannot reach what every object inherits', async () => {
    const body = '{"__proto__":{"description":"borrowed"}}';
    expect((await api.send('PUT', '/vhosts/a', { body })).status).to.equal(400);
    expect(({} as { description?: string }).description).to.equal(undefined);
  });
});
