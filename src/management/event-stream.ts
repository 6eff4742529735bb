/**
 * Events for those who listen over HTTP: the latest are kept for a while, so that whoever comes
 * back with the id of the last one misses none. Bounded in listeners, in what is kept, and in what
 * each of them leaves unread. Used by routes/events.ts.
 */
import type { Clock, Timer } from '../core/clock.js';
import type { BrokerEvent, Observer } from '../core/events.js';
import { eventText } from './present/event.js';

/** A connection that takes text: an answer of node:http is one. */
export interface EventSink {
  /** Bytes that were written and have not left. */
  readonly writableLength: number;
  write(text: string): unknown;
  end(): unknown;
  /** Without waiting for what was written. */
  destroy(): unknown;
}

export interface EventListener {
  /** Whose it is: it ends when his login is another. */
  readonly user: string;
  readonly sink: EventSink;
  readonly mayHear: (event: BrokerEvent) => boolean;
}

export const LISTENER_COUNT_MAX = 64;
const KEPT_MAX = 1_000;
/** Of their texts together, in characters. */
const KEPT_LENGTH_MAX = 4_194_304;
/** Who does not read what he is sent is cut off, and may come back. */
const UNSENT_BYTES_MAX = 1_048_576;
/** So long after the last listener events are kept for him. */
const KEEP_MS = 60_000;
/** Proxies take a connection for dead on which nothing moves. */
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 3_000;

const ENDS_LOGIN: ReadonlySet<string> = new Set([
  'user.deleted',
  'user.tags.set',
  'user.password.changed',
  'user.password.cleared',
]);

/** Ready to be sent. */
interface Kept {
  readonly event: BrokerEvent;
  readonly text: string;
}

export class EventStream implements Observer {
  readonly #clock: Clock;
  /** Tells ids of this run from those of another. */
  readonly #run: string;
  readonly #listeners = new Set<EventListener>();
  #kept: Kept[] = [];
  #keptLength = 0;
  /** Whether events may have been missed since the last one that was numbered. */
  #hasGap = false;
  /** Number of the latest event. */
  #last = 0;
  #keepUntil = 0;
  #heartbeat: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#run = clock.now.toString(36);
  }

  get isListening(): boolean {
    if (this.#listeners.size > 0 || this.#clock.now < this.#keepUntil) return true;
    // What happens from now on is not kept, so what was is of no use, and no id tells of an end.
    this.#kept = [];
    this.#keptLength = 0;
    if (!this.#hasGap && this.#last > 0) this.#last++;
    this.#hasGap = true;
    return false;
  }

  get isFull(): boolean {
    return this.#listeners.size >= LISTENER_COUNT_MAX;
  }

  /** `lastId` is that of the last event he has; without it he hears what comes from now on. */
  add(listener: EventListener, lastId: string): void {
    const { sink } = listener;
    sink.write(`retry: ${RETRY_MS}\n\n`);
    if (lastId !== '') this.#replay(listener, lastId);
    this.#listeners.add(listener);
    this.#hasGap = false;
    this.#heartbeat ??= this.#clock.after(HEARTBEAT_MS, () => this.#beat());
  }

  delete(listener: EventListener): void {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
    this.#keepUntil = this.#clock.now + KEEP_MS;
    this.#clock.cancel(this.#heartbeat);
    this.#heartbeat = undefined;
  }

  onEvent(event: BrokerEvent): void {
    this.#last++;
    const kept = { event, text: eventText(event, `${this.#run}-${this.#last}`) };
    this.#keep(kept);
    for (const listener of [...this.#listeners]) {
      tell(listener, kept);
      const { user, sink } = listener;
      const isSlow = sink.writableLength > UNSENT_BYTES_MAX;
      if (!isSlow && !endsLogin(event, user)) continue;
      this.delete(listener);
      // What one does not read would never have gone.
      if (isSlow) sink.destroy();
      else sink.end();
    }
  }

  #keep(kept: Kept): void {
    this.#kept.push(kept);
    this.#keptLength += kept.text.length;
    while (this.#kept.length > KEPT_MAX || this.#keptLength > KEPT_LENGTH_MAX) {
      this.#keptLength -= this.#kept.shift()?.text.length ?? 0;
    }
  }

  #replay(listener: EventListener, lastId: string): void {
    const [run, digits = ''] = lastId.split('-');
    const number = /^\d{1,15}$/.test(digits) ? Number(digits) : -1;
    const isKnown = this.isListening;
    const first = this.#last - this.#kept.length + 1;
    if (!isKnown || run !== this.#run || number < first - 1 || number > this.#last) {
      listener.sink.write('event: events.lost\ndata: {}\n\n');
      return;
    }
    for (const kept of this.#kept.slice(number + 1 - first)) tell(listener, kept);
  }

  #beat(): void {
    this.#heartbeat = this.#clock.after(HEARTBEAT_MS, () => this.#beat());
    for (const { sink } of this.#listeners) sink.write(':\n\n');
  }
}

function tell({ sink, mayHear }: EventListener, { event, text }: Kept): void {
  if (mayHear(event)) sink.write(text);
}

function endsLogin({ name, facts }: BrokerEvent, user: string): boolean {
  return ENDS_LOGIN.has(name) && 'name' in facts && facts.name === user;
}
