import { expect } from 'chai';
import { basicAuthorization, Session, SESSION_MS } from '../../../src/console/api/session.js';

const ADA = { name: 'ada', tags: ['monitoring'], authorization: 'Basic YQ==' };

describe('A session of the console', () => {
  let stored: Map<string, string>;
  let now: number;
  const open = (): Session =>
    new Session(
      {
        getItem: (key) => stored.get(key) ?? null,
        setItem: (key, value) => stored.set(key, value),
        removeItem: (key) => stored.delete(key),
      },
      () => now,
    );
  beforeEach(() => {
    stored = new Map();
    now = 1_000;
  });

  it('begins with nobody, and tells when somebody comes and goes', () => {
    const session = open();
    const states: string[] = [];
    session.listeners.add(() => states.push(session.state));
    expect(session.state).to.equal('out');
    session.enter(ADA);
    session.leave();
    expect(states).to.deep.equal(['in', 'out']);
    expect(session.login).to.equal(undefined);
    expect(stored.size).to.equal(0);
  });

  it('outlives a reload of the page', () => {
    open().enter(ADA);
    expect(open().login).to.deep.include(ADA);
    expect(open().state).to.equal('in');
  });

  it('keeps who it was when it expires, but not the password', () => {
    const session = open();
    session.enter(ADA);
    session.expire();
    expect(session.state).to.equal('expired');
    expect(session.login?.name).to.equal('ada');
    expect(stored.size).to.equal(0);
  });

  it('expires when it is too old, open or stored', () => {
    const session = open();
    session.enter(ADA);
    now += SESSION_MS;
    session.checkAge();
    expect(session.state).to.equal('in');
    now++;
    session.checkAge();
    expect(session.state).to.equal('expired');
  });

  it('takes nothing for a login that is none', () => {
    for (const text of ['', '{', 'null', '{"name":"ada"}', '[]']) {
      stored.set('leveret.login', text);
      expect(open().state, text).to.equal('out');
    }
  });

  it('puts names and passwords of any script into the header', () => {
    const header = basicAuthorization('ada', 'žluť 🐇');
    const text = Buffer.from(header.replace('Basic ', ''), 'base64').toString('utf8');
    expect(text).to.equal('ada:žluť 🐇');
  });
});
