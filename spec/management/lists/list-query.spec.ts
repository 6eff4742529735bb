import { expect } from 'chai';
import { ApiError } from '../../../src/management/api-error.js';
import type { ApiContext } from '../../../src/management/context.js';
import { readOrder, readPage } from '../../../src/management/lists/list-query.js';
import { compilePattern } from '../../../src/pattern.js';

describe('A query for a list', () => {
  const ctx = (query: string): ApiContext =>
    ({ query: Object.fromEntries(new URLSearchParams(query)) }) as unknown as ApiContext;
  const page = (query: string) => readPage(ctx(query), compilePattern);
  const fault = (query: string): unknown[] => {
    try {
      return [page(query)];
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return [error.status, error.error, error.reason];
    }
  };

  it('asks for a page of a hundred unless it says otherwise', () => {
    expect(page('page=2')).to.include({ number: 2, size: 100 });
    expect(page('page=%2B1&page_size=500')).to.include({ number: 1, size: 500 });
    expect(page('page_size=5&name=(&use_regex=true')).to.equal(undefined);
  });

  it('is refused in the words of RabbitMQ', () => {
    const ranges = 'invalid_pagination_parameters';
    const text = (number: string, size: string) =>
      `Invalid pagination parameters: page number ${number}, page size ${size}`;
    expect(fault('page=0')).to.deep.equal([400, ranges, text('0', 'undefined')]);
    expect(fault('page=1&page_size=501')).to.deep.equal([400, ranges, text('1', '501')]);
    expect(fault('page=-01&page_size=0')).to.deep.equal([400, ranges, text('-1', '0')]);
    const malformed = [400, 'bad_request', 'Pagination parameters are invalid'];
    for (const query of ['page=x', 'page=', 'page=1.0', 'page=1&page_size=x', 'page_size=x']) {
      expect(fault(query), query).to.deep.equal(malformed);
    }
    expect(fault('page=1&name=(&use_regex=true')).to.deep.equal(malformed);
    expect(fault(`page=1&use_regex=true&name=${'a'.repeat(2_000)}`)).to.deep.equal(malformed);
  });

  it('filters by a part of the name or by a pattern, whatever the case', () => {
    const matching = (query: string) =>
      ['ACK', 'nack', 'a.k'].filter((name) => page(`page=1&${query}`)?.isWanted?.(name) ?? true);
    expect(matching('name=')).to.deep.equal(['ACK', 'nack', 'a.k']);
    expect(matching('name=aCk')).to.deep.equal(['ACK', 'nack']);
    expect(matching('name=a.k&use_regex=maybe')).to.deep.equal(['a.k']);
    expect(matching('name=^A.k&use_regex=true')).to.deep.equal(['ACK', 'a.k']);
  });

  it('asks for an order', () => {
    expect(readOrder(ctx('sort=message_stats.ack&sort_reverse=true'))).to.deep.equal({
      sort: ['message_stats', 'ack'],
      isReversed: true,
    });
    expect(readOrder(ctx('sort=&sort_reverse=false'))).to.deep.equal({
      sort: undefined,
      isReversed: false,
    });
    expect(() => readOrder(ctx('sort_reverse=maybe'))).to.throw('["not_boolean","maybe"]');
  });
});
