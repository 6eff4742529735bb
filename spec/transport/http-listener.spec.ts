import { expect } from 'chai';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpListener } from '../../src/transport/http-listener.js';

const HOST = '127.0.0.1';

function listenerFor(text: string): HttpListener {
  return new HttpListener({
    handler: (request, response) => {
      response.end(`${text} ${request.url ?? ''}`);
    },
    requestTimeoutMs: 5_000,
    onFailed: (error) => {
      throw error;
    },
  });
}

describe('An HTTP listener', () => {
  it('gives requests to its handler, on a free port for 0', async () => {
    const listener = listenerFor('hello');
    const { host, port } = await listener.listen(HOST, 0, '--some-port');
    const response = await fetch(`http://${host}:${port}/path`);
    expect(await response.text()).to.equal('hello /path');
    listener.close();
    expect(await fetch(`http://${host}:${port}/`).catch(() => 'refused')).to.equal('refused');
  });

  it('is a socket that its owner alone may use, and is gone when it is closed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'));
    const path = join(folder, 'a.sock');
    const listener = listenerFor('hello');
    await listener.listenOn(path, 0o600);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    const [answer] = (await once(get({ socketPath: path }), 'response')) as [IncomingMessage];
    expect(answer.statusCode).to.equal(200);
    answer.resume();
    listener.close();
    expect(existsSync(path)).to.equal(false);
    rmSync(folder, { recursive: true });
  });

  it('tells which option chooses the port, when another process has it', async () => {
    const first = listenerFor('first');
    const { port } = await first.listen(HOST, 0, '--some-port');
    const second = listenerFor('second');
    const reason = await second.listen(HOST, port, '--some-port').catch(String);
    expect(reason).to.include('choose another port with --some-port');
    first.close();
    second.close();
  });
});
