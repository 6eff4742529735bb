/**
 * What has happened in the whole broker since its start, for metrics and rates: plain integers that
 * only grow, so that counting costs an addition. Protocols and vhosts count; what queues count
 * themselves is kept here when they go, and so no sum ever falls.
 */
import { Histogram } from './histogram.js';
import { DeathCounters } from './queue/death-counters.js';
import type { Traffic } from './protocol.js';
import type { Queue } from './queue/queue.js';
import { QueueCounters } from './queue/queue-counters.js';

export type QueueType = Queue['options']['type'];

export class Counters {
  connectionsOpened = 0;
  connectionsClosed = 0;
  channelsOpened = 0;
  channelsClosed = 0;
  /** Each declare that was not passive, and what came of it. */
  queuesDeclared = 0;
  queuesCreated = 0;
  queuesDeleted = 0;
  /** Over AMQP, and over HTTP: there each request is a login. */
  loginsAdmitted = 0;
  loginsRefused = 0;
  httpLoginsAdmitted = 0;
  httpLoginsRefused = 0;
  /** Messages that came from publishers, and those of them that are to be confirmed. */
  received = 0;
  receivedToConfirm = 0;
  confirmed = 0;
  /** One for each queue that a message reached. */
  routed = 0;
  /** Messages that reached none: lost, or given back. */
  dropped = 0;
  returned = 0;
  /** Channels that have published, while they are open: it falls, too. */
  publishers = 0;
  /** In bytes, of their bodies, in RabbitMQ's steps. */
  readonly sizes = new Histogram([1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 5e7, 1e8]);
  /** Of the connections that have gone. */
  readonly goneTraffic = { receivedBytes: 0, receivedCount: 0, sentBytes: 0, sentCount: 0 };
  readonly deaths = new DeathCounters();
  readonly #gone = { classic: new QueueCounters(), quorum: new QueueCounters() };

  /** A connection goes: what went over it stays. */
  noteDisconnected({ receivedBytes, receivedCount, sentBytes, sentCount }: Traffic): void {
    this.connectionsClosed++;
    this.goneTraffic.receivedBytes += receivedBytes;
    this.goneTraffic.receivedCount += receivedCount;
    this.goneTraffic.sentBytes += sentBytes;
    this.goneTraffic.sentCount += sentCount;
  }

  /** A queue goes: what it counted stays. */
  noteGone({ options, counters }: Queue): void {
    this.queuesDeleted++;
    this.#gone[options.type].add(counters);
  }

  /** Of all queues, those that are there and those that were, by type. */
  queues(present: Iterable<Queue>): Record<QueueType, QueueCounters> {
    const sums = { classic: new QueueCounters(), quorum: new QueueCounters() };
    sums.classic.add(this.#gone.classic);
    sums.quorum.add(this.#gone.quorum);
    for (const { options, counters } of present) sums[options.type].add(counters);
    return sums;
  }
}
