/**
 * What has happened to the messages of one queue, or of several together: plain integers that only
 * grow. Counted by queue.ts, backlog.ts and burial.ts.
 */
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
  /** Messages given to the store, and those that came back from the disk as their turn neared. */
  stored = 0;
  fetched = 0;

  get published(): number {
    return this.enqueued - this.recovered;
  }

  get delivered(): number {
    return this.consumed + this.consumedNoAck + this.got + this.gotNoAck;
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
    this.stored += other.stored;
    this.fetched += other.fetched;
  }
}
