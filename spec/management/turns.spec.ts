import { expect } from 'chai';
import { forEachInTurns } from '../../src/management/turns.js';

describe('Work in turns', () => {
  it('comes to each thing in its order, and to others in between', async () => {
    const things = Array.from({ length: 400 }, (_, index) => index);
    const visited: number[] = [];
    let visitedThen = 0;
    setImmediate(() => (visitedThen = visited.length));
    await forEachInTurns(things, (thing) => {
      const until = performance.now() + 0.1;
      while (performance.now() < until);
      visited.push(thing);
    });
    expect(visited).to.deep.equal(things);
    expect(visitedThen).to.be.within(1, 399);
  });
});
