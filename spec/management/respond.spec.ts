import { expect } from 'chai';
import { TestManagement } from '../support/test-management.js';

describe('An answer without a body', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  it('has neither type nor content, and says whether a PUT made something', async () => {
    const { status, headers, text } = await api.send('PUT', '/vhosts/a', { body: {} });
    expect({ status, text }).to.deep.equal({ status: 201, text: '' });
    expect(headers.get('content-length')).to.equal('0');
    expect(headers.get('content-type')).to.equal(null);
    expect((await api.send('PUT', '/vhosts/a', { body: {} })).status).to.equal(204);
  });
});
