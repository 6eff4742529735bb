import { expect } from 'chai';
import { DELAY_HEADER, delayOf, spentDelay } from '../../../src/core/exchange/delay-header.js';
import type { Field } from '../../../src/core/field.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { fields } from '../../support/core-builders.js';

describe('The header x-delay', () => {
  const read: readonly (readonly [field: Field, delayMs: number])[] = [
    [{ type: 'b', value: 100 }, 100],
    [{ type: 'B', value: 200 }, 200],
    [{ type: 's', value: 30_000 }, 30_000],
    [{ type: 'u', value: 60_000 }, 60_000],
    [{ type: 'I', value: 5_000 }, 5_000],
    [{ type: 'i', value: 2 ** 32 - 1 }, 2 ** 32 - 1],
    [{ type: 'l', value: 2 ** 40 }, 2 ** 40],
    [{ type: 'l', value: 2n ** 63n - 1n }, Number.MAX_SAFE_INTEGER],
    [{ type: 'I', value: 0 }, 0],
    [{ type: 'I', value: -5_000 }, 0],
    [{ type: 'S', value: '5000' }, 5_000],
    [{ type: 'S', value: '+7' }, 7],
    [{ type: 'S', value: '-7' }, 0],
    [{ type: 'S', value: '9'.repeat(400) }, Number.MAX_SAFE_INTEGER],
    [{ type: 'S', value: '5s' }, 0],
    [{ type: 'S', value: '' }, 0],
    [{ type: 'd', value: 1_500.9 }, 1_500],
    [{ type: 'f', value: 0.5 }, 0],
    [{ type: 'd', value: NaN }, 0],
    [{ type: 'd', value: Infinity }, Number.MAX_SAFE_INTEGER],
    [{ type: 'D', value: { scale: 1, unscaled: 15_009 } }, 1_500],
    [{ type: 't', value: true }, 0],
    [{ type: 'T', value: 5_000 }, 0],
    [{ type: 'V', value: null }, 0],
    [{ type: 'A', value: [{ type: 'I', value: 5 }] }, 0],
  ];

  for (const [field, delayMs] of read) {
    const value = field.type === 'D' ? '1500.9' : String(field.value).slice(0, 24);
    it(`of type ${field.type} and value '${value}' means ${String(delayMs)} ms`, () => {
      expect(delayOf(new Map([[DELAY_HEADER, field]]))).to.equal(delayMs);
    });
  }

  it('means no delay where it is missing', () => {
    expect(delayOf(NO_FIELDS)).to.equal(0);
  });

  it('is negative when the time is over, a 32-bit integer if it fits', () => {
    const spent = (value: Field): Field | undefined =>
      spentDelay(new Map([[DELAY_HEADER, value]])).get(DELAY_HEADER);
    expect(spent({ type: 'S', value: '5000' })).to.deep.equal({ type: 'I', value: -5_000 });
    expect(spent({ type: 'l', value: 2 ** 31 })).to.deep.equal({ type: 'I', value: -(2 ** 31) });
    expect(spent({ type: 'l', value: 2 ** 40 })).to.deep.equal({ type: 'l', value: -(2 ** 40) });
    expect(delayOf(spentDelay(fields({ [DELAY_HEADER]: 5_000 })))).to.equal(0);
  });
});
