import { expect } from 'chai';
import { MessageSizes } from '../../src/core/message-sizes.js';

describe('The sizes of messages', () => {
  it('are counted up to each bound, and beyond the last', () => {
    const sizes = new MessageSizes();
    for (const size of [0, 100, 101, 1_000, 50_000_000, 100_000_000, 100_000_001]) {
      sizes.note(size);
    }
    expect([...sizes.counts]).to.eql([2, 2, 0, 0, 0, 0, 1, 1, 1]);
    expect(sizes.bytes).to.equal(250_001_202);
  });
});
