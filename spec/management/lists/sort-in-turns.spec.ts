import { expect } from 'chai';
import fc from 'fast-check';
import { sortInTurns } from '../../../src/management/lists/sort-in-turns.js';
import { seeded } from '../../support/seed.js';

describe('Sorting in turns', () => {
  it('sorts, and leaves equal ones in their order', async () => {
    const rows = fc.array(fc.nat(50), { maxLength: 2_000, size: 'max' });
    const compare = (a: readonly [number, number], b: readonly [number, number]) => a[0] - b[0];
    await fc.assert(
      fc.asyncProperty(rows, async (numbers) => {
        const things = numbers.map((number, index) => [number, index] as const);
        expect(await sortInTurns(things, compare)).to.deep.equal([...things].sort(compare));
      }),
      seeded(50),
    );
  });

  it('gives others their turn', async () => {
    const things = Array.from({ length: 1_000 }, (_, index) => -index);
    let hadTurn = false;
    setImmediate(() => (hadTurn = true));
    await sortInTurns(things, (a, b) => {
      const until = performance.now() + 0.005;
      while (performance.now() < until);
      return a - b;
    });
    expect(hadTurn).to.equal(true);
  });
});
