import { expect } from 'chai';
import { once } from 'node:events';
import type { WebListenerOptions } from '../../src/transport/web-listener.js';
import { TestWebListener } from '../support/test-web-listener.js';

describe('The HTTP port', () => {
  let test: TestWebListener;
  afterEach(() => test.stop());

  async function start(options: Partial<WebListenerOptions> = {}): Promise<void> {
    test = new TestWebListener(options);
    await test.start();
  }

  async function refusal(path: string, headers: Record<string, string> = {}): Promise<string> {
    const [error] = (await once(test.dial(path, headers), 'error')) as [Error];
    return error.message;
  }

  it('answers a plain request with 404 in JSON, as long as nobody handles it', async () => {
    await start();
    const response = await fetch(`http://127.0.0.1:${test.port}/api/overview`);
    expect(response.status).to.equal(404);
    expect(response.headers.get('content-type')).to.equal('application/json');
    expect(await response.json()).to.deep.equal({
      error: 'Object Not Found',
      reason: 'Not Found',
    });
  });

  it('hands plain requests to the handler that it is given', async () => {
    await start({ handler: (request, response) => response.end(`this is ${request.url}`) });
    const response = await fetch(`http://127.0.0.1:${test.port}/page`);
    expect(await response.text()).to.equal('this is /page');
  });

  it('tells the handler whether a request comes from this machine', async () => {
    await start({ handler: (_request, response, isLoopback) => response.end(`${isLoopback}`) });
    const url = `http://127.0.0.1:${test.port}/`;
    expect(await (await fetch(url)).text()).to.equal('true');
    const headers = { 'x-forwarded-for': '10.0.0.1' };
    expect(await (await fetch(url, { headers })).text()).to.equal('false');
  });

  it('refuses a request that a page of another site makes, and says so to the log', async () => {
    await start({ handler: (_request, response) => response.end('reached') });
    const response = await fetch(`http://127.0.0.1:${test.port}/api/vhosts/x`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    expect(response.status).to.equal(403);
    expect(await response.json()).to.deep.include({ error: 'not_authorised' });
    expect(test.log.join()).to.contain('a page of "https://evil.example" may not connect');
  });

  for (const path of ['/', '/ws', '/ws/', '/ws/amqp', '/ws?x=1']) {
    it(`opens a WebSocket at ${path}`, async () => {
      await start();
      const client = test.dial(path);
      await once(client, 'open');
      const { transport } = await test.protocol.session();
      expect(transport.name).to.match(new RegExp(`^127\\.0\\.0\\.1:\\d+ -> 127.*:${test.port}$`));
      expect(transport.isLoopback).to.equal(true);
    });
  }

  it('opens none elsewhere', async () => {
    await start();
    expect(await refusal('/api/ws')).to.contain('404');
    expect(test.protocol.sessions).to.deep.equal([]);
  });

  it('chooses the subprotocol amqp where it is offered, and none where not', async () => {
    await start();
    const client = test.dial('/ws', {}, ['mqtt', 'amqp']);
    await once(client, 'open');
    expect(client.protocol).to.equal('amqp');
    expect((await test.connect()).protocol).to.equal('');
  });

  it('refuses the pages of other sites, and says so', async () => {
    await start();
    expect(await refusal('/ws', { origin: 'https://evil.example' })).to.contain('403');
    expect(test.log[0]).to.match(/: a page of "https:\/\/evil\.example" may not connect$/);
  });

  it('takes those of sites that are listed', async () => {
    await start({ origins: ['app.example'] });
    await once(test.dial('/ws', { origin: 'https://app.example' }), 'open');
    expect((await test.protocol.session()).transport.isLoopback).to.equal(true);
  });

  it('takes nobody behind a proxy for somebody on this machine', async () => {
    await start();
    await once(test.dial('/ws', { 'x-forwarded-for': '192.0.2.1' }), 'open');
    expect((await test.protocol.session()).transport.isLoopback).to.equal(false);
  });

  it('gives the place of a handshake that fails back', async () => {
    await start();
    for (let count = 0; count < 20; count++) {
      const headers = { connection: 'Upgrade', upgrade: 'websocket' };
      const error = await fetch(`http://127.0.0.1:${test.port}/ws`, { headers }).then(
        ({ status }) => status,
        () => 400,
      );
      expect(error).to.be.within(400, 499);
    }
    await test.connect();
    expect(test.log).to.deep.equal([]);
  });
});
