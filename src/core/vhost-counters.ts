/**
 * What has happened to the messages of one vhost: plain integers that only grow, of what is gone
 * too. Counted by publishers, beside the broker's counters; queues and connections count for
 * themselves, and leave it here when they go.
 */
import type { Traffic } from './protocol.js';
import { QueueCounters } from './queue/queue-counters.js';

export class VhostCounters {
  /** Messages that came from publishers, and those of them that were confirmed. */
  received = 0;
  confirmed = 0;
  /** Messages that reached no queue: given back, or lost. */
  returned = 0;
  dropped = 0;
  /** Of queues that are gone. */
  readonly queuesGone = new QueueCounters();
  /** Bytes of connections that are gone. */
  receivedBytesGone = 0;
  sentBytesGone = 0;

  noteClientGone({ receivedBytes, sentBytes }: Traffic): void {
    this.receivedBytesGone += receivedBytes;
    this.sentBytesGone += sentBytes;
  }
}
