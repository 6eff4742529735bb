import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import Koa from 'koa';
import { consoleFiles } from '../../src/management/console-files.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

const SCRIPT = 'console.log(1);'.repeat(20);

describe('The files of the console', () => {
  const folder = useTemporaryFolder();
  let server: Server;
  let url: string;

  beforeEach(async () => {
    const app = new Koa();
    app.use(consoleFiles(join(folder(), 'site')));
    app.use((ctx) => {
      ctx.status = 404;
      ctx.body = 'the API';
    });
    server = createServer((message, response) => void app.callback()(message, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    // An address of TCP, for it listens on one.
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  function build(): void {
    mkdirSync(join(folder(), 'site/assets'), { recursive: true });
    const write = (name: string, content: string): void => {
      writeFileSync(join(folder(), 'site', name), content);
      writeFileSync(join(folder(), 'site', `${name}.gz`), gzipSync(content));
    };
    write('index.html', '<!doctype html>');
    write('assets/index-1.mjs', SCRIPT);
    writeFileSync(join(folder(), 'secret'), 'secret');
  }

  /** As it is: fetch would tidy the path up, and ask for no caching. */
  function statusOf(path: string, headers = {}): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      request({ hostname, port, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
  }

  it('are served with their type, the page under /', async () => {
    build();
    const page = await fetch(`${url}/`);
    expect(page.status).to.equal(200);
    expect(page.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    expect(await page.text()).to.equal('<!doctype html>');
    const script = await fetch(`${url}/assets/index-1.mjs`);
    expect(script.headers.get('content-type')).to.equal('text/javascript; charset=utf-8');
    expect(await script.text()).to.equal(SCRIPT);
  });

  it('are kept for ever, all but the page, which is asked for again', async () => {
    build();
    const script = await fetch(`${url}/assets/index-1.mjs`);
    expect(script.headers.get('cache-control')).to.include('immutable');
    const page = await fetch(`${url}/`);
    expect(page.headers.get('cache-control')).to.equal('no-cache');
    const headers = { 'if-none-match': page.headers.get('etag') ?? '' };
    expect(await statusOf('/', headers)).to.equal(304);
  });

  it('allow nothing inline and nothing from elsewhere', async () => {
    build();
    const policy = (await fetch(`${url}/`)).headers.get('content-security-policy');
    expect(policy).to.match(/^default-src 'self'; /);
    expect(policy).not.to.include('unsafe');
  });

  it('come compressed to those who take that, and as they are to others', async () => {
    build();
    const path = `${url}/assets/index-1.mjs`;
    const gzipped = await fetch(path, { headers: { 'accept-encoding': 'gzip' } });
    expect(gzipped.headers.get('content-encoding')).to.equal('gzip');
    const plain = await fetch(path, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).to.equal(null);
    expect(await plain.text()).to.equal(SCRIPT);
  });

  it('take GET and HEAD only', async () => {
    build();
    expect((await fetch(`${url}/`, { method: 'HEAD' })).status).to.equal(200);
    const post = await fetch(`${url}/`, { method: 'POST' });
    expect({ status: post.status, allow: post.headers.get('allow') }).to.deep.equal({
      status: 405,
      allow: 'HEAD, GET',
    });
  });

  it('are none but those in the folder', async () => {
    build();
    for (const path of [
      '/assets/../../secret',
      '/assets/..%2f..%2fsecret',
      '/assets/%2e%2e/%2e%2e/secret',
      '/assets//etc/passwd',
      '/assets/',
      '/assets/index-1.mjs.gz',
    ]) {
      expect(await statusOf(path), path).to.equal(404);
    }
  });

  it('leave every other path to the API', async () => {
    build();
    for (const path of ['/api/overview', '/metrics', '/index.html', '/assets/other.mjs']) {
      expect(await (await fetch(`${url}${path}`)).text(), path).to.equal('the API');
    }
  });

  it('are said to be missing until they are built', async () => {
    const missing = await fetch(`${url}/`);
    expect(missing.status).to.equal(404);
    expect(missing.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    expect(await missing.text()).to.include('npm run build');
    build();
    expect((await fetch(`${url}/`)).status).to.equal(200);
  });
});
