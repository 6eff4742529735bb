import { expect } from 'chai';
import type { PolicyPreviewJson } from '../../../../src/console/api/types.js';
import {
  countOfThings,
  effectNote,
  outcomeOf,
  summaryOf,
} from '../../../../src/console/pages/policies/preview-words.js';

const NONE = { matching: 0, in_force: 0, outranked: 0, unsupported: 0, changing: 0 };

describe('The words of a preview', () => {
  type Item = PolicyPreviewJson['items'][number];
  const item = (changes: Partial<Item>): Item => ({
    kind: 'queue',
    name: 'q',
    type: 'classic',
    outcome: 'in_force',
    policy_before: null,
    policy_after: 'p',
    priority_after: 0,
    differences: [],
    ...changes,
  });

  it('count queues and exchanges', () => {
    expect(countOfThings(1, 0)).to.equal('1 queue');
    expect(countOfThings(1_200, 2)).to.equal('1,200 queues and 2 exchanges');
    expect(countOfThings(0, 0)).to.equal('no queue and no exchange');
  });

  it('say what it matches, where it is in force, and what changes', () => {
    const words = (queues: Partial<typeof NONE>) => {
      const preview = { exchanges: NONE, items: [], truncated: false };
      const { matches, changes } = summaryOf({ ...preview, queues: { ...NONE, ...queues } });
      return [...matches, changes].join(' ');
    };
    expect(words({})).to.equal(
      'Matches no queue and no exchange. Nothing would be different from now.',
    );
    expect(words({ matching: 2, in_force: 2, changing: 1 })).to.equal(
      'Matches 2 queues. In force for all of them. Different from now: 1 queue.',
    );
    expect(words({ matching: 6, in_force: 3, outranked: 2, unsupported: 1 })).to.equal(
      'Matches 6 queues. In force for 3 queues. On 2 queues another policy goes before it. ' +
        'On 1 queue it does not apply: the type lacks a setting of it. ' +
        'Nothing would be different from now.',
    );
  });

  it('say why', () => {
    expect(outcomeOf(item({}), 'p')).to.equal('in force');
    expect(outcomeOf(item({ policy_before: 'p' }), 'p')).to.equal('in force');
    expect(outcomeOf(item({ policy_before: 'o' }), 'p')).to.equal('in force, in place of o');
    const high = { policy_after: 'high', priority_after: 7 };
    expect(outcomeOf(item({ outcome: 'outranked', ...high }), 'p')).to.equal(
      'outranked by high, priority 7',
    );
    expect(outcomeOf(item({ outcome: 'unsupported' }), 'p')).to.contain('classic queues');
    expect(outcomeOf(item({ outcome: 'unmatched', policy_after: null }), 'p')).to.equal(
      'no longer matches',
    );
    expect(outcomeOf(item({ outcome: 'unmatched', ...high }), 'p')).to.contain('then high');
  });

  it('say where a setting makes no difference', () => {
    expect(effectNote(item({}), 'changes')).to.equal(undefined);
    expect(effectNote(item({}), 'argument')).to.equal('an argument of the queue counts');
    expect(effectNote(item({ kind: 'exchange' }), 'none')).to.equal('no effect on exchanges');
  });
});
