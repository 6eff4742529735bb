/**
 * What has happened to the messages of one channel, since it was opened: plain integers that only
 * grow. Counted by the protocol that has the channel, beside the broker's counters.
 */
export class ChannelCounters {
  /** Messages that came from the client, and those of them that were confirmed. */
  published = 0;
  confirmed = 0;
  /** Messages that reached no queue: given back, or lost. */
  returned = 0;
  dropped = 0;
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

  get delivered(): number {
    return this.consumed + this.consumedNoAck + this.got + this.gotNoAck;
  }
}
