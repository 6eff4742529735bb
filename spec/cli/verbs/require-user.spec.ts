import { expect } from 'chai';
import { Api } from '../../../src/cli/api.js';
import { Failure } from '../../../src/cli/failure.js';
import { requireUser } from '../../../src/cli/verbs/require-user.js';
import { ScriptedApi } from '../../support/scripted-api.js';

describe('A user that a verb needs', () => {
  it('is what the API says, or a failure with the exit code of rabbitmqctl', async () => {
    const scripted = new ScriptedApi();
    await scripted.listen();
    scripted.answers = { 'GET users/a%2Fb': { tags: ['monitoring'] } };
    const api = new Api({ url: new URL(scripted.url), timeoutMs: 10_000 });
    expect(await requireUser(api, 'a/b')).to.deep.equal({ tags: ['monitoring'] });
    const failure: unknown = await requireUser(api, 'bob').catch((error: unknown) => error);
    scripted.close();
    expect(failure).to.be.instanceOf(Failure);
    expect(failure).to.include({ kind: 'noUser', message: 'User "bob" does not exist' });
  });
});
