import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('What a client of the HTTP API accepts', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  for (const accept of ['application/json', '*/*', 'text/html, */*;q=0.1', 'text/event-stream']) {
    it(`may be ${accept}`, async () => {
      expect((await api.get('/whoami', { headers: { accept } })).status).to.equal(200);
    });
  }

  it('is JSON or is answered with 406 and nothing else', async () => {
    const { status, text } = await api.get('/whoami', { headers: { accept: 'text/html' } });
    expect({ status, text }).to.deep.equal({ status: 406, text: '' });
  });
});
