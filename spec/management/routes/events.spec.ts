import { expect } from 'chai';
import { LISTENER_COUNT_MAX } from '../../../src/management/event-stream.js';
import { TestManagement } from '../../support/test-management.js';

const AUTHORIZATION = `Basic ${Buffer.from('guest:guest').toString('base64')}`;

describe('GET /api/events', () => {
  let api: TestManagement;
  let closing: AbortController;
  beforeEach(async () => {
    api = await new TestManagement().start();
    closing = new AbortController();
  });
  afterEach(async () => {
    closing.abort();
    await api.stop();
  });

  function listen(headers: Record<string, string> = {}): Promise<Response> {
    const { signal } = closing;
    const options = { headers: { authorization: AUTHORIZATION, ...headers }, signal };
    return fetch(`${api.url}/api/events`, options);
  }

  /** Until the text has this in it. */
  async function readUntil(response: Response, end: string): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      if (text.includes(end)) return text;
    }
    return text;
  }

  it('tells what happens, for as long as somebody listens', async () => {
    const response = await listen();
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('text/event-stream');
    api.broker.declareVhost({ name: 'v' });
    const text = await readUntil(response, '"name":"v"');
    expect(text).to.match(/^retry: 3000\n\nid: \w+-1\nevent: vhost.created\ndata: \{/);
  });

  it('gives those who come back what they have missed', async () => {
    const response = await listen();
    api.broker.declareVhost({ name: 'v' });
    const text = await readUntil(response, '"name":"v"');
    const id = /^id: (.*)$/m.exec(text)?.[1] ?? '';
    api.broker.declareVhost({ name: 'w' });
    const again = await readUntil(await listen({ 'last-event-id': id }), '"name":"w"');
    expect(again).to.include('event: vhost.created').and.not.include('"name":"v"');
  });

  it('has room again when listeners go', async () => {
    for (let count = 0; count < LISTENER_COUNT_MAX; count++) await listen();
    expect((await listen()).status).to.equal(503);
    closing.abort();
    closing = new AbortController();
    let status = 503;
    while (status === 503) ({ status } = await listen());
    expect(status).to.equal(200);
  });

  it('takes no more listeners than it may have', async () => {
    for (let count = 0; count < LISTENER_COUNT_MAX; count++) await listen();
    const answer = await api.get('/events');
    expect(answer).to.deep.include({ status: 503 });
    expect(answer.text).to.include('"error":"unavailable"');
  });

  it('is for those who have logged in', async () => {
    expect((await api.get('/events', { as: null })).status).to.equal(401);
    expect((await api.send('HEAD', '/events')).status).to.equal(200);
  });
});
