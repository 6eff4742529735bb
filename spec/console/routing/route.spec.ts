import { expect } from 'chai';
import { formatRoute, parseRoute } from '../../../src/console/routing/route.js';

describe('The address of a page', () => {
  it('has page, names and what the page remembers', () => {
    expect(parseRoute('#/queues/%2F/orders?sort=-ready&filter=a+b')).to.deep.equal({
      page: 'queues',
      names: ['/', 'orders'],
      query: { sort: '-ready', filter: 'a b' },
    });
  });

  it('is the overview where it is empty', () => {
    for (const hash of ['', '#', '#/']) {
      expect(parseRoute(hash), hash).to.deep.equal({ page: '', names: [], query: {} });
    }
    expect(formatRoute({})).to.equal('#/');
  });

  it('comes back whatever the names hold', () => {
    for (const name of ['/', 'a?b#c&d', 'طلبات', '🐇', 'a%2Fb', '..', ' ']) {
      const route = { page: 'queues', names: [name, name], query: { filter: name } };
      expect(parseRoute(formatRoute(route)), name).to.deep.equal(route);
    }
  });

  it('leaves out what is empty, and takes what was encoded badly as it is', () => {
    expect(formatRoute({ page: 'queues', query: { filter: '', sort: 'name' } })).to.equal(
      '#/queues?sort=name',
    );
    expect(parseRoute('#/queues/%zz').names).to.deep.equal(['%zz']);
  });
});
