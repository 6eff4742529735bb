import { expect } from 'chai';
import { TestManagement } from '../support/test-management.js';

describe('The paths of the HTTP API', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('carry names percent-encoded, a slash among them', async () => {
    api.broker.declareVhost({ name: 'team/ä' });
    const answer = await api.get(`/vhosts/${encodeURIComponent('team/ä')}`);
    expect(answer.json).to.deep.include({ name: 'team/ä' });
  });

  it('may end in a slash, and distinguish upper case from lower case', async () => {
    expect((await api.get('/vhosts/')).status).to.equal(200);
    expect((await api.get('/VHOSTS')).status).to.equal(404);
  });
});
