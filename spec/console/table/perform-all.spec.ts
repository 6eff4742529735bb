import { expect } from 'chai';
import { performAll } from '../../../src/console/table/perform-all.js';

describe('An action on many things', () => {
  it('is done with each, some at a time', async () => {
    const done: number[] = [];
    let running = 0;
    let runningMax = 0;
    const progress: number[] = [];
    const items = Array.from({ length: 20 }, (_, index) => index);
    const failures = await performAll(
      items,
      async (item) => {
        runningMax = Math.max(runningMax, ++running);
        await Promise.resolve();
        running--;
        done.push(item);
      },
      (count) => progress.push(count),
    );
    expect(failures).to.deep.equal([]);
    expect(done.sort((a, b) => a - b)).to.deep.equal(items);
    expect(runningMax).to.equal(6);
    expect(progress).to.deep.equal(items.map((item) => item + 1));
  });

  it('goes on after a failure, and tells of it', async () => {
    const error = new Error('gone');
    const failures = await performAll(['a', 'b', 'c'], (item) =>
      item === 'b' ? Promise.reject(error) : Promise.resolve(),
    );
    expect(failures).to.deep.equal([{ item: 'b', error }]);
  });
});
