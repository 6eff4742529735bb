import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('Each answer of the HTTP API', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  for (const path of ['/whoami', '/vhosts/none', '/nothing']) {
    it(`is JSON that no browser keeps, guesses or runs: ${path}`, async () => {
      const { headers } = await api.get(path);
      expect(headers.get('content-type')).to.equal('application/json');
      expect(headers.get('cache-control')).to.equal('no-cache');
      expect(headers.get('vary')).to.equal('accept, accept-encoding, origin');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.contain("default-src 'none'");
    });
  }

  it('lets no other web page read it, and sets no cookie', async () => {
    const { headers } = await api.get('/whoami');
    expect(headers.get('access-control-allow-origin')).to.equal(null);
    expect(headers.get('set-cookie')).to.equal(null);
  });
});
