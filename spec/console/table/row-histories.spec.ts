import { expect } from 'chai';
import { RowHistories } from '../../../src/console/table/row-histories.js';

const past = { levels: { messages: [{ sample: 1, timestamp: 9_000 }] } };

describe('The histories of rows', () => {
  it('begin with what the API knows, and go on', () => {
    const histories = new RowHistories();
    expect(histories.of('a')).to.equal(undefined);
    histories.push('a', { at: 11_000, levels: { messages: 2 } }, past);
    histories.push('a', { at: 12_000, levels: { messages: 3 }, counters: { publish: 5 } }, past);
    expect(histories.of('a')?.times).to.deep.equal([9, 11, 12]);
    expect(histories.of('a')?.values('messages')).to.deep.equal([1, 2, 3]);
  });

  it('are those of the rows that were looked at last', () => {
    const histories = new RowHistories();
    for (let n = 0; n < 400; n++) histories.push(`row ${n}`, { at: 1_000, levels: {} });
    histories.push('row 0', { at: 2_000, levels: {} });
    histories.push('one more', { at: 2_000, levels: {} });
    expect(histories.size).to.equal(400);
    expect([histories.of('row 0') === undefined, histories.of('row 1')]).to.deep.equal([
      false,
      undefined,
    ]);
  });
});
