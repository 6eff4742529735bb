import { expect } from 'chai';
import {
  EMPTY_REPLAY,
  outcomeText,
  replaySummary,
  replayTerms,
  stateText,
} from '../../../../src/console/pages/queue/replay-request.js';

describe('A replay of the console', () => {
  it('asks for no more than was typed', () => {
    expect(replayTerms(EMPTY_REPLAY, true)).to.deep.equal({ dry_run: true });
    const form = { reason: 'expired', fromQueue: 'work', search: 'x', perSecond: '0.5' };
    expect(replayTerms(form, false)).to.deep.equal({
      reason: 'expired',
      from_queue: 'work',
      search: 'x',
      per_second: 0.5,
      dry_run: false,
    });
  });

  it('is not slow where it only tells', () => {
    const terms = replayTerms({ ...EMPTY_REPLAY, perSecond: '1' }, true);
    expect(terms).to.deep.equal({ dry_run: true });
  });

  it('says what is wrong with a pace', () => {
    for (const perSecond of ['fast', '0', '-1', 'Infinity']) {
      expect(() => replayTerms({ ...EMPTY_REPLAY, perSecond }, true), perSecond).to.throw(
        'Messages per second',
      );
    }
  });

  it('sums up what it did, or would do', () => {
    const counts = {
      state: 'finished',
      dry_run: false,
      target: null,
      replayed: 1_200,
      skipped: 1,
      refused: 2,
      denied: 3,
    } as const;
    expect(replaySummary(counts)).to.equal('Sent back: 1,200 messages. Left: 6.');
    expect(replaySummary({ ...counts, dry_run: true })).to.equal(
      'Would go back: 1,200 messages. Would stay: 6.',
    );
    const move = { ...counts, target: 'later', replayed: 1, skipped: 0, refused: 0, denied: 0 };
    expect(replaySummary(move)).to.equal('Moved: 1 message.');
    expect(replaySummary({ ...move, dry_run: true })).to.equal('Would move: 1 message.');
  });

  it('has words for its state, and for why letters stay', () => {
    expect(stateText({ state: 'queue_deleted' })).to.equal('ended: its queue was deleted');
    const text = (outcome: Parameters<typeof outcomeText>[0]['outcome'], isDryRun = false) =>
      outcomeText({ outcome, target: 'work' }, isDryRun);
    expect([text('replayed'), text('replayed', true)]).to.deep.equal(['sent', 'would go']);
    const stays = (['unknown', 'nowhere', 'refused', 'denied'] as const).map((each) => text(each));
    for (const words of stays) expect(words).to.match(/^stays: /);
    expect(new Set(stays)).to.have.property('size', 4);
    expect(text('gone')).to.equal('taken meanwhile');
  });
});
