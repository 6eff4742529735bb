import { expect } from 'chai';
import { PRESENTED_EXCHANGE_TYPES } from '../../../src/management/present/exchange-types.js';

it('Exchange types in JSON are all that a declare can name, by name', () => {
  const names = PRESENTED_EXCHANGE_TYPES.map(({ name }) => name);
  expect(names).to.include.members(['direct', 'fanout', 'headers', 'topic', 'x-consistent-hash']);
  expect(names).to.deep.equal(names.toSorted());
});
