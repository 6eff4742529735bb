import { expect } from 'chai';
import { LetterGroups } from '../../../src/core/replay/letter-groups.js';

describe('The groups of letters of a replay', () => {
  const origin = { queue: 'work', reason: 'rejected', exchange: '', routingKey: 'work' };

  it('are counted by origin, reason, target and outcome', () => {
    const groups = new LetterGroups();
    groups.count(origin, 'work', 'replayed');
    groups.count(origin, 'work', 'replayed');
    groups.count(origin, 'work', 'refused');
    groups.count({ ...origin, reason: 'expired' }, 'work', 'replayed');
    groups.count(undefined, undefined, 'unknown');
    const common = { fromQueue: 'work', reason: 'rejected', target: 'work' };
    expect([...groups.all()]).to.eql([
      { ...common, outcome: 'replayed', messageCount: 2 },
      { ...common, outcome: 'refused', messageCount: 1 },
      { ...common, reason: 'expired', outcome: 'replayed', messageCount: 1 },
      {
        fromQueue: undefined,
        reason: undefined,
        target: undefined,
        outcome: 'unknown',
        messageCount: 1,
      },
    ]);
  });

  it('are a thousand at most, whatever headers say', () => {
    const groups = new LetterGroups();
    for (let index = 0; index < 1_001; index++) {
      groups.count({ ...origin, queue: `q${index}` }, 'work', 'replayed');
    }
    groups.count({ ...origin, queue: 'q0' }, 'work', 'replayed');
    const all = [...groups.all()];
    expect(all).to.have.lengthOf(1_000);
    expect(all[0]).to.include({ fromQueue: 'q0', messageCount: 2 });
  });
});
