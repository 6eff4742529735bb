import { expect } from 'chai';
import { NameCache } from '../../../src/amqp/wire/name-cache.js';
import { SeededRandom } from '../../support/seed.js';

function get(cache: NameCache, name: string): string {
  const bytes = Buffer.from(`..${name}..`);
  return cache.get(bytes, 2, bytes.length - 2);
}

describe('NameCache', () => {
  it('gives the name whether it was seen before or not', () => {
    const cache = new NameCache();
    for (const name of ['', 'a', 'orders', 'größe', '日本', 'x'.repeat(64), 'y'.repeat(255)]) {
      expect(get(cache, name)).to.equal(name);
      expect(get(cache, name)).to.equal(name);
    }
  });

  it('never takes one name for another, however many share a slot', () => {
    const cache = new NameCache(2);
    const random = new SeededRandom();
    const names = Array.from({ length: 50 }, (_, index) =>
      Array.from({ length: index % 7 }, () => random.pick(['a', 'b', 'é'])).join(''),
    );
    for (let count = 0; count < 5000; count++) {
      const name = random.pick(names);
      expect(get(cache, name)).to.equal(name);
    }
  });

  it('tells names apart that differ in their last octet, or in size only', () => {
    const cache = new NameCache(1);
    for (const name of ['key1', 'key2', 'key', 'key\0', 'key']) {
      expect(get(cache, name)).to.equal(name);
    }
  });

  it('decodes a name that repeats only once', () => {
    const cache = new NameCache();
    const bytes = Buffer.from('orders');
    cache.get(bytes, 0, bytes.length);
    bytes.toString = () => {
      throw new Error('decoded again');
    };
    expect(cache.get(bytes, 0, bytes.length)).to.equal('orders');
  });
});
