import { expect } from 'chai';
import { nodeUse } from '../../../src/management/present/node-use.js';
import { measuredBroker } from '../../support/metrics-source.js';

describe('What the node has used', () => {
  const { broker } = measuredBroker().server;

  it('tells of commits as writes that are synced, in ms', () => {
    const commits = { count: 4, bytes: 1_000, durationMs: 10 };
    expect(nodeUse(broker, commits)).to.include({
      io_write_count: 4,
      io_write_bytes: 1_000,
      io_write_avg_time: 2.5,
      io_sync_count: 4,
      io_sync_avg_time: 2.5,
    });
    const none = { count: 0, bytes: 0, durationMs: 0 };
    expect(nodeUse(broker, none)).to.include({ io_sync_count: 0, io_sync_avg_time: 0 });
  });

  it('tells of the messages that went to the disk, and of what the system counts', () => {
    const use = nodeUse(broker, { count: 0, bytes: 0, durationMs: 0 });
    // Those of the quorum queue, which is the durable one.
    expect(use).to.include({ msg_store_write_count: 3, msg_store_read_count: 0 });
    expect(use['context_switches']).to.be.greaterThan(0);
    expect(use['io_read_bytes']).to.equal((use['io_read_count'] ?? NaN) * 512);
  });
});
