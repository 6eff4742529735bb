import { expect } from 'chai';
import {
  formatByteRate,
  formatBytes,
  formatCount,
  formatDuration,
  formatMessages,
  formatRate,
  formatWhole,
} from '../../../src/console/format/numbers.js';

describe('Numbers of the console', () => {
  it('are whole up to a million, and short beyond it', () => {
    expect([0, 1_234, 999_999, 1_000_000, 12_345_678, 2 ** 53].map(formatCount)).to.deep.equal([
      '0',
      '1,234',
      '999,999',
      '1.00 M',
      '12.3 M',
      '9,007 T',
    ]);
  });

  it('of bytes in a second are never less than zero', () => {
    expect([0, 1_536, -3, null].map(formatByteRate)).to.deep.equal([
      '0 B/s',
      '1.50 KiB/s',
      '0 B/s',
      '–',
    ]);
  });

  it('have all their digits in sentences', () => {
    expect(formatWhole(12_345_678)).to.equal('12,345,678');
    expect([0, 1, 1_234_567].map(formatMessages)).to.deep.equal([
      '0 messages',
      '1 message',
      '1,234,567 messages',
    ]);
  });

  it('of rates have a digit more below ten, and are never less than zero', () => {
    expect([0, 0.01, 0.44, 9.96, 1_234.4, -3].map(formatRate)).to.deep.equal([
      '0/s',
      '<0.1/s',
      '0.4/s',
      '10/s',
      '1,234/s',
      '0/s',
    ]);
  });

  it('of bytes have the unit that suits them', () => {
    expect([0, 1_023, 1_024, 1_536 * 1_024, 2 ** 60].map(formatBytes)).to.deep.equal([
      '0 B',
      '1,023 B',
      '1.00 KiB',
      '1.50 MiB',
      '1,024 PiB',
    ]);
  });

  it('of times have two units at most', () => {
    const times = [0, 0.4, 850, 61_000, 3_600_000, 273_600_000];
    expect(times.map(formatDuration)).to.deep.equal([
      '0 ms',
      '0.40 ms',
      '850 ms',
      '1 min 1 s',
      '1 h',
      '3 d 4 h',
    ]);
  });

  it('are a dash where they are unknown', () => {
    for (const format of [formatBytes, formatCount, formatDuration, formatRate]) {
      expect([format(undefined), format(null), format(NaN)]).to.deep.equal(['–', '–', '–']);
    }
  });
});
