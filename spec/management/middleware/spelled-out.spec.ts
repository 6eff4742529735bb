import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('A path that a route spells out', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('is no name: it has the methods of that route and no others', async () => {
    for (const [method, path, allow] of [
      ['GET', '/users/bulk-delete', 'POST, OPTIONS'],
      ['PUT', '/users/bulk-delete/', 'POST, OPTIONS'],
      ['DELETE', '/users/without-permissions', 'HEAD, GET, OPTIONS'],
    ] as const) {
      const { status, text, headers } = await api.send(method, path);
      expect({ status, text }, path).to.deep.equal({ status: 405, text: '' });
      expect(headers.get('allow'), path).to.equal(allow);
    }
    expect((await api.get('/users')).json).to.have.length(1);
  });

  it('is served as ever, with its methods told by OPTIONS', async () => {
    expect((await api.get('/users/without-permissions/')).json).to.deep.equal([]);
    const { status, headers } = await api.send('OPTIONS', '/users/bulk-delete', { as: null });
    expect([status, headers.get('allow')]).to.deep.equal([200, 'POST, OPTIONS']);
  });
});
