import { expect } from 'chai';
import { TestManagement } from '../../support/test-management.js';

describe('GET /api/whoami', () => {
  it('tells the name and the tags of whoever asks', async () => {
    const api = await new TestManagement().start();
    const { json } = await api.get('/whoami');
    expect(json).to.deep.equal({ name: 'guest', tags: ['administrator'] });
    await api.stop();
  });
});
