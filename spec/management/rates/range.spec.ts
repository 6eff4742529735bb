import { expect } from 'chai';
import type { ApiContext } from '../../../src/management/context.js';
import { readRanges } from '../../../src/management/rates/range.js';

describe('A range of time', () => {
  const read = (query: Readonly<Record<string, string>>, error?: string) =>
    readRanges({ query } as unknown as ApiContext, 123_456, error);

  it('ends at a multiple of its step', () => {
    expect(read({ msg_rates_age: '60', msg_rates_incr: '10' })).to.deep.equal({
      lengths: undefined,
      msg_rates: { first: 60_000, last: 120_000, step: 10_000 },
      data_rates: undefined,
      node_stats: undefined,
    });
  });

  it('is none where a part of it lacks or is no number', () => {
    expect(read({ lengths_age: '60' }).lengths).to.equal(undefined);
    expect(read({ lengths_age: 'x', lengths_incr: '5' }).lengths).to.equal(undefined);
  });

  it('is refused with what makes no sense in it', () => {
    const refused = (age: string, incr: string, error?: string) =>
      expect(() => read({ data_rates_age: age, data_rates_incr: incr }, error)).to.throw();
    const text = 'Invalid range parameters: age 60, incr 0';
    refused('60', '0').with.include({ status: 400, error: 'bad_request', reason: text });
    refused('60', '0', 'invalid_range_parameters').with.include({
      error: 'invalid_range_parameters',
    });
    refused('-60', '5').with.include({ reason: 'Invalid range parameters: age -60, incr 5' });
    refused('100000', '5').with.property('status', 400);
  });
});
