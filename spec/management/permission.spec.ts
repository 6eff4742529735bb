import { expect } from 'chai';
import { TestManagement } from '../support/test-management.js';

describe('Permissions at the HTTP API', () => {
  let api: TestManagement;
  beforeEach(async () => {
    api = await new TestManagement().start();
    const { access } = api.broker;
    const hash = { hashingAlgorithm: 'rabbit_password_hashing_sha256', passwordHash: 'p' } as const;
    access.users.put({ name: 'u', tags: ['management'], ...hash });
    const own = { configure: '^own', write: '^own', read: '^own' };
    access.permissions.put({ user: 'u', vhost: '/', ...own });
  });
  afterEach(() => api.stop());

  const REFUSED = { error: 'not_authorised', reason: 'Access refused.' };
  const as = 'u:p';

  it('let a user make and delete what is his', async () => {
    for (const path of ['/queues/%2F/own', '/exchanges/%2F/own']) {
      expect((await api.send('PUT', path, { as, body: {} })).status).to.equal(201);
    }
    const bound = await api.send('POST', '/bindings/%2F/e/own/q/own', { as, body: {} });
    expect(bound.status).to.equal(201);
    for (const path of ['/queues/%2F/own/contents', '/queues/%2F/own', '/exchanges/%2F/own']) {
      expect((await api.send('DELETE', path, { as })).status).to.equal(204);
    }
  });

  it('keep a user from what is not', async () => {
    for (const path of ['/queues/%2F/other', '/exchanges/%2F/other']) {
      expect((await api.send('PUT', path, { as, body: {} })).json).to.deep.equal(REFUSED);
      expect((await api.send('PUT', path, { body: {} })).status).to.equal(201);
    }
    for (const [method, path] of [
      ['DELETE', '/queues/%2F/other'],
      ['DELETE', '/queues/%2F/other/contents'],
      ['DELETE', '/exchanges/%2F/other'],
      ['POST', '/queues/%2F/other/actions'],
      ['POST', '/bindings/%2F/e/other/q/other'],
    ] as const) {
      const answer = await api.send(method, path, { as, body: { action: 'pause' } });
      expect(answer.json, `${method} ${path}`).to.deep.equal(REFUSED);
    }
  });
});
