/**
 * What a queue should do, said as plainly as possible: arrays, searched from end to end. The
 * simulation runs a real queue and this one side by side. The model runs second and reads from a
 * log what the real queue handed out; it knows which message had to come, and accepts any consumer
 * that could take it.
 */
import { expect } from 'chai';
import type { Consumer } from '../../src/core/consumer.js';
import { NO_FIELDS } from '../../src/core/field.js';
import type { QueueOptions } from '../../src/core/queue/options.js';
import type { QueueEntry } from '../../src/core/queue/entry.js';
import { bodyOf } from './core-builders.js';

export interface ModelMessage {
  readonly body: string;
  readonly priority: number;
  readonly persistent: boolean;
  /** -1 for none. */
  readonly ttlMs: number;
  /** Newest first, as `queue/reason`. */
  readonly deaths: readonly string[];
}

export interface Place {
  readonly message: ModelMessage;
  readonly sequence: number;
  /** Infinity for never. */
  readonly deadline: number;
  redelivered: boolean;
}

export interface Held {
  readonly entry: QueueEntry;
  readonly place: Place;
}

interface Logged {
  readonly consumer: SimulatedConsumer;
  readonly entry: QueueEntry;
}

/** What all models of one simulation share. */
export class ModelWorld {
  now = 0;
  readonly log: Logged[] = [];
  readonly queues = new Map<string, ModelQueue>();

  /** Takes the next delivery of a queue. Between queues the order is nobody's business. */
  nextOf(queue: string): Logged | undefined {
    const index = this.log.findIndex(({ entry }) => entry.queue.name === queue);
    return index < 0 ? undefined : this.log.splice(index, 1)[0];
  }
}

export class SimulatedConsumer implements Consumer<QueueEntry> {
  readonly tag: string;
  readonly noAck: boolean;
  readonly exclusive = false;
  readonly arguments = NO_FIELDS;
  readonly prefetch = 0;
  readonly held: Held[] = [];
  /** As the real queue sees it; `modelCredit` follows as the model reads the log. */
  credit: number;
  modelCredit: number;
  readonly #log: Logged[];

  constructor(world: ModelWorld, tag: string, noAck: boolean, credit: number) {
    this.tag = tag;
    this.noAck = noAck;
    this.credit = credit;
    this.modelCredit = credit;
    this.#log = world.log;
  }

  grant(credit: number): void {
    this.credit += credit;
    this.modelCredit += credit;
  }

  hasCredit(): boolean {
    return this.credit > 0;
  }

  deliver(entry: QueueEntry): void {
    expect(this.credit, 'credit').to.be.greaterThan(0);
    this.credit--;
    this.#log.push({ consumer: this, entry });
  }

  cancelled(): void {
    this.credit = 0;
  }
}

export class ModelQueue {
  readonly name: string;
  readonly ready: Place[] = [];
  readonly unsettled: Place[] = [];
  readonly consumers: SimulatedConsumer[] = [];
  enqueued = 0;
  refused = 0;
  settled = 0;
  isPaused = false;
  #options: QueueOptions;
  readonly #world: ModelWorld;
  #sequence = 0;

  constructor(name: string, options: QueueOptions, world: ModelWorld) {
    this.name = name;
    this.#options = options;
    this.#world = world;
    world.queues.set(name, this);
  }

  configure(options: QueueOptions): void {
    this.#options = options;
    this.#dropExcess();
  }

  enqueue(message: ModelMessage): boolean {
    const { overflow } = this.#options;
    if (overflow !== 'drop-head' && this.#isTooMuch([...this.ready.map(bodyIn), message.body])) {
      this.refused++;
      if (overflow === 'reject-publish-dlx') this.#die(message, 'maxlen');
      return false;
    }
    const ttls = [message.ttlMs, this.#options.messageTtlMs ?? -1].filter((ttlMs) => ttlMs >= 0);
    const deadline = this.#world.now + Math.min(Infinity, ...ttls);
    const place = { message, sequence: ++this.#sequence, deadline, redelivered: false };
    this.enqueued++;
    const goesStraight = this.ready.length === 0 && this.#takers().length > 0;
    if (!goesStraight && deadline <= this.#world.now) {
      this.#bury(message, 'expired');
      return true;
    }
    this.ready.push(place);
    if (goesStraight) this.pump();
    else this.#dropExcess();
    return true;
  }

  pump(): void {
    while (this.ready.length > 0 && this.#takers().length > 0) {
      const place = this.#takeFirst();
      const { consumer, entry } = this.#world.nextOf(this.name) ?? {};
      if (consumer === undefined || entry === undefined) {
        throw new Error(`${this.name} kept '${place.message.body}' from a consumer with credit`);
      }
      this.#compare(place, entry);
      expect(this.#takers(), 'consumers with credit').to.include(consumer);
      consumer.modelCredit--;
      if (consumer.noAck) this.settled++;
      else consumer.held.push(this.#hold(place, entry));
    }
  }

  /** Follows a get; `entry` is what the real queue gave. */
  get(entry: QueueEntry | undefined, noAck: boolean): Held | undefined {
    if (this.isPaused || this.ready.length === 0) {
      expect(entry, 'from an empty queue, or a paused one').to.equal(undefined);
      return undefined;
    }
    const place = this.#takeFirst();
    if (entry === undefined) throw new Error(`${this.name} has '${place.message.body}' to get`);
    this.#compare(place, entry);
    if (!noAck) return this.#hold(place, entry);
    this.settled++;
    return undefined;
  }

  acknowledge(place: Place): void {
    remove(this.unsettled, place);
    this.settled++;
  }

  reject(place: Place): void {
    remove(this.unsettled, place);
    this.#bury(place.message, 'rejected');
  }

  requeue(place: Place): void {
    remove(this.unsettled, place);
    place.redelivered = true;
    if (place.deadline <= this.#world.now) {
      this.#bury(place.message, 'expired');
      return;
    }
    this.ready.push(place);
    this.#dropExcess();
  }

  purge(): number {
    const count = this.ready.splice(0).length;
    this.settled += count;
    return count;
  }

  get nextDeadline(): number {
    return Math.min(Infinity, ...this.ready.map(({ deadline }) => deadline));
  }

  expireDue(): void {
    const due = this.ready.filter(({ deadline }) => deadline <= this.#world.now);
    due.sort((a, b) => a.sequence - b.sequence);
    for (const place of due) {
      remove(this.ready, place);
      this.#bury(place.message, 'expired');
    }
  }

  get storedSequences(): number[] {
    return [...this.ready, ...this.unsettled]
      .filter(({ message }) => message.persistent)
      .map(({ sequence }) => sequence)
      .sort((a, b) => a - b);
  }

  #takers(): SimulatedConsumer[] {
    if (this.isPaused) return [];
    const active = this.#options.singleActiveConsumer ? this.consumers.slice(0, 1) : this.consumers;
    return active.filter(({ modelCredit }) => modelCredit > 0);
  }

  #level({ message }: Place): number {
    return Math.min(message.priority, this.#options.maxPriority);
  }

  #takeFirst(): Place {
    this.ready.sort((a, b) => this.#level(b) - this.#level(a) || a.sequence - b.sequence);
    const place = this.ready.shift();
    if (place === undefined) throw new Error('nothing is ready');
    return place;
  }

  #hold(place: Place, entry: QueueEntry): Held {
    this.unsettled.push(place);
    return { entry, place };
  }

  #compare(place: Place, entry: QueueEntry): void {
    const { message, sequence, redelivered } = entry;
    const seen = [entry.queue.name, bodyOf(message), sequence, redelivered];
    const wanted = [this.name, place.message.body, place.sequence, place.redelivered];
    expect(seen).to.deep.equal(wanted);
  }

  #isTooMuch(bodies: readonly string[]): boolean {
    const { maxLength = Infinity, maxLengthBytes = Infinity } = this.#options;
    return bodies.length > maxLength || bodies.join('').length > maxLengthBytes;
  }

  #dropExcess(): void {
    if (this.#options.overflow !== 'drop-head') return;
    while (this.#isTooMuch(this.ready.map(bodyIn))) {
      this.ready.sort((a, b) => this.#level(a) - this.#level(b) || a.sequence - b.sequence);
      const place = this.ready.shift();
      if (place !== undefined) this.#bury(place.message, 'maxlen');
    }
  }

  #bury(message: ModelMessage, reason: string): void {
    this.settled++;
    this.#die(message, reason);
  }

  #die(message: ModelMessage, reason: string): void {
    const { deadLetterExchange, deadLetterRoutingKey } = this.#options;
    if (deadLetterExchange === undefined || deadLetterRoutingKey === undefined) return;
    const death = `${this.name}/${reason}`;
    const deaths = [death, ...message.deaths.filter((known) => known !== death)];
    const last = deaths.findIndex((known) => known.startsWith(`${deadLetterRoutingKey}/`));
    const round = deaths.slice(0, last + 1);
    if (round.length > 0 && !round.some((known) => known.endsWith('/rejected'))) {
      if (reason !== 'rejected') return;
    }
    this.#world.queues.get(deadLetterRoutingKey)?.enqueue({ ...message, ttlMs: -1, deaths });
  }
}

function bodyIn({ message }: Place): string {
  return message.body;
}

function remove<T>(items: T[], item: T): void {
  const index = items.indexOf(item);
  if (index < 0) throw new Error('the model has lost track');
  items.splice(index, 1);
}
