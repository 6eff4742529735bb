import { expect } from 'chai';
import { jsonList } from '../../../src/management/lists/json-list.js';

describe('A list in JSON', () => {
  async function written(things: readonly number[]): Promise<string[]> {
    const chunks: string[] = [];
    for await (const chunk of jsonList(things, (n) => ({ n, text: 'x'.repeat(100) }))) {
      chunks.push(chunk);
    }
    return chunks;
  }

  it('is a list, long or empty', async () => {
    expect(JSON.parse((await written([])).join(''))).to.deep.equal([]);
    const numbers = Array.from({ length: 5_000 }, (_, index) => index);
    const chunks = await written(numbers);
    const list = JSON.parse(chunks.join('')) as { n: number }[];
    expect(list.map(({ n }) => n)).to.deep.equal(numbers);
    expect(chunks.length).to.be.greaterThan(5);
  });
});
