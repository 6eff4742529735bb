import { expect } from 'chai';
import { keyDistance, wordDistance } from '../../../src/core/exchange/key-distance.js';

describe('The distance of a routing key', () => {
  const inCharacters: readonly (readonly [wanted: string, given: string, distance: number])[] = [
    ['order', 'order', 0],
    ['order', 'orders', 1],
    ['order', 'oder', 1],
    ['order', 'odrer', 2],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['ü', 'ä', 1],
  ];
  for (const [wanted, given, distance] of inCharacters) {
    it(`of "${given}" from "${wanted}" is ${distance}`, () => {
      expect(keyDistance(wanted, given)).to.equal(distance);
    });
  }

  const inWords: readonly (readonly [pattern: string, key: string, words: number, of: number])[] = [
    ['order.new', 'order.new', 0, 0],
    ['order.*', 'order.new', 0, 0],
    ['#', 'a.b.c', 0, 0],
    ['#', '', 0, 0],
    ['a.#.z', 'a.z', 0, 0],
    ['a.#.z', 'a.b.c.z', 0, 0],
    ['*.#', '', 1, 1],
    ['order.new', 'order.old', 1, 3],
    ['orders.new', 'order.new', 1, 1],
    ['order.*', 'order', 1, 1],
    ['order.new', 'order.new.de', 1, 2],
    ['a.#.z', 'a.b.c', 1, 1],
    ['a.b', 'x.y', 2, 2],
    ['order.new', '', 2, 8],
  ];
  for (const [pattern, key, words, characters] of inWords) {
    it(`of "${key}" from the pattern "${pattern}" is ${words} words, ${characters}`, () => {
      expect(wordDistance(pattern, key)).to.eql({ words, characters });
    });
  }

  it('counts words first, however long they are', () => {
    const long = 'x'.repeat(255);
    expect(wordDistance(long, 'y'.repeat(255))).to.eql({ words: 1, characters: 255 });
    expect(wordDistance(long, '')).to.eql({ words: 1, characters: 255 });
  });
});
