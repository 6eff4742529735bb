import { expect } from 'chai';
import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { TestManagement } from '../../support/test-management.js';

describe('A request that no route takes', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('is answered with 404 where there is nothing', async () => {
    const { status, json } = await api.get('/nothing');
    expect(status).to.equal(404);
    expect(json).to.deep.equal({ error: 'Object Not Found', reason: 'Not Found' });
  });

  it('is answered with 405, the methods that there are, and nothing else', async () => {
    const { status, text, headers } = await api.send('POST', '/vhosts/a');
    expect({ status, text }).to.deep.equal({ status: 405, text: '' });
    expect(headers.get('allow')).to.equal('HEAD, GET, PUT, DELETE, OPTIONS');
    expect(headers.get('content-type')).to.equal(null);
  });

  it('is told the methods by OPTIONS, without a password', async () => {
    const { status, text, headers } = await api.send('OPTIONS', '/whoami', { as: null });
    expect({ status, text }).to.deep.equal({ status: 200, text: '' });
    expect(headers.get('allow')).to.equal('HEAD, GET, OPTIONS');
  });

  it('is answered with 501 for TRACE', async () => {
    const sent = request(`${api.url}/api/whoami`, { method: 'TRACE' }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).to.equal(501);
    response.resume();
  });

  it('is answered with 400 where the percent-encoding is broken', async () => {
    const { status, text } = await api.get('/vhosts/%zz');
    expect({ status, text }).to.deep.equal({ status: 400, text: '' });
  });
});
