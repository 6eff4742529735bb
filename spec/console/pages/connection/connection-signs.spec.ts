import { expect } from 'chai';
import {
  signsOf,
  UNSENT_BYTES_MAX,
} from '../../../../src/console/pages/connection/connection-signs.js';

describe('What keeps a connection from going on', () => {
  const titlesOf = (connection: Partial<Parameters<typeof signsOf>[0]>): string[] =>
    signsOf({ state: 'running', send_pend: 0, ...connection }).map(({ title }) => title);

  it('is nothing where it runs, and reads what it is sent', () => {
    expect(titlesOf({})).to.deep.equal([]);
    expect(titlesOf({ send_pend: UNSENT_BYTES_MAX - 1 })).to.deep.equal([]);
  });

  it('is an alarm, in AMQP’s words', () => {
    const blocked_reason = 'low on memory';
    expect(titlesOf({ state: 'blocked', blocked_reason })).to.deep.equal([
      'Blocked: low on memory.',
    ]);
    expect(titlesOf({ state: 'blocking', blocked_reason })).to.deep.equal([
      'An alarm is on: low on memory.',
    ]);
    expect(titlesOf({ state: 'blocked' })).to.deep.equal(['Blocked: an alarm is on.']);
  });

  it('is flow control, its end, or that it reads slowly', () => {
    expect(titlesOf({ state: 'flow' })).to.deep.equal(['In flow control.']);
    expect(titlesOf({ state: 'closing', send_pend: UNSENT_BYTES_MAX })).to.deep.equal([
      'Closing.',
      'It reads slowly.',
    ]);
  });
});
