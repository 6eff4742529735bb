import { expect } from 'chai';
import { Track } from '../../../src/management/rates/track.js';

describe('A track of things', () => {
  interface Thing {
    readonly name: string;
    count: number;
  }
  let things: Thing[];
  let reads: number;
  let track: Track<Thing>;
  beforeEach(() => {
    things = [
      { name: 'a', count: 0 },
      { name: 'b', count: 0 },
    ];
    reads = 0;
    track = new Track<Thing>({
      names: ['count', 'twice'],
      things: () => things,
      read: ({ count }) => {
        reads++;
        return [count, 2 * count];
      },
    });
  });

  const look = (at: number): number => [...track.look(at)].length;
  const rate = (thing: Thing | undefined) =>
    thing && track.present(thing, ['count'], undefined)['count_details'];

  it('looks at one of them in each step', () => {
    const steps = track.look(5_000);
    steps.next();
    expect(reads).to.equal(1);
    expect(look(5_000)).to.equal(2);
  });

  it('presents the numbers of now, and what is known of their past', () => {
    const [a] = things;
    if (a === undefined) throw new Error('no thing');
    look(5_000);
    a.count = 10;
    look(10_000);
    a.count = 11;
    expect(track.present(a, ['twice'], undefined)).to.deep.equal({
      twice: 22,
      twice_details: { rate: 4 },
    });
  });

  it('reads a number or a rate alone', () => {
    const [a] = things;
    if (a === undefined) throw new Error('no thing');
    look(5_000);
    a.count = 10;
    look(10_000);
    expect(track.reader(['twice'], undefined)?.(a)).to.equal(20);
    expect(track.reader(['twice_details', 'rate'], undefined)?.(a)).to.equal(4);
    for (const keys of [[], ['lemons'], ['twice', 'rate'], ['twice_details', 'avg']]) {
      expect(track.reader(keys, undefined)).to.equal(undefined);
    }
  });

  it('forgets those that are gone, and all if it is told so', () => {
    look(5_000);
    for (const thing of things) thing.count = 5;
    look(10_000);
    const [a, b] = things;
    expect([rate(a), rate(b)]).to.deep.equal([{ rate: 1 }, { rate: 1 }]);
    things = things.slice(1);
    if (b !== undefined) b.count = 10;
    look(15_000);
    expect([rate(a), rate(b)]).to.deep.equal([{ rate: 0 }, { rate: 1 }]);
    track.clear();
    expect(rate(b)).to.deep.equal({ rate: 0 });
  });

  it('remembers less of each the more there are', () => {
    const range = { first: 0, last: 300_000, step: 5_000 };
    const samplesOf = (count: number): number => {
      things = Array.from({ length: count }, (_, index) => ({ name: String(index), count: 0 }));
      for (let at = 5_000; at <= 300_000; at += 5_000) {
        for (const thing of things) thing.count++;
        look(at);
      }
      const [first] = things;
      const details = first && track.present(first, ['count'], range)['count_details'];
      return typeof details === 'object' ? (details.samples?.length ?? 0) : 0;
    };
    expect(samplesOf(1)).to.equal(60);
    expect(samplesOf(30_000)).to.be.within(30, 40);
  });
});
