import { expect } from 'chai';
import { DeathCounters } from '../../../src/core/queue/death-counters.js';

describe('The counters of deaths', () => {
  it('are kept by type of queue, by what it does with dead letters, and by reason', () => {
    const counters = new DeathCounters();
    counters.note('classic', 'disabled', 'expired');
    counters.note('classic', 'disabled', 'expired');
    counters.note('quorum', 'at_least_once', 'rejected');
    counters.noteTaken('quorum');
    expect(counters.count('classic', 'disabled', 'expired')).to.equal(2);
    expect(counters.count('quorum', 'disabled', 'expired')).to.equal(0);
    expect(counters.count('quorum', 'at_least_once', 'rejected')).to.equal(1);
    counters.note('classic', 'at_most_once', 'maxlen');
    expect(counters.deadLettered, 'without those that were dropped').to.equal(2);
    expect([counters.taken('classic'), counters.taken('quorum')]).to.eql([0, 1]);
  });
});
