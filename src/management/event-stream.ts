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
}

export interface EventListener {
  /** Whose it is: it ends when his login is another. */
  readonly user: string;
  readonly sink: EventSink;
  readonly mayHear: (event: BrokerEvent) => boolean;
}

export const LISTENER_COUNT_MAX = 64;
const KEPT_MAX = 1_000;
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

export class EventStream implements Observer {
  readonly #clock: Clock;
  /** Tells ids of this run from those of another. */
  readonly #run: string;
  readonly #listeners = new Set<EventListener>();
  #kept: BrokerEvent[] = [];
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
    // What happens from now on is not kept, so what was is of no use.
    this.#kept = [];
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
    this.#kept.push(event);
    if (this.#kept.length > KEPT_MAX) this.#kept.shift();
    for (const listener of [...this.#listeners]) {
      this.#tell(listener, event, this.#last);
      const { user, sink } = listener;
      const isOver =
        ENDS_LOGIN.has(event.name) && 'name' in event.facts && event.facts.name === user;
      if (!isOver && sink.writableLength <= UNSENT_BYTES_MAX) continue;
      this.delete(listener);
      sink.end();
    }
  }

  #replay(listener: EventListener, lastId: string): void {
    const [run, digits = ''] = lastId.split('-');
    const number = /^\d{1,15}$/.test(digits) ? Number(digits) : -1;
    const first = this.#last - this.#kept.length + 1;
    if (run !== this.#run || number < first - 1 || number > this.#last || !this.isListening) {
      listener.sink.write('event: events.lost\ndata: {}\n\n');
      return;
    }
    for (let next = number + 1; next <= this.#last; next++) {
      const event = this.#kept[next - first];
      if (event !== undefined) this.#tell(listener, event, next);
    }
  }

  #tell({ sink, mayHear }: EventListener, event: BrokerEvent, number: number): void {
    if (mayHear(event)) sink.write(eventText(event, `${this.#run}-${number}`));
  }

  #beat(): void {
    this.#heartbeat = this.#clock.after(HEARTBEAT_MS, () => this.#beat());
    for (const { sink } of this.#listeners) sink.write(':\n\n');
  }
}
