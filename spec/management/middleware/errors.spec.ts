import { expect } from 'chai';
import { BrokerError, type FaultKind } from '../../../src/core/errors.js';
import { ApiError } from '../../../src/management/api-error.js';
import { MemoryStore } from '../../../src/store/memory.js';
import { TestManagement } from '../../support/test-management.js';

/** An API whose every change ends in this. */
async function failingWith(fault: Error): Promise<TestManagement> {
  return new TestManagement(new MemoryStore(), { durably: () => Promise.reject(fault) }).start();
}

describe('A request that fails', () => {
  let api: TestManagement;
  afterEach(() => api.stop());

  const kinds: readonly [FaultKind, number, string][] = [
    ['not-found', 404, 'not_found'],
    ['precondition-failed', 400, 'bad_request'],
    ['resource-locked', 400, 'bad_request'],
    ['not-allowed', 400, 'bad_request'],
  ];
  for (const [kind, status, error] of kinds) {
    it(`because the broker says ${kind} has status ${status} and the broker's words`, async () => {
      api = await failingWith(new BrokerError(kind, 'the words'));
      const answer = await api.send('PUT', '/vhosts/a');
      expect(answer.status).to.equal(status);
      expect(answer.json).to.deep.equal({ error, reason: 'the words' });
      expect(api.log).to.deep.equal([]);
    });
  }

  it('because the broker refuses access says no more of it, as RabbitMQ does', async () => {
    api = await failingWith(new BrokerError('access-refused', 'access to ... refused'));
    const { status, json } = await api.send('PUT', '/vhosts/a');
    expect(status).to.equal(401);
    expect(json).to.deep.equal({ error: 'not_authorised', reason: 'Access refused.' });
  });

  it('by a bug or a disk says so to the log, and not to the client', async () => {
    const fault = new Error('the disk is gone');
    api = await failingWith(fault);
    const answer = await api.send('PUT', '/vhosts/a');
    expect(answer.status).to.equal(500);
    expect(answer.json).to.deep.equal({ error: 'internal_error', reason: 'Internal Server Error' });
    expect(api.log).to.deep.equal([
      { message: 'a request failed', method: 'PUT', path: '/api/vhosts/a', error: fault },
    ]);
  });

  it('for now says in a header when to try again', async () => {
    api = await failingWith(new ApiError(503, 'busy', 'later', 7));
    expect((await api.send('PUT', '/vhosts/a')).headers.get('retry-after')).to.equal('7');
    await api.stop();
    api = await failingWith(new ApiError(503, 'broken', 'never'));
    expect((await api.send('PUT', '/vhosts/a')).headers.get('retry-after')).to.equal(null);
  });

  it('because of a refusal of the API itself is no news for the log', async () => {
    api = await failingWith(ApiError.blocked('disk'));
    const { status } = await api.send('PUT', '/vhosts/a');
    expect([status, api.log]).to.deep.equal([503, []]);
  });
});
