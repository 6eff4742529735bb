import { expect } from 'chai';
import { presentMemory, presentRelativeMemory } from '../../../src/management/present/memory.js';
import { measuredBroker } from '../../support/metrics-source.js';

describe('The memory in JSON', () => {
  const { broker } = measuredBroker().server;

  it('has the total that tools look for, and parts that make it up', () => {
    const { total, strategy, ...parts } = presentMemory(broker);
    expect(strategy).to.equal('rss');
    expect(total.rss).to.be.greaterThan(total.erlang);
    expect(total.allocated).to.be.greaterThan(total.erlang);
    const sum = Object.values(parts).reduce((bytes, part) => bytes + part, 0);
    // It is asked for the total and for the parts, and some objects are made between.
    expect(sum).to.be.closeTo(total.rss, total.rss / 10);
    expect(parts.queue_procs).to.be.greaterThan(0);
    expect(parts.quorum_queue_procs).to.be.greaterThan(0);
  });

  it('is told in percents, too', () => {
    const { total, ...parts } = presentRelativeMemory(broker);
    expect(total).to.equal(100);
    expect(parts).to.include({ plugins: 0, queue_procs: 1 });
    expect(Object.keys(parts)).to.include.members(['other_proc', 'code', 'binary']);
    for (const percent of Object.values(parts)) expect(percent).to.be.within(0, 100);
  });
});
