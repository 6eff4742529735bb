import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('Authentication at the HTTP API', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const CHALLENGE = 'Basic realm="RabbitMQ Management"';

  it('asks for HTTP basic where nothing was sent, with an empty body', async () => {
    const { status, text, headers } = await api.get('/whoami', { as: null });
    expect({ status, text }).to.deep.equal({ status: 401, text: '' });
    expect(headers.get('www-authenticate')).to.equal(CHALLENGE);
  });

  for (const as of ['guest:wrong', 'nobody:guest', ':', 'guest:']) {
    it(`refuses ${JSON.stringify(as)} without a word on what was wrong`, async () => {
      const { status, json, headers } = await api.get('/whoami', { as });
      expect(status).to.equal(401);
      expect(json).to.deep.equal({ error: 'not_authorized', reason: 'Login failed' });
      expect(headers.get('www-authenticate')).to.equal(CHALLENGE);
    });
  }

  it('asks no login of the owner of the data folder, who is an administrator', async () => {
    api.isOwner = true;
    const { json } = await api.get('/whoami', { as: null });
    expect(json).to.deep.equal({ name: 'rmq-cli', tags: ['administrator'] });
    expect((await api.get('/whoami', { as: 'guest:wrong' })).status).to.equal(401);
  });

  it('challenges nobody whose password was right', async () => {
    const answer = await api.get('/whoami', { as: api.addUser('u', []) });
    expect(answer.json).to.deep.equal({ error: 'not_authorised', reason: 'Not management user' });
    expect(answer.headers.get('www-authenticate')).to.equal(null);
  });

  it('knows no other scheme', async () => {
    const answer = await api.get('/whoami', { as: null, headers: { authorization: 'Bearer abc' } });
    expect(answer.json).to.deep.equal({ error: 'not_authorized', reason: 'Login failed' });
  });

  for (const authorization of ['Basic !!!', 'Basic', `Basic ${btoa('no colon')}`]) {
    it(`answers ${JSON.stringify(authorization)} with 400`, async () => {
      const answer = await api.get('/whoami', { as: null, headers: { authorization } });
      expect(answer).to.deep.include({ status: 400, text: '' });
    });
  }

  it('takes the scheme in any case', async () => {
    const headers = { authorization: `bAsIc ${btoa('guest:guest')}` };
    expect((await api.get('/whoami', { as: null, headers })).status).to.equal(200);
  });
});
