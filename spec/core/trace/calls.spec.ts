import { expect } from 'chai';
import { Calls } from '../../../src/core/trace/calls.js';
import { digestOf } from '../../../src/core/trace/message-digest.js';
import { Way } from '../../../src/core/trace/way.js';
import { message, type MessageRequest } from '../../support/core-builders.js';

describe('Requests that wait for their reply', () => {
  let calls: Calls;
  beforeEach(() => (calls = new Calls()));

  const ask = (request: MessageRequest): Way => {
    const asked = message(request);
    const way = new Way(digestOf(asked), 0);
    calls.await(way, asked);
    return way;
  };

  it('are found by what comes to where the reply is to go, with the same correlation id', () => {
    const way = ask({ correlationId: 'c', replyTo: 'replies' });
    const reply = { routingKey: 'replies', correlationId: 'c' };
    expect(calls.find(message(reply))).to.equal(way);
    for (const other of [{ routingKey: 'r' }, { correlationId: 'd' }, { exchange: 'x' }]) {
      expect(calls.find(message({ ...reply, ...other }))).to.equal(undefined);
    }
    expect(calls.find(message({ routingKey: 'replies' }))).to.equal(undefined);
  });

  it('are messages with both alone', () => {
    ask({ correlationId: 'c' });
    ask({ replyTo: 'replies' });
    ask({ correlationId: 'c', replyTo: '' });
    expect(calls.size).to.equal(0);
  });

  it('are forgotten, but not when another has taken the place', () => {
    const request = { correlationId: 'c', replyTo: 'replies' };
    const [first, second] = [ask(request), ask(request)];
    calls.forget(first);
    const reply = message({ routingKey: 'replies', correlationId: 'c' });
    expect(calls.find(reply)).to.equal(second);
    calls.forget(second);
    calls.forget(second);
    expect([calls.size, calls.find(reply)]).to.eql([0, undefined]);
  });
});
