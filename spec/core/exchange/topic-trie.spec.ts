import { expect } from 'chai';
import { TopicTrie } from '../../../src/core/exchange/topic-trie.js';
import { SeededRandom, seedOfRun } from '../../support/seed.js';

function trieOf(...patterns: string[]): TopicTrie<string> {
  const trie = new TopicTrie<string>();
  for (const pattern of patterns) trie.add(pattern, pattern);
  return trie;
}

function matched(trie: TopicTrie<string>, key: string): string[] {
  return trie
    .match(key)
    .flatMap((values) => [...values])
    .sort();
}

/** The definition, word by word. */
function matches(pattern: readonly string[], key: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return key.length === 0;
  if (first === '#') {
    return matches(rest, key) || (key.length > 0 && matches(pattern, key.slice(1)));
  }
  return key.length > 0 && (first === '*' || first === key[0]) && matches(rest, key.slice(1));
}

const words = (text: string): string[] => (text === '' ? [] : text.split('.'));

describe('a topic trie', () => {
  const cases: readonly (readonly [pattern: string, key: string, yes: boolean])[] = [
    ['a.b', 'a.b', true],
    ['a.b', 'a', false],
    ['a.b', 'a.b.c', false],
    ['*', 'a', true],
    ['*', '', false],
    ['*', 'a.b', false],
    ['#', '', true],
    ['#', 'a.b.c', true],
    ['a.#', 'a', true],
    ['a.#', 'a.b.c', true],
    ['a.#', 'b.a', false],
    ['#.a', 'a', true],
    ['#.a', 'b.a.a', true],
    ['#.a', 'a.b', false],
    ['a.#.b', 'a.b', true],
    ['a.#.b', 'a.b.c.b', true],
    ['#.a.#', 'x.a.y', true],
    ['#.*', '', false],
    ['#.*', 'a', true],
    ['*.#.*', 'a', false],
    ['*.#.*', 'a.b', true],
    ['', '', true],
    ['', 'a', false],
    ['a.', 'a.', true],
    ['a.', 'a', false],
    ['a..b', 'a..b', true],
    ['a.*.b', 'a..b', true],
    ['*.*', '.', true],
    ['a*', 'ab', false],
    ['a*', 'a*', true],
    ['x', '*', false],
    ['x', '#', false],
    ['constructor', 'constructor', true],
    ['x.__proto__', 'x.__proto__', true],
  ];

  for (const [pattern, key, yes] of cases) {
    it(`says that '${pattern}' ${yes ? 'matches' : 'does not match'} '${key}'`, () => {
      expect(matched(trieOf(pattern), key)).to.eql(yes ? [pattern] : []);
    });
  }

  it('gives each pattern once, however many ways it matches', () => {
    const trie = trieOf('#.a.#.a.#');
    expect(trie.match('a.a.a.a.a.a').length).to.equal(1);
  });

  it('keeps several values under one pattern', () => {
    const trie = new TopicTrie<string>();
    trie.add('a.#', 'x');
    trie.add('a.#', 'y');
    expect(matched(trie, 'a')).to.eql(['x', 'y']);
    trie.remove('a.#', 'x');
    expect(matched(trie, 'a')).to.eql(['y']);
  });

  it('costs one node per word, and shares what patterns begin with', () => {
    expect(trieOf('a.b.c').nodeCount).to.equal(4);
    expect(trieOf('a.b.c', 'a.b.d', 'a.b').nodeCount).to.equal(5);
  });

  it('takes several # in a row for one', () => {
    const trie = trieOf('#.#.#.a');
    expect(trie.nodeCount).to.equal(3);
    expect(matched(trie, 'b.a')).to.eql(['#.#.#.a']);
    trie.remove('#.#.a', '#.#.#.a');
    expect(trie.nodeCount).to.equal(1);
  });

  it('is as it was before when a pattern goes', () => {
    const trie = trieOf('a.b', 'a.b.c.d', 'a.*.#', '#');
    const before = trie.nodeCount;
    trie.add('a.b.c.d.e.#.*', 'x');
    trie.remove('a.b.c.d.e.#.*', 'x');
    expect(trie.nodeCount).to.equal(before);
    expect(matched(trie, 'a.b.c.d')).to.eql(['#', 'a.*.#', 'a.b.c.d']);
  });

  it('does not mind the removal of what it does not hold', () => {
    const trie = trieOf('a.b');
    trie.remove('a', 'a');
    trie.remove('a.b', 'other');
    trie.remove('a.b.c', 'a.b');
    expect(matched(trie, 'a.b')).to.eql(['a.b']);
  });

  it('takes patterns and keys of thousands of words', () => {
    const long = Array.from({ length: 5000 }, (_, index) => `w${String(index)}`).join('.');
    const trie = trieOf(long, `${long}.#`, `#.${long}`);
    expect(trie.match(long).length).to.equal(3);
    trie.remove(long, long);
    expect(trie.match(long).length).to.equal(2);
  });

  it('is not slowed beyond words times nodes by patterns full of #', () => {
    const hostile = `${'#.a.'.repeat(60)}#.b`;
    const trie = trieOf(hostile);
    const key = Array.from({ length: 1000 }, () => 'a').join('.');
    // One way of matching in each of C(1000, 60) would not end.
    expect(trie.match(key)).to.eql([]);
    expect(matched(trie, `${key}.b`)).to.eql([hostile]);
  });

  it('agrees with the definition on random patterns and keys', () => {
    const seed = seedOfRun();
    const random = new SeededRandom(seed);
    const word = (): string => random.pick(['a', 'b', 'c', '']);
    const patternWord = (): string => random.pick(['a', 'b', '*', '#', '#', '']);
    for (let round = 0; round < 300; round++) {
      const trie = new TopicTrie<string>();
      const held = new Set<string>();
      for (let step = 0; step < 30; step++) {
        const pattern = random.list(5, patternWord).join('.');
        if (random.below(4) === 0) {
          trie.remove(pattern, pattern);
          held.delete(pattern);
        } else {
          trie.add(pattern, pattern);
          held.add(pattern);
        }
        const key = random.list(6, word).join('.');
        const expected = [...held].filter((each) => matches(words(each), words(key))).sort();
        expect(matched(trie, key), `seed ${String(seed)}, key '${key}'`).to.eql(expected);
      }
      for (const pattern of held) trie.remove(pattern, pattern);
      expect(trie.nodeCount, `seed ${String(seed)}`).to.equal(1);
    }
  });
});
