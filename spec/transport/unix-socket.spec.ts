import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestListener } from '../support/test-listener.js';

/** Listens and dies without clearing away. */
const DYING = `
  require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 9));
`;

describe('A Unix socket', () => {
  let folder: string;
  let path: string;
  let test: TestListener;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'));
    path = join(folder, 'broker.sock');
    test = new TestListener({}, { unixPath: path });
  });
  afterEach(async () => {
    await test.stop();
    rmSync(folder, { recursive: true });
  });

  it('takes connections, which are numbered and near', async () => {
    await test.listener.listenOn(path, 0o660);
    const client = connect(path);
    client.write('hello');
    const session = await test.protocol.session();
    await session.untilEvent('data');
    expect(session.text).to.equal('hello');
    expect(session.transport.name).to.equal(`unix:1 -> unix:${path}`);
    expect(session.transport.isLoopback).to.equal(true);
    expect(session.transport.peer).to.deep.equal({ host: '', port: 0 });
    expect(session.transport.own).to.deep.equal({ host: path, port: 0 });
    client.end();
    await session.untilEvent('closed');
  });

  it('has the permissions that it is given', async () => {
    await test.listener.listenOn(path, 0o600);
    expect(statSync(path).mode & 0o777).to.equal(0o600);
  });

  it('is gone when the broker has stopped', async () => {
    await test.listener.listenOn(path, 0o660);
    await test.close();
    expect(existsSync(path)).to.equal(false);
  });

  it('takes the place of one whose broker died', async () => {
    spawnSync(process.execPath, ['-e', DYING, path]);
    expect(existsSync(path)).to.equal(true);
    await test.listener.listenOn(path, 0o660);
    const client = connect(path);
    await once(client, 'connect');
    client.destroy();
  });

  async function refusal(at = path): Promise<string> {
    const second = new TestListener({}, { unixPath: at });
    return second.listener.listenOn(at, 0o660).then(() => 'listens', String);
  }

  it('is refused where somebody listens', async () => {
    await test.listener.listenOn(path, 0o660);
    expect(await refusal()).to.equal(
      `Error: cannot listen on ${path}: another process does; stop it or choose another path`,
    );
    expect(existsSync(path)).to.equal(true);
  });

  it('is refused where a file is, which stays', async () => {
    writeFileSync(path, 'precious');
    expect(await refusal()).to.contain('it is a file, and no socket');
    expect(existsSync(path)).to.equal(true);
  });

  it('is refused where no folder is, or the path is too long', async () => {
    expect(await refusal(join(folder, 'no', 'a.sock'))).to.contain('there is no such folder');
    expect(await refusal(join(folder, 'x'.repeat(100)))).to.contain('may have 103 octets');
  });
});
