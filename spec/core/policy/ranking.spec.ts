import { expect } from 'chai';
import type { Policy } from '../../../src/core/policy/policy.js';
import { type PolicedKind, type PolicyChange, Ranking } from '../../../src/core/policy/ranking.js';
import { seedOfRun, SeededRandom } from '../../support/seed.js';

describe('The ranking of policies', () => {
  let ranking: Ranking;
  let tried: number;

  beforeEach(() => {
    ranking = new Ranking();
    tried = 0;
  });

  function set(name: string, change: Partial<Policy> = {}): PolicyChange {
    const defaults = { pattern: '', priority: 0, applyTo: 'all', definition: {} } as const;
    const policy: Policy = { vhost: '/', name, ...defaults, ...change };
    const matches = (text: string): boolean => {
      tried++;
      return text.startsWith(policy.pattern);
    };
    return ranking.set({ policy, matches });
  }

  function found(kind: PolicedKind, name = 'q'): string | undefined {
    return ranking.find(kind, name)?.name;
  }

  it('puts the highest priority first, and of equal ones the first by name', () => {
    set('b', { priority: 1 });
    set('low');
    set('a', { priority: 1 });
    set('negative', { priority: -1 });
    expect(ranking.all().map(({ name }) => name)).to.deep.equal(['a', 'b', 'low', 'negative']);
    expect(found('classic')).to.equal('a');
  });

  it('finds the highest that matches the name', () => {
    set('others', { priority: 9, pattern: 'x' });
    set('these', { pattern: 'q' });
    expect([found('classic', 'q1'), found('classic', 'y')]).to.deep.equal(['these', undefined]);
  });

  for (const [applyTo, kinds] of [
    ['all', ['exchange', 'classic', 'quorum']],
    ['exchanges', ['exchange']],
    ['queues', ['classic', 'quorum']],
    ['classic_queues', ['classic']],
    ['quorum_queues', ['quorum']],
    ['streams', []],
  ] as const) {
    it(`knows what ${applyTo} are`, () => {
      set('p', { applyTo });
      const all = ['exchange', 'classic', 'quorum'] as const;
      expect(all.filter((kind) => found(kind) !== undefined)).to.deep.equal(kinds);
    });
  }

  it('passes over a policy with a setting that the type of queue does not know', () => {
    set('limit', { priority: 1, definition: { 'delivery-limit': 3, 'max-length': 4 } });
    set('lazy', { definition: { 'queue-mode': 'lazy' } });
    expect([found('classic'), found('quorum')]).to.deep.equal(['lazy', 'limit']);
    ranking.delete('limit');
    expect([found('classic'), found('quorum')]).to.deep.equal(['lazy', undefined]);
  });

  it('tells whether one reaches a name, whatever goes before it', () => {
    set('high', { priority: 9 });
    set('low', { pattern: 'q', applyTo: 'queues', definition: { 'delivery-limit': 3 } });
    const kinds = ['quorum', 'classic', 'exchange'] as const;
    expect(kinds.map((kind) => ranking.reach('low', kind, 'q'))).to.deep.equal([
      'reached',
      'unsupported',
      'unmatched',
    ]);
    expect(ranking.reach('low', 'quorum', 'x')).to.equal('unmatched');
    expect(ranking.reach('none', 'quorum', 'q')).to.equal('unmatched');
  });

  it('has copies, which do not change it', () => {
    const { after } = set('p');
    const copy = ranking.copy();
    expect(copy.find('classic', 'q')).to.equal(after);
    copy.delete('p');
    expect([copy.all(), ranking.all()]).to.deep.equal([[], [after]]);
  });

  it('tells what has changed', () => {
    const first = set('p').after;
    const second = set('p', { priority: 2 });
    expect(second.before).to.equal(first);
    expect(ranking.get('p')).to.equal(second.after);
    expect(ranking.delete('p')).to.deep.equal({ before: second.after, after: undefined });
    expect(ranking.all()).to.deep.equal([]);
  });

  it('finds after a change what it would find anew', () => {
    const seed = seedOfRun();
    const random = new SeededRandom(seed);
    const pick = <T>(values: readonly T[]): T => {
      const value = values[Math.floor(random.next() * values.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    };
    const names = ['aa', 'ab', 'b', 'ba', ''];
    const current = new Map<string, Policy | undefined>();
    for (let step = 0; step < 2_000; step++) {
      const name = pick(['p', 'q', 'r', 's', 't']);
      const change =
        random.next() < 0.3
          ? ranking.delete(name)
          : set(name, { pattern: pick(names), priority: pick([0, 0, 1, 2]) });
      for (const queue of names) {
        const next = ranking.next(change, current.get(queue), 'classic', queue);
        expect(next, `seed ${seed}, step ${step}`).to.equal(ranking.find('classic', queue));
        current.set(queue, next);
      }
    }
  });

  it('tries no pattern for what something higher applies to', () => {
    set('high', { priority: 5 });
    const high = ranking.find('classic', 'q');
    const change = set('low');
    tried = 0;
    expect(ranking.next(change, high, 'classic', 'q')).to.equal(high);
    expect(tried).to.equal(0);
  });
});
