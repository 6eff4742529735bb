/** What memory is used for: /metrics/memory-breakdown. */
import { Group } from './group.js';
import type { MetricsSource } from './source.js';

interface MemoryUse {
  readonly process: NodeJS.MemoryUsage;
  /** Of messages in queues: their bodies, and what queues need to know of them. */
  readonly bodies: number;
  readonly entries: number;
}

export const MEMORY = new Group<MemoryUse>({
  name: 'node_memory',
  things: (source) => [memoryUse(source)],
  labels: () => ({}),
  families: [
    {
      name: 'memory_heap_used_bytes',
      type: 'gauge',
      help: 'JavaScript objects.',
      value: (use) => use.process.heapUsed,
    },
    {
      name: 'memory_heap_free_bytes',
      type: 'gauge',
      help: 'Room for JavaScript objects that the process has taken already.',
      value: (use) => use.process.heapTotal - use.process.heapUsed,
    },
    {
      name: 'memory_buffers_bytes',
      type: 'gauge',
      help: 'Buffers outside the heap: the messages are among them.',
      value: (use) => use.process.external,
    },
    {
      name: 'memory_resident_bytes',
      type: 'gauge',
      help: 'All that the process has.',
      value: (use) => use.process.rss,
    },
    {
      name: 'memory_messages_bytes',
      type: 'gauge',
      help: 'Messages of queues that are in memory.',
      value: ({ bodies }) => bodies,
    },
    {
      name: 'memory_entries_bytes',
      type: 'gauge',
      help: 'What queues keep in memory of each message, on the disk or not.',
      value: ({ entries }) => entries,
    },
  ],
});

function memoryUse({ broker }: MetricsSource): MemoryUse {
  let entries = 0;
  for (const vhost of broker.vhosts()) entries += vhost.entryBytes;
  return { process: process.memoryUsage(), bodies: broker.heldBytes() - entries, entries };
}
