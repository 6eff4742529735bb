import { expect } from 'chai';
import {
  Api,
  ApiFault,
  type Fetch,
  messageOf,
  path,
  whoIs,
} from '../../../src/console/api/client.js';
import { Session } from '../../../src/console/api/session.js';

describe('A request of the console', () => {
  let session: Session;
  let asked: { path: string; method: string; body?: string; authorization?: string }[];
  let heard: Readonly<Record<string, string>>;
  let answer: { status: number; text: string } | Error;

  const fetch: Fetch = (where, { method, body, headers }) => {
    const { authorization } = headers;
    heard = headers;
    asked.push({
      path: where,
      method,
      ...(body !== undefined && { body }),
      ...(authorization !== undefined && { authorization }),
    });
    if (answer instanceof Error) return Promise.reject(answer);
    const { status, text } = answer;
    return Promise.resolve({ status, text: () => Promise.resolve(text) });
  };

  beforeEach(() => {
    const storage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
    session = new Session(storage, () => 0);
    session.enter({ name: 'ada', tags: [], authorization: 'Basic x' });
    asked = [];
    answer = { status: 200, text: '{"a":1}' };
  });

  async function faultOf(promise: Promise<unknown>): Promise<ApiFault> {
    const fault = await promise.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (fault instanceof ApiFault) return fault;
    throw new Error('it did not fail');
  }

  it('goes below /api in the name of who is logged in', async () => {
    const api = new Api(fetch, session);
    expect(await api.get('/queues', { page: 2, name: 'a&b', none: undefined })).to.deep.equal({
      a: 1,
    });
    expect(asked).to.deep.equal([
      { path: '/api/queues?page=2&name=a%26b', method: 'GET', authorization: 'Basic x' },
    ]);
  });

  it('has more headers where they are wanted, but nobody else’s name', async () => {
    const headers = { 'x-reason': 'because', authorization: 'Basic y' };
    await new Api(fetch, session).send('DELETE', '/connections/a', undefined, headers);
    expect(heard).to.include({ 'x-reason': 'because', authorization: 'Basic x' });
  });

  it('sends JSON, and takes an empty answer for none', async () => {
    answer = { status: 204, text: '' };
    const sent = await new Api(fetch, session).send('POST', '/queues', { durable: true });
    expect(sent).to.equal(undefined);
    await new Api(fetch, session).send('POST', '/definitions', '{"queues": []}');
    expect(asked[1]?.body).to.equal('{"queues": []}');
    expect(asked[0]).to.include({ method: 'POST', body: '{"durable":true}' });
  });

  it('fails in the words of the broker', async () => {
    answer = { status: 400, text: '{"error":"bad_request","reason":"not like this"}' };
    const fault = await faultOf(new Api(fetch, session).get('/queues'));
    expect({ status: fault.status, text: messageOf(fault) }).to.deep.equal({
      status: 400,
      text: 'not like this',
    });
    answer = { status: 500, text: '<html>' };
    expect(messageOf(await faultOf(new Api(fetch, session).get('/')))).to.include('500');
  });

  it('says so when the broker does not answer', async () => {
    answer = new Error('refused');
    const fault = await faultOf(new Api(fetch, session).get('/queues'));
    expect(fault.status).to.equal(0);
    expect(fault.message).to.equal('The broker does not answer.');
  });

  it('ends the session when the login is not good any more, and not when one may not', async () => {
    answer = { status: 401, text: '{"error":"not_authorised","reason":"Access refused."}' };
    await faultOf(new Api(fetch, session).get('/queues'));
    expect(session.state).to.equal('in');
    answer = { status: 401, text: '{"error":"not_authorized","reason":"Login failed"}' };
    await faultOf(new Api(fetch, session).get('/queues'));
    expect(session.state).to.equal('expired');
  });

  it('is not sent without a login', async () => {
    session.leave();
    await faultOf(new Api(fetch, session).get('/queues'));
    expect(asked).to.deep.equal([]);
  });

  it('finds out who logs in, or why not', async () => {
    answer = { status: 200, text: '{"name":"ada","tags":["monitoring"]}' };
    expect(await whoIs(fetch, 'Basic y')).to.deep.equal({ name: 'ada', tags: ['monitoring'] });
    const refusals: readonly [string, RegExp][] = [
      ['Login failed', /Wrong user name or password/],
      ['Not management user', /no tag for the console/],
      ['User can only log in via localhost', /own machine only/],
    ];
    for (const [reason, words] of refusals) {
      answer = { status: 401, text: JSON.stringify({ reason }) };
      expect((await faultOf(whoIs(fetch, ''))).message).to.match(words);
    }
  });

  it('names things by paths in which each name is one part', () => {
    expect(path('/queues', '/', 'a/b c')).to.equal('/queues/%2F/a%2Fb%20c');
  });
});
