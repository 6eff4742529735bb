import { expect } from 'chai';
import { VhostCounters } from '../../src/core/vhost-counters.js';

describe('The counters of a vhost', () => {
  it('keep what connections have sent and received that are gone', () => {
    const counters = new VhostCounters();
    const traffic = { receivedCount: 1, sentCount: 1, pendingBytes: 0 };
    counters.noteClientGone({ receivedBytes: 3, sentBytes: 4, ...traffic });
    counters.noteClientGone({ receivedBytes: 10, sentBytes: 20, ...traffic });
    expect([counters.receivedBytesGone, counters.sentBytesGone]).to.deep.equal([13, 24]);
  });
});
