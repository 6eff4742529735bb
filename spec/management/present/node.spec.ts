import { expect } from 'chai';
import { presentMemory } from '../../../src/management/present/node.js';

it('The memory in JSON has the total that tools look for', () => {
  const { total, strategy } = presentMemory();
  expect(strategy).to.equal('rss');
  expect(total.rss).to.be.greaterThan(total.erlang);
  expect(total.allocated).to.be.greaterThan(total.erlang);
});
