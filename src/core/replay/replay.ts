/**
 * Sends the dead letters in a queue back to where they came from: in turns, at the pace that is
 * asked for. A copy and the end of its original are changes of one run, so a crash loses and
 * doubles nothing. What comes to the queue after the start is left alone, so what dies again is not
 * sent round in circles. Made by replays.ts.
 */
import type { Clock, Timer } from '../clock.js';
import type { Message } from '../message.js';
import type { BrowsedMessage, BrowsePage } from '../queue/browsing.js';
import type { QueueEntry } from '../queue/entry.js';
import type { Queue } from '../queue/queue.js';
import type { Store } from '../store.js';
import type { Target } from '../target.js';
import { type Origin, originOf } from './origin.js';

export interface ReplayRequest {
  /** To the queue in which each died first, or to the exchange to which it was published first. */
  readonly to: 'queue' | 'exchange';
  /** Only those that died so. */
  readonly reason?: string | undefined;
  /** Only those that died there. */
  readonly fromQueue?: string | undefined;
  readonly matches?: ((message: Message) => boolean) | undefined;
  /** As fast as it goes, if it is not given. */
  readonly perSecond?: number | undefined;
  /** Counts what would be done, and does nothing. */
  readonly isDryRun: boolean;
}

/** The vhost of the queue, as a replay needs it. */
export interface ReplayVhost {
  readonly name: string;
  queue(name: string): Queue | undefined;
  /** Where a message with its exchange and routing key goes; nowhere if there is no such. */
  routeOwn(message: Message): readonly Target[];
}

export interface ReplayContext {
  readonly id: string;
  readonly clock: Clock;
  readonly store: Store;
  readonly vhost: ReplayVhost;
  readonly queue: Queue;
}

/** So many in one turn, and less at a slow pace. */
const TURN_MAX = 256;
const TURNS_PER_SECOND = 10;
/** While the store is behind. */
const PAUSE_MS = 50;
/** Names of targets that are counted apart; there are no more in sane cases. */
const TARGETS_MAX = 1_000;

export class Replay {
  readonly id: string;
  readonly request: ReplayRequest;
  readonly vhost: string;
  readonly queue: Queue;
  readonly startedAt: number;
  state: 'running' | 'finished' | 'cancelled' = 'running';
  /** Looked at; of these sent back; of these left: nobody takes them, or there is no room. */
  examined = 0;
  replayed = 0;
  skipped = 0;
  refused = 0;
  /** How many went to which queue or exchange. */
  readonly targets = new Map<string, number>();
  /** Those up to here were in the queue at the start. */
  readonly #through: number;
  readonly #context: ReplayContext;
  readonly #turnSize: number;
  readonly #turnMs: number;
  #next = 0;
  #timer: Timer | undefined;

  constructor(request: ReplayRequest, context: ReplayContext) {
    const { perSecond = Infinity } = request;
    this.id = context.id;
    this.request = request;
    this.vhost = context.vhost.name;
    this.queue = context.queue;
    this.startedAt = context.clock.now;
    this.#context = context;
    this.#through = context.queue.lastSequence;
    this.#turnSize = Math.min(TURN_MAX, Math.ceil(perSecond / TURNS_PER_SECOND));
    this.#turnMs = perSecond === Infinity ? 0 : (1_000 * this.#turnSize) / perSecond;
  }

  start(): void {
    this.#proceed();
  }

  /** What was sent back stays sent back. */
  cancel(): void {
    this.#end('cancelled');
  }

  #proceed(): void {
    if (this.state !== 'running') return;
    if (this.queue.isDeleted) return this.#end('cancelled');
    if (this.#context.store.isCongested) return this.#wait(PAUSE_MS);
    const matches = (message: Message): boolean => this.#concerns(message);
    const request = { from: this.#next, count: this.#turnSize, matches };
    this.queue.browse(request, (page) => this.#onPage(page));
  }

  #onPage({ messages, next, examined }: BrowsePage): void {
    if (this.state !== 'running') return;
    this.examined += examined;
    for (const browsed of messages) {
      if (browsed.entry.sequence > this.#through) return this.#end('finished');
      this.#replay(browsed);
    }
    if (next === undefined || next > this.#through) return this.#end('finished');
    this.#next = next;
    this.#wait(messages.length === 0 ? 0 : this.#turnMs);
  }

  #wait(ms: number): void {
    const { clock } = this.#context;
    const proceed = (): void => this.#proceed();
    this.#timer = ms === 0 ? clock.next(proceed) : clock.after(ms, proceed);
  }

  #concerns(message: Message): boolean {
    const { reason, fromQueue, matches } = this.request;
    if (reason !== undefined || fromQueue !== undefined) {
      const origin = originOf(message.format.headers(message));
      if (reason !== undefined && origin?.reason !== reason) return false;
      if (fromQueue !== undefined && origin?.queue !== fromQueue) return false;
    }
    return matches?.(message) !== false;
  }

  #replay({ entry, message }: BrowsedMessage): void {
    const origin = originOf(message.format.headers(message));
    if (origin === undefined || entry.state !== 'ready') {
      this.skipped++;
      return;
    }
    if (this.request.isDryRun) return this.#count(origin, this.#isReachable(origin));
    const copy = asItWas(message, origin);
    const targets = this.#targetsOf(copy, origin);
    if (targets.length > 0 && !this.#deliver(entry, copy, targets)) this.refused++;
    else this.#count(origin, targets.length > 0);
  }

  /** All take it, or it stays: then those that took it have it twice once it is replayed again. */
  #deliver(entry: QueueEntry, copy: Message, targets: readonly Target[]): boolean {
    let isTaken = true;
    for (const target of targets) if (!target.enqueue(copy)) isTaken = false;
    if (isTaken) this.queue.discard(entry, true);
    return isTaken;
  }

  #targetsOf(copy: Message, origin: Origin): readonly Target[] {
    const { vhost } = this.#context;
    if (this.request.to === 'exchange') return vhost.routeOwn(copy);
    const target = vhost.queue(origin.queue);
    return target === undefined || target === this.queue ? [] : [target];
  }

  /** Whether an exchange leads anywhere is not tried: its random choices are for messages. */
  #isReachable({ queue }: Origin): boolean {
    if (this.request.to === 'exchange') return true;
    const target = this.#context.vhost.queue(queue);
    return target !== undefined && target !== this.queue;
  }

  #count({ queue, exchange }: Origin, isReached: boolean): void {
    if (!isReached) {
      this.skipped++;
      return;
    }
    this.replayed++;
    const name = this.request.to === 'queue' ? queue : exchange;
    const count = this.targets.get(name);
    if (count === undefined && this.targets.size >= TARGETS_MAX) return;
    this.targets.set(name, (count ?? 0) + 1);
  }

  #end(state: 'finished' | 'cancelled'): void {
    if (this.state !== 'running') return;
    this.state = state;
    this.#context.clock.cancel(this.#timer);
  }
}

/** As it was published first; what is known of its deaths stays with it. */
function asItWas(message: Message, { exchange, routingKey }: Origin): Message {
  return message.format.rewrite(message, {
    exchange,
    routingKey,
    extraKeys: [],
    setHeaders: new Map(),
    removeHeaders: [],
    dropExpiration: false,
  });
}
