/**
 * The numbers of the node of which there are rates, in the words of RabbitMQ's HTTP API. Used by
 * rates.ts.
 */
import type { ManagementContext } from '../context.js';
import type { Machine } from '../machine.js';
import { nodeUse } from '../present/node-use.js';
import type { Kind } from './track.js';

/**
 * Open files cannot be counted at once: a look has them as they were counted last, by a request or
 * since the look before. Before they are first counted, nothing is looked at.
 */
export function nodeKind(context: ManagementContext): Kind<Machine> {
  const { broker, metrics, machine, log } = context;
  const read = ({ latest }: Machine) => {
    let sockets = 0;
    for (const { clients } of broker.vhosts()) sockets += clients.count;
    return {
      mem_used: process.memoryUsage.rss(),
      fd_used: latest?.openFiles ?? 0,
      sockets_used: sockets,
      proc_used: 0,
      disk_free: latest?.diskFreeBytes ?? 0,
      ...nodeUse(broker, metrics.commits),
    };
  };
  return {
    names: Object.keys(read(machine)),
    things: () => {
      const isKnown = machine.latest !== undefined;
      machine.read().catch((error: unknown) => {
        log.warn('what the process uses of its machine could not be read', { error });
      });
      return isKnown ? [machine] : [];
    },
    read: (thing) => Object.values(read(thing)),
  };
}
