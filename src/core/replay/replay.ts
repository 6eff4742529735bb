/**
 * Sends the dead letters in a queue back to where they came from, or all its messages to another
 * queue: in turns, at the pace that is asked for. What comes to the queue after the start is left
 * alone, so what dies again is not sent round in circles. Made by replays.ts.
 */
import type { Clock, Timer } from '../clock.js';
import type { Message } from '../message.js';
import type { BrowsedMessage, BrowsePage } from '../queue/browsing.js';
import type { Queue } from '../queue/queue.js';
import type { Store } from '../store.js';
import type { Target } from '../target.js';
import { LetterGroups, type LetterOutcome } from './letter-groups.js';
import { type Origin, originOf } from './origin.js';
import { readdressed, relocate } from './relocation.js';

/** What is asked for, in data. */
export interface ReplayTerms {
  /** To the queue in which each died first, or to the exchange to which it was published first. */
  readonly to: 'queue' | 'exchange';
  /** To the queue of this name, dead letters or not. */
  readonly target?: string | undefined;
  /** Only those that died so. */
  readonly reason?: string | undefined;
  /** Only those that died there. */
  readonly fromQueue?: string | undefined;
  /** As fast as it goes, if it is not given. */
  readonly perSecond?: number | undefined;
  /** Counts what would be done, and does nothing. */
  readonly isDryRun: boolean;
}

export interface ReplayRequest extends ReplayTerms {
  readonly matches?: ((message: Message) => boolean) | undefined;
  /** May whoever asks for it write there? Asked for each message. Without it, everywhere. */
  readonly mayReach?: ((origin: Origin) => boolean) | undefined;
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

export type ReplayState = 'running' | 'finished' | 'cancelled' | 'queue_deleted';

/** So many in one turn, and less at a slow pace. */
const TURN_MAX = 256;
const TURNS_PER_SECOND = 10;
/** While the store is behind. */
const PAUSE_MS = 50;
/** However slow it is: a queue that has gone is let go of. */
const WAIT_MAX_MS = 1_000;
/** Names of targets that are counted apart; there are no more in sane cases. */
const TARGETS_MAX = 1_000;

/** What only a replay under way needs, and keeps in memory. */
interface Run extends ReplayContext {
  readonly request: ReplayRequest;
}

export class Replay {
  readonly id: string;
  readonly terms: ReplayTerms;
  readonly vhost: string;
  readonly queueName: string;
  readonly startedAt: number;
  /** How many were ready at the start. */
  readonly messageCount: number;
  state: ReplayState = 'running';
  endedAt: number | undefined;
  /**
   * Looked at; of these sent back; of these left: nobody takes them or it is not known where they
   * came from, there is no room, or whoever asks may not write there.
   */
  examined = 0;
  replayed = 0;
  skipped = 0;
  refused = 0;
  denied = 0;
  /** How many went to which queue or exchange. */
  readonly targets = new Map<string, number>();
  readonly groups = new LetterGroups();
  /** Those up to here were in the queue at the start. */
  readonly #through: number;
  readonly #turnSize: number;
  readonly #turnMs: number;
  #run: Run | undefined;
  #next = 0;
  #timer: Timer | undefined;

  constructor(request: ReplayRequest, context: ReplayContext) {
    const { to, target, reason, fromQueue, perSecond, isDryRun } = request;
    const { queue } = context;
    this.id = context.id;
    this.terms = { to, target, reason, fromQueue, perSecond, isDryRun };
    this.vhost = context.vhost.name;
    this.queueName = queue.name;
    this.startedAt = context.clock.now;
    this.messageCount = queue.messageCount;
    this.#run = { ...context, request };
    this.#through = queue.lastSequence;
    const pace = perSecond ?? Infinity;
    this.#turnSize = Math.min(TURN_MAX, Math.ceil(pace / TURNS_PER_SECOND));
    this.#turnMs = pace === Infinity ? 0 : (1_000 * this.#turnSize) / pace;
  }

  start(): void {
    this.#proceed();
  }

  /** Is it under way in this queue? */
  isIn(queue: Queue): boolean {
    return this.#run?.queue === queue;
  }

  /** What was sent back stays sent back. */
  cancel(): void {
    this.#end('cancelled');
  }

  #proceed(): void {
    const run = this.#run;
    if (run === undefined) return;
    if (run.queue.isDeleted) return this.#end('queue_deleted');
    if (run.store.isCongested) return this.#wait(run.clock.now + PAUSE_MS);
    const { reason, fromQueue, matches } = run.request;
    const isFiltered = reason !== undefined || fromQueue !== undefined || matches !== undefined;
    run.queue.browse(
      {
        from: this.#next,
        count: this.#turnSize,
        matches: isFiltered ? (message) => concerns(run.request, message) : undefined,
      },
      (page) => this.#onPage(page),
    );
  }

  #onPage({ messages, next, examined }: BrowsePage): void {
    const run = this.#run;
    if (run === undefined) return;
    if (run.queue.isDeleted) return this.#end('queue_deleted');
    this.examined += examined;
    for (const browsed of messages) {
      if (browsed.entry.sequence > this.#through) return this.#end('finished');
      this.#replay(run, browsed);
    }
    if (next === undefined || next > this.#through) return this.#end('finished');
    this.#next = next;
    this.#wait(run.clock.now + (messages.length === 0 ? 0 : this.#turnMs));
  }

  /** Looks after the queue now and then meanwhile. */
  #wait(until: number): void {
    const run = this.#run;
    if (run === undefined) return;
    const { clock, queue } = run;
    if (until <= clock.now) {
      this.#timer = clock.next(() => this.#proceed());
      return;
    }
    this.#timer = clock.at(Math.min(until, clock.now + WAIT_MAX_MS), () => {
      if (queue.isDeleted || clock.now >= until) this.#proceed();
      else this.#wait(until);
    });
  }

  #replay(run: Run, { entry, message }: BrowsedMessage): void {
    const { target } = this.terms;
    const origin = target === undefined ? originOf(message.format.headers(message)) : at(target);
    if (origin === undefined) return this.#count(undefined, 'unknown');
    if (entry.state !== 'ready') return this.#count(origin, 'gone');
    if (run.request.mayReach?.(origin) === false) return this.#count(origin, 'denied');
    const copy = readdressed(message, origin.exchange, origin.routingKey);
    if (run.request.isDryRun) return this.#count(origin, this.#foresee(run, copy, origin));
    const targets = targetsOf(run, copy, origin);
    if (targets.length === 0) this.#count(origin, 'nowhere');
    else this.#count(origin, relocate(entry, copy, targets) ? 'replayed' : 'refused');
  }

  /** Whether an exchange leads anywhere is not tried: its random choices are for messages. */
  #foresee(run: Run, copy: Message, { queue, exchange, routingKey }: Origin): LetterOutcome {
    if (this.terms.to === 'exchange' && exchange !== '') return 'replayed';
    const name = this.terms.to === 'queue' ? queue : routingKey;
    const [target] = queueOf(run, name);
    if (target === undefined) return 'nowhere';
    const planned = this.targets.get(this.terms.to === 'queue' ? queue : exchange) ?? 0;
    return target.refuses(copy) || !hasRoomFor(target, planned + 1) ? 'refused' : 'replayed';
  }

  #count(origin: Origin | undefined, outcome: LetterOutcome): void {
    const { target: named, to } = this.terms;
    const target = origin === undefined ? undefined : origin[to];
    this.groups.count(named === undefined ? origin : undefined, target, outcome);
    switch (outcome) {
      case 'replayed':
        this.replayed++;
        if (target !== undefined) this.#countTarget(target);
        break;
      case 'refused':
        this.refused++;
        break;
      case 'denied':
        this.denied++;
        break;
      default:
        this.skipped++;
    }
  }

  #countTarget(name: string): void {
    const count = this.targets.get(name);
    if (count === undefined && this.targets.size >= TARGETS_MAX) return;
    this.targets.set(name, (count ?? 0) + 1);
  }

  /** What is over is kept for a while; its queue and its vhost may be gone, and are let go of. */
  #end(state: Exclude<ReplayState, 'running'>): void {
    if (this.#run === undefined) return;
    this.state = state;
    this.endedAt = this.#run.clock.now;
    this.#run.clock.cancel(this.#timer);
    this.#timer = undefined;
    this.#run = undefined;
  }
}

function concerns({ reason, fromQueue, matches }: ReplayRequest, message: Message): boolean {
  if (reason !== undefined || fromQueue !== undefined) {
    const origin = originOf(message.format.headers(message));
    if (reason !== undefined && origin?.reason !== reason) return false;
    if (fromQueue !== undefined && origin?.queue !== fromQueue) return false;
  }
  return matches?.(message) !== false;
}

function targetsOf(run: Run, copy: Message, origin: Origin): readonly Target[] {
  if (run.request.to === 'queue') return queueOf(run, origin.queue);
  // By name alone: an RPC client that waits for a reply is told nothing twice.
  return origin.exchange === '' ? queueOf(run, origin.routingKey) : run.vhost.routeOwn(copy);
}

/** Back into its own queue leads nowhere. */
function queueOf({ vhost, queue }: Run, name: string): readonly Queue[] {
  const target = vhost.queue(name);
  return target === undefined || target === queue ? [] : [target];
}

/** As if it had come from there. */
function at(queue: string): Origin {
  return { queue, reason: '', exchange: '', routingKey: queue };
}

/** By its length alone, if it refuses what is too much. */
function hasRoomFor({ options, messageCount }: Queue, count: number): boolean {
  const { overflow, maxLength = Infinity } = options;
  return overflow === 'drop-head' || messageCount + count <= maxLength;
}
