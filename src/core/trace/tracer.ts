/**
 * Follows the messages of one vhost that its traces want: told of each step by the vhost, its
 * queues and the protocols, but only while `isOn`, so that a step costs one question otherwise.
 * Messages are known by the objects that they are: as a Message until it is in a queue, as the
 * queue's entry from there on, whether its message is in memory or on the disk.
 */
import type { Delivery } from '../consumer.js';
import type { Explanation } from '../exchange/explain.js';
import type { TracedChannel } from '../firehose.js';
import type { Message } from '../message.js';
import type { DeathReason } from '../queue/death-history.js';
import { QueueEntry } from '../queue/entry.js';
import type { Queue } from '../queue/queue.js';
import { DUPLICATE } from '../router.js';
import type { Target } from '../target.js';
import { Calls } from './calls.js';
import { digestOf } from './message-digest.js';
import { routeFactsOf } from './route-facts.js';
import type {
  Removal,
  ReturnCause,
  RouteFacts,
  StepFacts,
  StepKind,
  TracedClient,
} from './step.js';
import { Subjects } from './subjects.js';
import type { Trace } from './trace.js';
import { type Followed, PLACES_MAX, Way } from './way.js';

export interface TracerContext {
  /** Milliseconds since the epoch, with fractions if there are any to be had. */
  readonly time: () => number;
  /** How a message gets to its queues; undefined if its exchange is not there. */
  readonly explain: (message: Message) => Explanation | undefined;
  /** `isOn` has changed. */
  readonly onSwitched: () => void;
}

/** One copy of a message, in one queue. */
interface Place {
  readonly way: Way;
  readonly number: number;
  readonly queue: string;
  /** It waits at a delayed exchange, and what ends there is its wait. */
  readonly isHeld: boolean;
  /** How many queues its dead letter was tried on. */
  triedCount: number | undefined;
  isKept: boolean;
}

export class Tracer {
  /** Is any trace running? Asked for each step of each message. */
  isOn = false;
  readonly #context: TracerContext;
  readonly #subjects = new Subjects();
  readonly #running = new Set<Trace>();
  /** A message that waits for long keeps its way no longer than the traces do. */
  #followed = new WeakMap<Message, Followed>();
  /** What the router remembers, it gives as the same list each time. */
  readonly #routes = new WeakMap<readonly Target[], RouteFacts>();
  readonly #places = new Map<QueueEntry, Place>();
  readonly #calls = new Calls();
  #revision = 0;

  constructor(context: TracerContext) {
    this.#context = context;
  }

  /** That of the latest change of any way. */
  get revision(): number {
    return this.#revision;
  }

  start(trace: Trace): void {
    this.#running.add(trace);
    this.#subjects.add(trace);
    this.#switch();
  }

  /** `trace.endedAt` is set by now: what it alone has followed is followed no further. */
  stop(trace: Trace): void {
    if (!this.#running.delete(trace)) return;
    this.#subjects.delete(trace);
    for (const [, way] of trace.ways()) this.#releaseIfUnfollowed(way);
    this.#switch();
  }

  /** A client has published it, and `targets` are about to get it. */
  onRouted(message: Message, targets: readonly Target[], channel: TracedChannel): void {
    const request = this.#calls.find(message);
    const traces = this.#subjects.matching(message, targets);
    for (const trace of request?.traces.keys() ?? []) if (trace.isRunning) traces.add(trace);
    if (traces.size === 0) return;
    const way = this.#begin(message, traces);
    if (request !== undefined) this.#pair(request, way);
    this.#calls.await(way, message);
    const { exchange, routingKey } = way.digest;
    this.#add(way, 0, 'published', { exchange, routingKey, client: clientOf(channel) });
    this.#addRoute(way, message, targets);
  }

  onUnroutable(message: Message, isReturned: boolean): void {
    const way = this.#wayOf(message);
    if (way !== undefined) this.#add(way, 0, 'unroutable', { isReturned });
  }

  onRefused({ name }: Queue, message: Message): void {
    const way = this.#wayOf(message);
    if (way !== undefined) this.#add(way, 0, 'refused', { queue: name });
  }

  onDuplicate({ name }: Queue, message: Message): void {
    const way = this.#wayOf(message);
    if (way !== undefined) this.#add(way, 0, 'duplicate', { queue: name });
  }

  /** It is in the queue, behind so many that are ready. */
  onQueued(entry: QueueEntry, ahead: number): void {
    const { message, queue, redelivered } = entry;
    const way = this.#wayOf(message) ?? this.#beginAt(queue, message);
    if (way === undefined) return;
    for (const trace of this.#subjects.ofQueue(queue.name)) trace.add(way);
    const place = this.#place(way, entry, queue.name);
    if (place === undefined) return;
    this.#add(way, place.number, 'queued', { queue: queue.name, ahead, redelivered });
  }

  /** It was in the queue when the trace of the queue began. */
  onFound(entry: QueueEntry, message: Message, trace: Trace): void {
    const { queue } = entry;
    if (this.#places.has(entry)) {
      const known = this.#places.get(entry);
      if (known !== undefined) trace.add(known.way);
      return;
    }
    const way = this.#begin(message, [trace]);
    const place = this.#place(way, entry, queue.name);
    if (place !== undefined) this.#add(way, place.number, 'found', { queue: queue.name });
  }

  /** It waits at a delayed exchange; `held` is what waits of it. */
  onHeld(entry: QueueEntry, message: Message, exchange: string, until: number): void {
    const way = this.#wayOf(message);
    if (way === undefined) return;
    const place = this.#place(way, entry, exchange, true);
    if (place !== undefined) this.#add(way, place.number, 'held', { exchange, until });
  }

  /** Its wait at a delayed exchange is over. */
  onReleased(entry: QueueEntry, copy: Message, targets: readonly Target[]): void {
    const place = this.#places.get(entry);
    if (place === undefined) return;
    this.#end(entry, place, 'released', {});
    this.#followed.set(copy, place.way.followed);
    this.#addRoute(place.way, copy, targets);
  }

  /** A consumer is given it, or, without a tag, whoever asked for it by a get. */
  onDelivered(delivery: Delivery, channel: TracedChannel, consumerTag?: string): void {
    const client = clientOf(channel);
    const { redelivered } = delivery;
    const facts = consumerTag === undefined ? { client } : { client, consumerTag };
    if (!(delivery instanceof QueueEntry)) {
      const way = this.#wayOf(delivery.message);
      if (way !== undefined) this.#add(way, 0, 'delivered', { ...facts, redelivered });
      return;
    }
    const place = this.#places.get(delivery);
    if (place === undefined) return;
    const noAck = delivery.state === 'settled';
    const kind = consumerTag === undefined ? 'got' : 'delivered';
    const told = { queue: place.queue, ...facts, redelivered, noAck };
    if (noAck) this.#end(delivery, place, kind, told);
    else this.#add(place.way, place.number, kind, told);
  }

  onAcknowledged(entry: QueueEntry): void {
    const place = this.#places.get(entry);
    if (place !== undefined) this.#end(entry, place, 'acknowledged', { queue: place.queue });
  }

  onReturned(entry: QueueEntry, cause: ReturnCause): void {
    const place = this.#places.get(entry);
    if (place === undefined) return;
    this.#add(place.way, place.number, 'requeued', { queue: place.queue, cause });
  }

  /** It came back, and is not to go out again before. */
  onDelayed(entry: QueueEntry, until: number): void {
    const place = this.#places.get(entry);
    if (place === undefined) return;
    this.#add(place.way, place.number, 'held', { queue: place.queue, until });
  }

  /** `isGone`: there is no dead-letter exchange. */
  onDied(entry: QueueEntry, reason: DeathReason, isGone: boolean): void {
    const place = this.#places.get(entry);
    if (place === undefined || place.isHeld) return;
    const facts = { queue: place.queue, isGone };
    if (isGone) this.#end(entry, place, reason, facts);
    else this.#add(place.way, place.number, reason, facts);
  }

  /**
   * Its dead letter is about to come to `targets`. Without an entry it was refused, and never in
   * the queue. One that is kept until it is taken is tried again and again.
   */
  onDeadLetter(
    entry: QueueEntry | undefined,
    message: Message,
    copy: Message,
    targets: readonly Target[],
  ): void {
    const place = entry && this.#places.get(entry);
    const way = place?.way ?? this.#wayOf(message) ?? this.#beginDead(copy, targets);
    if (way === undefined) return;
    this.#followed.set(copy, way.followed);
    if (place !== undefined && place.triedCount === targets.length) return;
    if (place !== undefined) place.triedCount = targets.length;
    for (const trace of this.#subjects.matching(copy, targets)) trace.add(way);
    const { exchange, routingKey } = copy;
    this.#add(way, place?.number ?? 0, 'dead_lettered', {
      ...(place !== undefined && { queue: place.queue }),
      exchange,
      routingKey,
      ...this.#routeOf(copy, targets),
    });
  }

  /** All copies of its dead letter are where they go, or it is kept until they are. */
  onDeadLettered(entry: QueueEntry, isTaken: boolean): void {
    const place = this.#places.get(entry);
    if (place === undefined) return;
    if (isTaken) return this.#leave(entry, place);
    if (place.isKept) return;
    place.isKept = true;
    this.#add(place.way, place.number, 'kept', { queue: place.queue });
  }

  /** It is about to leave its queue for others. */
  onMoving(entry: QueueEntry, copy: Message, targets: readonly Target[]): void {
    const place = this.#places.get(entry);
    if (place === undefined) return;
    this.#followed.set(copy, place.way.followed);
    const { exchange, routingKey } = copy;
    const route = { hops: [], queues: targets.map(({ name }) => name) };
    this.#add(place.way, place.number, 'moved', {
      queue: place.queue,
      exchange,
      routingKey,
      route: { ...route, queueCount: targets.length, isDirectReply: false },
    });
  }

  /** It leaves its queue without having been settled. Of what was moved this was told before. */
  onRemoved(entry: QueueEntry, how: Removal): void {
    const place = this.#places.get(entry);
    if (place === undefined) return;
    if (how === 'moved') this.#leave(entry, place);
    else this.#end(entry, place, how, { queue: place.queue });
  }

  onQueueDeleted(queue: Queue): void {
    for (const entry of this.#places.keys()) {
      if (entry.queue === queue) this.onRemoved(entry, 'queue_deleted');
    }
  }

  #switch(): void {
    this.isOn = this.#running.size > 0;
    if (!this.isOn) this.#followed = new WeakMap();
    this.#context.onSwitched();
  }

  /** Undefined if nobody follows it, or not any more. */
  #wayOf(message: Message): Way | undefined {
    const way = this.#followed.get(message)?.way;
    return way?.isFollowed === true ? way : undefined;
  }

  #begin(message: Message, traces: Iterable<Trace>): Way {
    const way = new Way(digestOf(message), this.#context.time());
    this.#followed.set(message, way.followed);
    for (const trace of traces) trace.add(way);
    return way;
  }

  /** What no client has published comes to a queue that is traced. */
  #beginAt({ name }: Queue, message: Message): Way | undefined {
    if (!this.#subjects.hasQueue(name)) return undefined;
    return this.#begin(message, this.#subjects.ofQueue(name));
  }

  /** Its dead letter is the first that is wanted of it. */
  #beginDead(copy: Message, targets: readonly Target[]): Way | undefined {
    const traces = this.#subjects.matching(copy, targets);
    return traces.size === 0 ? undefined : this.#begin(copy, traces);
  }

  #pair(request: Way, reply: Way): void {
    this.#calls.forget(request);
    request.reply = reply;
    reply.request = request;
  }

  /** Undefined where there are too many already. */
  #place(way: Way, entry: QueueEntry, queue: string, isHeld = false): Place | undefined {
    const isWanted = this.#subjects.hasQueue(queue) && way.placeCount < 2 * PLACES_MAX;
    if (way.placeCount >= PLACES_MAX && !isWanted) {
      way.unfollowedCount++;
      return undefined;
    }
    const number = ++way.placeCount;
    const place = { way, number, queue, isHeld, triedCount: undefined, isKept: false };
    way.places.add(entry);
    this.#places.set(entry, place);
    return place;
  }

  #end(entry: QueueEntry, place: Place, kind: StepKind, facts: StepFacts): void {
    this.#leave(entry, place);
    this.#add(place.way, place.number, kind, facts);
  }

  #leave(entry: QueueEntry, { way }: Place): void {
    this.#places.delete(entry);
    way.places.delete(entry);
    this.#touch(way);
  }

  #addRoute(way: Way, message: Message, targets: readonly Target[]): void {
    const told = this.#routeOf(message, targets);
    if (told !== undefined) this.#add(way, 0, 'routed', told);
  }

  #routeOf(message: Message, targets: readonly Target[]): StepFacts | undefined {
    const known = this.#routes.get(targets);
    if (known !== undefined) return { route: known };
    const explanation = this.#context.explain(message);
    if (explanation === undefined) return undefined;
    const route = routeFactsOf(explanation, targets);
    if (targets !== DUPLICATE) this.#routes.set(targets, route);
    return { route };
  }

  #add(way: Way, place: number, kind: StepKind, facts: StepFacts): void {
    const before = way.bytes;
    way.add({ kind, at: this.#context.time(), place, ...facts });
    this.#touch(way);
    const grown = way.bytes - before;
    for (const trace of [...way.traces.keys()]) {
      trace.note(grown);
      for (const gone of trace.trim()) this.#releaseIfUnfollowed(gone);
    }
  }

  /** A request changes with its reply. */
  #touch(way: Way): void {
    way.revision = ++this.#revision;
    if (way.request !== undefined) way.request.revision = this.#revision;
  }

  #releaseIfUnfollowed(way: Way): void {
    if (!way.isFollowed) this.#release(way);
    if (way.traces.size > 0) return;
    if (way.reply !== undefined) way.reply.request = undefined;
    if (way.request !== undefined) way.request.reply = undefined;
  }

  #release(way: Way): void {
    this.#calls.forget(way);
    way.followed.way = undefined;
    if (!way.isOpen) return;
    way.isCut = true;
    for (const entry of way.places) this.#places.delete(entry);
    way.places.clear();
    this.#touch(way);
  }
}

function clientOf({ number, connection }: TracedChannel): TracedClient {
  return { connection: connection.name, channel: number, user: connection.user };
}
