import { expect } from 'chai';
import { heightsOf } from '../../../../src/console/pages/topology/heights.js';

const rounded = (heights: Iterable<number>): number[] => [...heights].map(Math.round);

describe('The heights of nodes', () => {
  it('are side by side with their only neighbour', () => {
    const [next, before] = [
      [[1], []],
      [[], [0]],
    ];
    expect(rounded(heightsOf([[0], [1]], { next, before }, [60, 60]))).to.eql([30, 30]);
  });

  it('have the room that each needs between them, in the order of the column', () => {
    const next = [[1, 2, 3], [], [], []];
    const before = [[], [0], [0], [0]];
    const [hub = 0, ...others] = heightsOf([[0], [1, 2, 3]], { next, before }, [60, 60, 20, 60]);
    const [first = 0, second = 0, third = 0] = others;
    expect(rounded([second - first, third - second, hub - second])).to.eql([40, 40, 0]);
  });

  it('leave alone what has no neighbours, but for the room of others', () => {
    const none: number[][] = [[], [], []];
    const heights = heightsOf([[0, 1, 2]], { next: none, before: none }, [60, 60, 60]);
    expect(rounded(heights)).to.eql([30, 90, 150]);
  });
});
