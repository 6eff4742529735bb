import { expect } from 'chai';
import { BODY_SIZE_MAX } from '../../../src/management/middleware/body.js';
import { TestManagement } from '../../support/test-management.js';

const DOCUMENT = JSON.stringify({ vhosts: [{ name: 'uploaded' }] });

describe('An uploaded export', () => {
  let api: TestManagement;
  beforeEach(async () => (api = await new TestManagement().start()));
  afterEach(() => api.stop());

  const isThere = (): boolean => api.broker.vhost('uploaded') !== undefined;
  const post = (body: FormData | string) =>
    fetch(`${api.url}/api/definitions`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('guest:guest')}` },
      body,
    });

  it('is the body, whatever its type', async () => {
    expect((await post(DOCUMENT)).status).to.equal(204);
    expect(isThere()).to.equal(true);
  });

  it('is the file of a form', async () => {
    const form = new FormData();
    form.set('other', 'field');
    form.set('file', new Blob([DOCUMENT]), 'definitions.json');
    expect((await post(form)).status).to.equal(204);
    expect(isThere()).to.equal(true);
  });

  it('is no form without a file, and no form that cannot be read', async () => {
    const form = new FormData();
    form.set('other', DOCUMENT);
    expect((await post(form)).status).to.equal(400);
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const { status } = await api.send('POST', '/definitions', { body: DOCUMENT, headers });
    expect(status).to.equal(400);
    expect(isThere()).to.equal(false);
  });

  it('is bounded in size', async () => {
    const response = await post(' '.repeat(BODY_SIZE_MAX + 1));
    expect(response.status).to.equal(400);
    expect(await response.json()).to.deep.include({
      reason: 'Exceeded HTTP request body size limit',
    });
  });
});
