import { expect } from 'chai';
import { fateOf } from '../../../../src/console/pages/trace/fate.js';

type State = 'open' | 'done' | 'cut';

/** Of copies as "kind queue" or "kind queue no-ack". */
function fate(copies: readonly string[], whole = 'routed', state: State = 'open') {
  const given = copies.map((each, index) => {
    const [kind = '', queue = '', noAck] = each.split(' ');
    return { place: index + 1, kind, queue, at: 0, no_ack: noAck === 'no-ack' };
  });
  return fateOf({ whole, copies: given, state });
}

describe('The fate of a traced message', () => {
  it('is that of its copy', () => {
    expect(fate(['queued orders'])).to.eql({ text: 'waits in orders', tone: 'warn' });
    expect(fate(['delivered orders'])).to.eql({ text: 'with a consumer of orders', tone: '' });
    expect(fate(['delivered orders no-ack'])).to.eql({
      text: 'delivered from orders',
      tone: 'good',
    });
    expect(fate(['acknowledged orders'])).to.eql({ text: 'acknowledged in orders', tone: 'good' });
    expect(fate(['expired orders'])).to.eql({ text: 'expired in orders', tone: 'bad' });
  });

  it('is that of where it has gone on', () => {
    const text = 'waits in dead';
    expect(fate(['dead_lettered orders', 'queued dead'])).to.eql({ text, tone: 'warn' });
    expect(fate(['dead_lettered orders'])).to.eql({
      text: 'dead-lettered from orders to nowhere',
      tone: 'bad',
    });
  });

  it('counts copies that have the same, and is first of all the worst of several', () => {
    const copies = ['acknowledged a', 'queued b', 'acknowledged a'];
    expect(fate(copies)).to.eql({ text: 'waits in b, and 1 more', tone: 'warn' });
    expect(fate(['acknowledged a', 'acknowledged a']).text).to.equal('acknowledged in a (2)');
  });

  it('is told where no queue took it, or a full one refused it', () => {
    expect(fate([], 'unroutable').text).to.equal('no queue took it');
    expect(fate(['queued a'], 'refused')).to.eql({
      text: 'refused: the queue is full, and 1 more',
      tone: 'bad',
    });
    expect(fate([], 'delivered').text).to.equal('with the consumer of the reply');
    expect(fate([])).to.eql({ text: 'published', tone: '' });
  });

  it('is the last that was seen, if the trace ended before', () => {
    expect(fate(['queued a'], 'routed', 'cut')).to.eql({
      text: 'last seen: waits in a',
      tone: 'warn',
    });
  });

  it('shows what it does not know as it is', () => {
    expect(fate(['vanished a'])).to.eql({ text: 'vanished a', tone: '' });
  });
});
