import { expect } from 'chai';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, path } from '../../src/cli/api.js';
import { Failure } from '../../src/cli/failure.js';
import { ScriptedApi } from '../support/scripted-api.js';

describe('The command line’s way to the HTTP API', () => {
  let server: ScriptedApi;
  beforeEach(() => {
    server = new ScriptedApi();
  });
  afterEach(() => {
    server.close();
  });

  async function connect(prefix = ''): Promise<Api> {
    await server.listen();
    const url = new URL(server.url + prefix);
    return new Api({ url, user: 'ann', password: 'secret', timeoutMs: 5_000 });
  }

  const failure = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'none',
      (error: unknown) => error,
    );

  it('sends user, password and JSON, and reads JSON', async () => {
    const api = await connect();
    server.answers = { 'PUT users/bob': 204, 'GET whoami': { name: 'ann' } };
    expect(await api.put('users/bob', { tags: 'ä' })).to.equal(undefined);
    expect(await api.get('whoami')).to.deep.equal({ name: 'ann' });
    const [put] = server.requests;
    expect(put?.body).to.deep.equal({ tags: 'ä' });
    expect(put?.headers.authorization).to.equal(`Basic ${btoa('ann:secret')}`);
  });

  it('keeps whatever signs are in names', () => {
    expect(path`queues/${'/'}/${'a b/ü?'}`).to.equal('queues/%2F/a%20b%2F%C3%BC%3F');
  });

  it('speaks for another user where it is told to', async () => {
    const api = await connect();
    server.answers = { 'GET whoami': {} };
    await api.as('bob', 'word').get('whoami');
    expect(server.requests[0]?.headers.authorization).to.equal(`Basic ${btoa('bob:word')}`);
  });

  it('speaks over a socket without a password', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'));
    const socketPath = join(folder, 'm.sock');
    await server.listen(socketPath);
    server.answers = { 'GET whoami': {} };
    await new Api({ url: new URL('http://localhost'), socketPath, timeoutMs: 5_000 }).get('whoami');
    expect(server.requests[0]?.headers.authorization).to.equal(undefined);
    rmSync(folder, { recursive: true });
  });

  it('finds nothing where there is nothing', async () => {
    const api = await connect();
    expect(await api.find('users/nobody')).to.equal(undefined);
  });

  const refusals: readonly [number, string, string][] = [
    [400, 'badData', 'why'],
    [401, 'notAllowed', 'why'],
    [404, 'badData', 'not found: queues//'],
    [500, 'software', 'why'],
    [503, 'unavailable', 'why'],
  ];
  for (const [status, kind, message] of refusals) {
    it(`fails as ${kind} on ${status}, in the broker's words`, async () => {
      const api = await connect();
      server.answers = { 'GET queues/%2F': status };
      const error = await failure(api.get('queues/%2F'));
      expect(error).to.be.instanceOf(Failure).and.include({ kind, message });
    });
  }

  it('fails as unavailable where nobody listens', async () => {
    const api = await connect();
    server.close();
    const error = await failure(api.get('whoami'));
    expect(error).to.include({ kind: 'unavailable' });
    expect(String(error)).to.match(/no broker at http:\/\/127\.0\.0\.1:\d+: .*; is it running\?/);
  });

  it('fails in time where nobody answers', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const api = new Api({ url: new URL(`http://127.0.0.1:${port}`), timeoutMs: 50 });
    expect(await failure(api.get('whoami'))).to.include({ kind: 'timeout' });
    silent.close();
  });

  it('refuses a list that is none', async () => {
    const api = await connect();
    server.answers = { 'GET queues': { no: 'list' } };
    expect(await failure(api.list('queues'))).to.include({ kind: 'software' });
  });
});
