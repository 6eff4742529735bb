/**
 * What the node has used since its start, in the words of RabbitMQ's HTTP API. A commit of the
 * store is one write that is synced. Called by rates/node-kind.ts.
 */
import type { Broker } from '../../core/broker.js';
import type { CommitTotals } from '../metrics/runtime.js';
import { churn, messageStats } from './totals.js';

export type Numbers = Readonly<Record<string, number>>;

/** What the system counts reads of the disk in. */
const BLOCK_BYTES = 512;

export function nodeUse(broker: Broker, commits: CommitTotals): Numbers {
  const { fsRead, voluntaryContextSwitches, involuntaryContextSwitches } = process.resourceUsage();
  const { disk_reads, disk_writes } = messageStats(broker);
  const commitMs = commits.count === 0 ? 0 : commits.durationMs / commits.count;
  return {
    context_switches: voluntaryContextSwitches + involuntaryContextSwitches,
    io_read_count: fsRead,
    io_read_bytes: fsRead * BLOCK_BYTES,
    io_write_count: commits.count,
    io_write_bytes: commits.bytes,
    io_write_avg_time: commitMs,
    io_sync_count: commits.count,
    io_sync_avg_time: commitMs,
    msg_store_read_count: disk_reads,
    msg_store_write_count: disk_writes,
    ...churn(broker),
  };
}
