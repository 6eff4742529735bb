import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('/api/stop', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('asks for the end of the broker, and tells which process is to end', async () => {
    api.isOwner = true;
    const { status, json } = await api.send('POST', '/stop', { as: null });
    expect([status, json]).to.deep.equal([200, { pid: process.pid }]);
    expect(api.stopCount).to.equal(1);
  });

  it('is not for administrators, who may be anywhere', async () => {
    const { status, json } = await api.send('POST', '/stop');
    const reason = 'only the owner of the data folder may stop the broker';
    expect([status, json]).to.deep.equal([401, { error: 'not_authorised', reason }]);
    expect(api.stopCount).to.equal(0);
  });
});
