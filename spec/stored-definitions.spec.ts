import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Log } from '../src/log.js';
import { Server } from '../src/server.js';
import { MemoryStore } from '../src/store/memory.js';

describe('The definitions that a broker loads at its start', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  function build(document: string): { server: Server; log: string[]; path: string } {
    const path = join(folder, 'definitions.json');
    writeFileSync(path, document);
    const log: string[] = [];
    const server = new Server({
      host: '127.0.0.1',
      port: 0,
      management: { host: '127.0.0.1', port: 0 },
      store: new MemoryStore(),
      log: new Log(
        'info',
        (line) => log.push((JSON.parse(line) as { message: string }).message),
        () => 0,
      ),
      version: '0.0.0',
      onFailed: () => {},
      loadDefinitions: path,
    });
    return { server, log, path };
  }

  it('are there before anybody connects; with a user of theirs there is no guest', async () => {
    const users = [{ name: 'alice', password: 'secret', tags: 'administrator' }];
    const { server, log } = build(JSON.stringify({ users, vhosts: [{ name: 'shop' }] }));
    const { management } = await server.start();
    const get = (as: string) =>
      fetch(`http://127.0.0.1:${management?.port}/api/vhosts/shop`, {
        headers: { authorization: `Basic ${btoa(as)}` },
      });
    expect((await get('alice:secret')).status).to.equal(200);
    expect((await get('guest:guest')).status).to.equal(401);
    expect(log).to.include('definitions were imported');
    await server.stop();
  });

  it('keep the broker from starting when they cannot be', async () => {
    const { server, path } = build('{nope');
    const error = await server.start().catch((reason: unknown) => String(reason));
    expect(error).to.contain(`cannot import the definitions in ${path}`);
  });
});
