/**
 * The memory of the process in JSON, by what takes it, in the words of RabbitMQ's HTTP API. What V8
 * cannot tell apart is in `other_proc`. Called by routes/nodes.ts.
 */
import { getHeapCodeStatistics } from 'node:v8';
import type { Broker } from '../../core/broker.js';
import { queuesOf } from './totals.js';

export function presentMemory(broker: Broker) {
  const { rss, heapTotal, external } = process.memoryUsage();
  return {
    ...partsOf(broker),
    strategy: 'rss',
    total: { erlang: heapTotal, rss, allocated: heapTotal + external },
  };
}

/** Percents of the whole, rounded up. */
export function presentRelativeMemory(broker: Broker): Readonly<Record<string, number>> {
  const rss = process.memoryUsage.rss();
  const relative = Object.entries(partsOf(broker)).map(([part, bytes]) => {
    return [part, Math.ceil((100 * bytes) / rss)] as const;
  });
  return { total: 100, ...Object.fromEntries(relative) };
}

/** In bytes; none is part of another. */
function partsOf(broker: Broker) {
  const { rss, heapTotal, heapUsed, arrayBuffers } = process.memoryUsage();
  const entries = { classic: 0, quorum: 0 };
  for (const { options, entryBytes } of queuesOf(broker)) entries[options.type] += entryBytes;
  const statistics = getHeapCodeStatistics();
  const code = statistics.code_and_metadata_size + statistics.bytecode_and_metadata_size;
  return {
    queue_procs: entries.classic,
    quorum_queue_procs: entries.quorum,
    // Mirrors, streams and plugins, which are not there; dead letters wait in their queues.
    queue_slave_procs: 0,
    stream_queue_procs: 0,
    stream_queue_replica_reader_procs: 0,
    stream_queue_coordinator_procs: 0,
    quorum_queue_dlx_procs: 0,
    plugins: 0,
    other_proc: Math.max(heapUsed - code - entries.classic - entries.quorum, 0),
    // The messages, and what comes and goes on the wire.
    binary: arrayBuffers,
    code,
    other_system: Math.max(rss - heapTotal - arrayBuffers, 0),
    allocated_unused: heapTotal - heapUsed,
    reserved_unallocated: 0,
  };
}
