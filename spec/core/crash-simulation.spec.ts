/**
 * A broker under random load that crashes now and then, at any border between the changes that its
 * store commits. A ledger knows each message of each queue: published, confirmed, gone. Queues send
 * their dead letters to `dead`, which has no limits, so that nothing may be lost but what somebody
 * acknowledged. A broker without room has almost everything on the disk alone, and gets it back
 * when the disk is in the mood.
 */
import { expect } from 'chai';
import { Broker } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import { NO_FIELDS, textOf } from '../../src/core/field.js';
import { REFUSED } from '../../src/core/publish-result.js';
import type { QueueEntry } from '../../src/core/queue/entry.js';
import type { Queue } from '../../src/core/queue/queue.js';
import type { Vhost } from '../../src/core/vhost.js';
import {
  bodyOf,
  fields,
  message,
  NO_ROOM,
  specFormat,
  type ResidencyLimits,
} from '../support/core-builders.js';
import { ScriptedStore } from '../support/scripted-store.js';
import { seedOfRun, SeededRandom } from '../support/seed.js';

const SEED = seedOfRun();
const RUNS = 30;
const STEPS = 300;

const DEAD = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'dead' };
const QUEUES = new Map([
  ['plain', fields(DEAD)],
  ['short', fields({ ...DEAD, 'x-max-length': 5 })],
  ['brief', fields({ ...DEAD, 'x-message-ttl': 50, 'x-max-priority': 3 })],
  ['full', fields({ ...DEAD, 'x-max-length': 3, 'x-overflow': 'reject-publish' })],
  [
    'counted',
    fields({
      ...DEAD,
      'x-queue-type': 'quorum',
      'x-delivery-limit': 2,
      'x-delayed-retry-type': 'failed',
      'x-delayed-retry-min': 20,
      'x-delayed-retry-max': 40,
    }),
  ],
  ['dead', NO_FIELDS],
]);
const FANOUT = ['plain', 'short', 'brief'];

/** First and last position of the changes that something took. */
interface Range {
  readonly first: number;
  readonly last: number;
}

/** A message in the queue that it was published to, wherever it has gone from there. */
interface Item {
  readonly persistent: boolean;
  readonly published: Range;
  /** What the publisher was told. */
  isConfirmed: boolean;
  /** Two, if a crash fell between a dead letter and the end of its original. */
  copies: number;
  /**
   * The change after which no copy is left: once the disk has all up to there, none may come back.
   */
  gone: number | undefined;
}

class CrashSimulation {
  readonly #random: SeededRandom;
  readonly #owner = { name: 'simulation' };
  readonly #ledger = new Map<string, Item>();
  readonly #limits: ResidencyLimits;
  #clock = new Clock(1_000_000);
  #store = new ScriptedStore();
  #broker: Broker;
  #held: QueueEntry[] = [];
  /** By queue, the last message that was handed out. */
  #deliveredThrough = new Map<number, number>();
  #published = 0;
  /** How often something came back from the disk. */
  pageCount = 0;

  constructor(seed: number, limits: ResidencyLimits = {}) {
    this.#random = new SeededRandom(seed);
    this.#limits = limits;
    this.#broker = this.#start();
    this.#vhost.declareExchange({
      name: 'all',
      type: 'fanout',
      durable: true,
      autoDelete: false,
      internal: false,
      arguments: NO_FIELDS,
    });
    for (const name of QUEUES.keys()) this.#declare(name);
    this.#store.commit();
  }

  run(steps: number): void {
    for (let step = 0; step < steps; step++) this.#step();
    this.#crash();
    this.#restart();
    this.#broker.close(() => {});
    this.#answer();
    expect(this.#clock.nextDeadline, 'a timer after the end').to.equal(undefined);
  }

  #step(): void {
    const random = this.#random;
    const dice = random.below(200);
    if (random.chance(30)) this.#answer(random.below(3));
    if (dice < 90) this.#publish();
    else if (dice < 125) this.#get();
    else if (dice < 160) this.#settle();
    else if (dice < 180) this.#store.commit(random.below(8));
    else if (dice < 192) this.#clock.advance(this.#clock.now + random.below(40));
    else if (dice < 194) this.#delete();
    else if (dice < 198) this.#crash();
    else this.#restart();
  }

  get #vhost(): Vhost {
    const vhost = this.#broker.vhost('/');
    if (vhost === undefined) throw new Error('there is a vhost');
    return vhost;
  }

  #queue(name: string): Queue {
    return this.#vhost.requireQueue(name, this.#owner);
  }

  #publish(): void {
    const random = this.#random;
    const name = random.pick(['all', ...QUEUES.keys()]);
    const body = String(++this.#published);
    // A quorum queue keeps the others too, but the queue of its dead letters does not.
    const persistent = name === 'counted' || random.chance(70);
    const priority = random.below(4);
    // What expires in `dead` is lost, and rightly.
    const ttlMs = name !== 'dead' && random.chance(10) ? random.below(60) : -1;
    const [exchange, routingKey] = name === 'all' ? ['all', ''] : ['', name];
    const request = { exchange, routingKey, body, persistent, priority, ttlMs };
    const first = this.#store.last + 1;
    if ((this.#vhost.publish(message(request)) & REFUSED) !== 0) return;
    const published = { first, last: this.#store.last };
    for (const queue of name === 'all' ? FANOUT : [name]) {
      const item = {
        persistent,
        published,
        isConfirmed: false,
        copies: 1,
        gone: undefined,
      };
      this.#ledger.set(`${queue}/${body}`, item);
    }
  }

  #get(): void {
    const queue = this.#queue(this.#random.pick([...QUEUES.keys()]));
    const noAck = this.#random.chance(20);
    // Perhaps it is here by the next time.
    if (!queue.awaitHead()) return;
    const entry = this.#take(queue, noAck);
    if (entry === undefined) return;
    if (noAck) this.#lose(keyOf(entry));
    else this.#held.push(entry);
  }

  #settle(): void {
    if (this.#held.length === 0) return;
    const entry = this.#random.pick(this.#held);
    this.#held = this.#held.filter((other) => other !== entry);
    const { queue } = entry;
    const way = this.#random.pick(['acknowledge', 'acknowledge', 'requeue', 'reject'] as const);
    if (way === 'requeue') queue.requeue(entry, this.#random.chance(50) ? 'lost' : 'nacked');
    else queue[way](entry);
    const isGone = way === 'acknowledge' || (way === 'reject' && queue.name === 'dead');
    if (isGone) this.#lose(keyOf(entry));
  }

  /** With all that is in it, ready or held; a new one takes its place. */
  #delete(): void {
    const queue = this.#queue(this.#random.pick([...QUEUES.keys()]));
    // What is on its way to the dead letters would go with the queue.
    while (queue.dyingCount > 0) this.#answer();
    const entries = [...this.#drain(queue), ...this.#held.filter((held) => held.queue === queue)];
    this.#held = this.#held.filter((held) => held.queue !== queue);
    this.#vhost.deleteQueue(queue.name, { ifUnused: false, ifEmpty: false }, this.#owner);
    for (const entry of entries) this.#lose(keyOf(entry));
    this.#declare(queue.name);
    this.#store.commit();
  }

  #declare(name: string): void {
    const request = { durable: true, exclusive: false, autoDelete: false };
    const args = QUEUES.get(name) ?? NO_FIELDS;
    this.#vhost.declareQueue({ ...request, name, arguments: args }, this.#owner);
    if (!FANOUT.includes(name)) return;
    const binding = { source: 'all', destinationKind: 'queue', destination: name } as const;
    this.#vhost.bind({ ...binding, routingKey: '', arguments: NO_FIELDS }, this.#owner);
  }

  #crash(): void {
    this.#store.commit(this.#random.below(this.#store.pendingCount + 1));
    this.#recover(() => true);
  }

  #restart(): void {
    const through = this.#deliveredThrough;
    this.#broker.close((error) => {
      expect(error).to.equal(undefined);
    });
    expect(this.#clock.nextDeadline, 'a timer after the end').to.equal(undefined);
    this.#recover(({ queue, sequence }) => sequence <= (through.get(queue.definition.id) ?? 0));
  }

  #recover(wasDelivered: (entry: QueueEntry) => boolean): void {
    for (const item of this.#ledger.values()) {
      item.isConfirmed ||= this.#isDurable(item.published);
    }
    const isGoneForGood = (item: Item): boolean =>
      item.gone !== undefined && this.#isDurable({ first: 1, last: item.gone });
    const goneForGood = new Set([...this.#ledger.values()].filter(isGoneForGood));

    this.#clock = new Clock(this.#clock.now);
    this.#store = this.#store.reopen();
    this.#held = [];
    this.#deliveredThrough = new Map();
    this.#broker = this.#start();

    const entries = this.#recovered(wasDelivered);
    const copies = new Map<string, number>();
    for (const entry of entries) copies.set(keyOf(entry), (copies.get(keyOf(entry)) ?? 0) + 1);
    this.#compare(copies, goneForGood);
    for (const entry of this.#random.shuffled(entries)) entry.queue.requeue(entry);
  }

  /** All that is there, in order, and as it should be. */
  #recovered(wasDelivered: (entry: QueueEntry) => boolean): QueueEntry[] {
    const entries: QueueEntry[] = [];
    for (const name of QUEUES.keys()) {
      const found = this.#drain(this.#queue(name));
      for (const entry of found) {
        const isStored = entry.appended === 0;
        const where = `${name}: ${bodyOf(entry.message)}`;
        expect(entry.redelivered, where).to.equal(isStored && wasDelivered(entry));
      }
      const numbers = found.map(({ message }) => Number(bodyOf(message)));
      if (name !== 'dead' && name !== 'brief') {
        expect(numbers, name).to.deep.equal([...numbers].sort((a, b) => a - b));
      }
      entries.push(...found);
    }
    return entries;
  }

  #compare(copies: ReadonlyMap<string, number>, goneForGood: ReadonlySet<Item>): void {
    for (const key of copies.keys()) expect(this.#ledger.has(key), `${key} came up`).to.equal(true);
    for (const [key, item] of this.#ledger) {
      const count = copies.get(key) ?? 0;
      if (!item.persistent) expect(count, `${key} is transient`).to.equal(0);
      else if (goneForGood.has(item)) expect(count, `${key} is back`).to.equal(0);
      else if (item.isConfirmed && item.gone === undefined) {
        expect(count, `${key} was confirmed`).to.be.greaterThan(0);
      }
      if (count === 0) this.#ledger.delete(key);
      item.copies = count;
      item.gone = undefined;
      item.isConfirmed = true;
    }
  }

  #lose(key: string): void {
    const item = this.#ledger.get(key);
    if (item === undefined) throw new Error(`${key} came from nowhere`);
    item.copies--;
    if (item.copies === 0) item.gone = this.#store.last;
  }

  #answer(count?: number): void {
    this.pageCount += Math.min(count ?? Infinity, this.#store.fetchCount);
    this.#store.answer(count);
  }

  #drain(queue: Queue): QueueEntry[] {
    const entries: QueueEntry[] = [];
    for (;;) {
      while (!queue.awaitHead() || queue.dyingCount > 0) this.#answer();
      // What waits for its time would come out of order.
      if (queue.delayedCount > 0) {
        this.#clock.advance(this.#clock.now + 40);
        continue;
      }
      const entry = this.#take(queue, false);
      if (entry === undefined) return entries;
      entries.push(entry);
    }
  }

  #take(queue: Queue, noAck: boolean): QueueEntry | undefined {
    const entry = queue.get(noAck);
    if (entry === undefined) return undefined;
    const { id } = queue.definition;
    const through = this.#deliveredThrough.get(id) ?? 0;
    this.#deliveredThrough.set(id, Math.max(through, entry.sequence));
    return entry;
  }

  #isDurable({ first, last }: Range): boolean {
    return this.#store.isDurable(first, last);
  }

  #start(): Broker {
    const broker = new Broker({
      clock: this.#clock,
      store: this.#store,
      format: specFormat,
      token: () => 'token',
      random: () => this.#random.next(),
      ...this.#limits,
    });
    let isStarted = false;
    broker.start((error) => {
      expect(error).to.equal(undefined);
      isStarted = true;
    });
    expect(isStarted).to.equal(true);
    return broker;
  }
}

/** The queue that the message was published to, and the message. */
function keyOf({ queue, message }: QueueEntry): string {
  const origin = textOf(specFormat.headers(message).get('x-first-death-queue')) ?? queue.name;
  return `${origin}/${bodyOf(message)}`;
}

describe('A broker that crashes', () => {
  it('keeps every confirmed persistent message that nobody settled', function () {
    this.timeout(30_000);
    for (let run = 0; run < RUNS; run++) {
      try {
        new CrashSimulation(SEED + run).run(STEPS);
      } catch (error) {
        throw new Error(`run with SEED=${String(SEED + run)}`, { cause: error });
      }
    }
  });

  it('does so as well when there is no room for messages in memory', function () {
    this.timeout(60_000);
    let pageCount = 0;
    for (let run = 0; run < RUNS; run++) {
      try {
        const simulation = new CrashSimulation(SEED + run, NO_ROOM);
        simulation.run(STEPS);
        pageCount += simulation.pageCount;
      } catch (error) {
        throw new Error(`run with SEED=${String(SEED + run)}`, { cause: error });
      }
    }
    expect(pageCount, 'pages that came back').to.be.greaterThan(RUNS);
  });
});
