import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('Logins in the HTTP API', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const login = (body: string) => api.send('POST', '/login', { body, headers, as: null });

  it('can be tried with a form, and leave nothing behind', async () => {
    const right = await login('username=guest&password=guest');
    expect(right).to.deep.include({ status: 200, text: 'ok' });
    expect(right.headers.get('set-cookie')).to.equal(null);
    for (const body of ['username=guest&password=wrong', 'username=guest', '', 'x']) {
      const { status, json } = await login(body);
      expect(status, body).to.equal(401);
      expect(json).to.deep.equal({ error: 'not_authorized', reason: 'Login failed' });
    }
  });

  it('are refused for a while where too many have failed', async () => {
    api.isLoopback = false;
    const user = api.addUser('u', ['management']);
    for (let failed = 0; failed < 9; failed++) await api.get('/whoami', { as: 'u:wrong' });
    const last = await login('username=u&password=wrong');
    expect(last.status).to.equal(401);
    expect(last.headers.get('retry-after')).to.equal(null);
    api.clock.advance(api.clock.now + 17_500);
    for (const answer of [
      await api.get('/whoami', { as: user }),
      await login('username=u&password=pw'),
    ]) {
      expect(answer.status).to.equal(429);
      expect(answer.headers.get('retry-after'), 'of 42.5 seconds').to.equal('43');
      expect(answer.json).to.deep.equal({
        error: 'too_many_requests',
        reason: 'Too many logins have failed from this address. Try again in a while.',
      });
    }
    expect((await api.get('/auth', { as: null })).status, 'which needs none').to.equal(200);
    api.clock.advance(api.clock.now + 42_500);
    expect((await api.get('/whoami', { as: user })).status).to.equal(200);
  });

  it('say how they are made, to anybody', async () => {
    const { status, json } = await api.get('/auth', { as: null });
    expect(status).to.equal(200);
    expect(json).to.deep.include({ enable_uaa: false, oauth_enabled: false });
  });

  it('are counted by protocol, and counted anew for whoever asks for it', async () => {
    const path = '/auth/attempts/leveret@here';
    const row = (protocol: string, succeeded: number, failed: number) => ({
      protocol,
      auth_attempts: succeeded + failed,
      auth_attempts_failed: failed,
      auth_attempts_succeeded: succeeded,
    });
    api.broker.counters.loginsAdmitted += 3;
    api.broker.counters.loginsRefused += 1;
    await api.get('/whoami', { as: 'guest:wrong' });
    await login('username=guest&password=wrong');
    await login('username=guest&password=guest');
    await api.get('/whoami', { as: null });
    // Whoever asks has logged in, too.
    expect((await api.get(path)).json).to.deep.equal([row('http', 2, 2), row('amqp091', 3, 1)]);
    expect((await api.send('DELETE', path)).status).to.equal(204);
    expect((await api.get(path)).json).to.deep.equal([row('http', 1, 0), row('amqp091', 0, 0)]);
    expect((await api.get(`${path}/source`)).json).to.deep.equal([]);
    expect((await api.get('/auth/attempts/none')).status).to.equal(404);
  });

  it('that only this machine may make are refused to others, in words', async () => {
    api.isLoopback = false;
    const reason = 'User can only log in via localhost';
    const { status, json } = await login('username=guest&password=guest');
    expect(status).to.equal(401);
    expect(json).to.deep.equal({ error: 'not_authorised', reason });
  });
});
