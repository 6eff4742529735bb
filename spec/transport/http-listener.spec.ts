import { expect } from 'chai';
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
