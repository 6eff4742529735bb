/** Alarms of a node, in words: what has happened, and what to do. Shown by alarm-list.tsx. */
import type { NodeJson } from '../../api/types.js';
import { formatBytes } from '../../format/numbers.js';

export interface Alarm {
  readonly title: string;
  readonly remedy: string;
}

export function alarmsOf(node: NodeJson): readonly Alarm[] {
  const alarms: Alarm[] = [];
  if (node.mem_alarm) {
    alarms.push({
      title:
        `Memory: ${formatBytes(node.mem_used)} used, the limit is ` +
        `${formatBytes(node.mem_limit)}. Publishers are blocked.`,
      remedy:
        'Start consumers for the largest queues, or purge what nobody needs. Raise ' +
        'memory-high-watermark if the machine has more memory to give.',
    });
  }
  if (node.disk_free_alarm) {
    alarms.push({
      title:
        `Disk: ${formatBytes(node.disk_free)} free, the limit is ` +
        `${formatBytes(node.disk_free_limit)}. Publishers are blocked.`,
      remedy:
        'Free space on the disk of the data folder, or let consumers empty the durable queues. ' +
        'disk-free-limit says from where on publishers are blocked.',
    });
  }
  return alarms;
}
