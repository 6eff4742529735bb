import { expect } from 'chai';
import { MEMORY } from '../../../src/management/metrics/memory-groups.js';
import { measuredBroker, samplesOf } from '../../support/metrics-source.js';

describe('The breakdown of memory', () => {
  it('tells what the messages take, and the process as a whole', () => {
    const { server, source } = measuredBroker();
    const samples = samplesOf(MEMORY.each('leveret_', source));
    const entries = samples['leveret_memory_entries_bytes'] ?? 0;
    const bodies = samples['leveret_memory_messages_bytes'] ?? 0;
    expect(entries).to.equal(server.vhost.entryBytes);
    expect(bodies + entries).to.equal(server.broker.heldBytes());
    expect(bodies).to.be.greaterThan(4 * 5);
    for (const name of ['heap_used', 'buffers', 'resident']) {
      expect(samples[`leveret_memory_${name}_bytes`], name).to.be.greaterThan(1_000_000);
    }
    expect(samples['leveret_memory_heap_free_bytes']).to.be.at.least(0);
  });
});
