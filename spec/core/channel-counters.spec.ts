import { expect } from 'chai';
import { ChannelCounters } from '../../src/core/channel-counters.js';

describe('The counters of a channel', () => {
  it('take for delivered what consumers and gets were given, acknowledged or not', () => {
    const counters = new ChannelCounters();
    expect(counters.delivered).to.equal(0);
    counters.consumed = 1;
    counters.consumedNoAck = 20;
    counters.got = 300;
    counters.gotNoAck = 4_000;
    counters.getEmpty = 5;
    counters.redelivered = 6;
    expect(counters.delivered).to.equal(4_321);
  });
});
