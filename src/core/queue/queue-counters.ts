/**
 * What has happened to the messages of one queue, or of several together: plain integers that only
 * grow. Counted by queue.ts, backlog.ts and burial.ts.
 */
import type { DeathReason } from './death-history.js';

export class QueueCounters {
  /** Messages taken in, recovered ones included. */
  enqueued = 0;
  /** Messages that the store kept over a restart. */
  recovered = 0;
  /** Handed to consumers that acknowledge, and to those that do not. */
  consumed = 0;
  consumedNoAck = 0;
  /** Taken by basic.get, likewise. */
  got = 0;
  gotNoAck = 0;
  /** How often a get found nothing. */
  getEmpty = 0;
  /** Handed out, and not for the first time. */
  redelivered = 0;
  acknowledged = 0;
  /** Messages gone for whatever reason. */
  settled = 0;
  /** Messages not taken in, for want of room. */
  refused = 0;
  /** Messages that died here, by why. */
  rejected = 0;
  expired = 0;
  /** Too many in the queue, or refused as one too many by a queue that makes them dead letters. */
  overflowed = 0;
  /** Came back too often. */
  overReturned = 0;
  /** Messages given to the store, and those that came back from the disk as their turn neared. */
  stored = 0;
  fetched = 0;

  get published(): number {
    return this.enqueued - this.recovered;
  }

  get delivered(): number {
    return this.consumed + this.consumedNoAck + this.got + this.gotNoAck;
  }

  noteDeath(reason: DeathReason): void {
    switch (reason) {
      case 'rejected':
        this.rejected++;
        break;
      case 'expired':
        this.expired++;
        break;
      case 'maxlen':
        this.overflowed++;
        break;
      case 'delivery_limit':
        this.overReturned++;
    }
  }

  add(other: QueueCounters): void {
    this.enqueued += other.enqueued;
    this.recovered += other.recovered;
    this.consumed += other.consumed;
    this.consumedNoAck += other.consumedNoAck;
    this.got += other.got;
    this.gotNoAck += other.gotNoAck;
    this.getEmpty += other.getEmpty;
    this.redelivered += other.redelivered;
    this.acknowledged += other.acknowledged;
    this.settled += other.settled;
    this.refused += other.refused;
    this.rejected += other.rejected;
    this.expired += other.expired;
    this.overflowed += other.overflowed;
    this.overReturned += other.overReturned;
    this.stored += other.stored;
    this.fetched += other.fetched;
  }
}
