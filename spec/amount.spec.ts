import { expect } from 'chai';
import { bytesOf } from '../src/amount.js';

describe('An amount of memory or disk', () => {
  const amounts: readonly [string, number][] = [
    ['0', 0],
    ['50000000', 50_000_000],
    ['50MB', 50_000_000],
    ['50M', 50_000_000],
    ['64kB', 64_000],
    ['1Ki', 1_024],
    ['2GiB', 2_147_483_648],
    ['1tib', 1_099_511_627_776],
    ['3PB', 3e15],
    ['0.6', 600],
    ['.25', 250],
    ['1.5', 1_500],
  ];
  for (const [text, bytes] of amounts) {
    it(`of ${text} is ${bytes} bytes where there are 1000`, () => {
      expect(bytesOf(text, 1_000)).to.equal(bytes);
    });
  }

  it('is nothing else', () => {
    for (const text of ['', '-1', '1.', '1e3', '2 GB', '2GiBs', 'GB', '0x10', '0.5GB', 'NaN']) {
      expect(bytesOf(text, 1_000), text).to.equal(undefined);
    }
  });
});
