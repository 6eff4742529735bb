/**
 * A delayed exchange under random load in a broker that crashes now and then, at any border between
 * the changes that its store commits. A ledger knows each message: when it is due, whether it was
 * confirmed, and when it was taken out of the queue. A broker without room has almost all that
 * waits on the disk alone.
 */
import { expect } from 'chai';
import { Broker } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import type { DelayedMessages } from '../../src/core/exchange/delayed-messages.js';
import { NO_FIELDS } from '../../src/core/field.js';
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
const STEPS = 200;
const DELAY_MAX = 2_000;

interface Item {
  readonly persistent: boolean;
  readonly dueAt: number;
  /** Where its publish ends; 0 once it has outlived a crash. */
  published: number;
  /** Two, if a crash fell between its copy in the queue and the end of its wait. */
  copies: number;
  /** The change after which none is left; undefined while one is there. */
  gone: number | undefined;
}

class DelayedSimulation {
  readonly #random: SeededRandom;
  readonly #owner = { name: 'simulation' };
  readonly #limits: ResidencyLimits;
  readonly #ledger = new Map<string, Item>();
  readonly #bodyByDue = new Map<number, string>();
  #clock = new Clock(1_000_000);
  #store = new ScriptedStore();
  #vhost: Vhost;
  #published = 0;

  constructor(seed: number, limits: ResidencyLimits) {
    this.#random = new SeededRandom(seed);
    this.#limits = limits;
    this.#vhost = this.#start();
    const flags = { durable: true, autoDelete: false };
    const args = fields({ 'x-delayed-type': 'fanout' });
    const exchange = { name: 'x', type: 'x-delayed-message', internal: false, arguments: args };
    this.#vhost.declareExchange({ ...flags, ...exchange });
    const queue = { name: 'q', exclusive: false, arguments: NO_FIELDS };
    this.#vhost.declareQueue({ ...flags, ...queue }, this.#owner);
    const ends = { source: 'x', destinationKind: 'queue', destination: 'q' } as const;
    this.#vhost.bind({ ...ends, routingKey: '', arguments: NO_FIELDS }, this.#owner);
    this.#store.commit();
  }

  run(steps: number): void {
    for (let step = 0; step < steps; step++) this.#step();
    this.#clock.advance(this.#clock.now + 2 * DELAY_MAX);
    this.#settleDown();
    this.#crash();
  }

  #step(): void {
    const random = this.#random;
    const dice = random.below(100);
    if (random.chance(30)) this.#store.answer(random.below(3));
    if (dice < 45) this.#publish();
    else if (dice < 60) this.#take();
    else if (dice < 80) this.#store.commit(random.below(8));
    else if (dice < 96) this.#clock.advance(this.#clock.now + random.below(400));
    else this.#crash();
    this.#expectNothingEarly();
  }

  get #queue(): Queue {
    return this.#vhost.requireQueue('q', this.#owner);
  }

  get #delayed(): DelayedMessages {
    const { delayed } = this.#vhost.requireExchange('x');
    if (delayed === undefined) throw new Error('x is a delayed exchange');
    return delayed;
  }

  #publish(): void {
    const body = String(++this.#published);
    const persistent = this.#random.chance(80);
    let delay = this.#random.below(DELAY_MAX);
    // No two are due at the same time: so each is known by it.
    while (this.#bodyByDue.has(this.#clock.now + delay)) delay++;
    const headers = fields({ 'x-delay': delay });
    this.#vhost.publish(message({ exchange: 'x', body, headers, persistent }));
    const dueAt = this.#clock.now + delay;
    this.#bodyByDue.set(dueAt, body);
    this.#ledger.set(body, {
      persistent,
      dueAt,
      published: this.#store.last,
      copies: 1,
      gone: undefined,
    });
  }

  /** Takes one out for good. */
  #take(): void {
    if (!this.#queue.awaitHead()) return;
    const entry = this.#queue.get(true);
    if (entry === undefined) return;
    const item = this.#itemOf(bodyOf(entry.message));
    expect(item.dueAt).to.be.at.most(this.#clock.now);
    item.copies--;
    if (item.copies === 0) item.gone = this.#store.last;
  }

  #expectNothingEarly(): void {
    const late = [...this.#ledger.values()].filter(({ dueAt }) => dueAt > this.#clock.now);
    expect(this.#delayed.count).to.be.at.least(late.length);
    const [next] = this.#delayed.upcoming(1);
    if (next !== undefined) expect(next.dueAt).to.be.greaterThan(this.#clock.now);
  }

  #crash(): void {
    this.#store.commit(this.#random.below(this.#store.pendingCount + 1));
    const survivors = new Map([...this.#ledger].filter(([, item]) => item.persistent));
    const isDurable = (last: number): boolean => this.#store.isDurable(1, last);
    const confirmed = new Set([...survivors].filter(([, { published }]) => isDurable(published)));
    const gone = [...survivors].filter(([, item]) => item.gone !== undefined);
    const goneForGood = new Set(gone.filter(([, item]) => isDurable(item.gone ?? 0)));
    this.#clock = new Clock(this.#clock.now);
    this.#store = this.#store.reopen();
    this.#vhost = this.#start();
    const found = this.#recovered();
    for (const body of found.keys()) expect(survivors.has(body), `${body} came up`).to.equal(true);
    for (const [body, item] of goneForGood) {
      expect(found.has(body), `${body}, due at ${item.dueAt}, is back`).to.equal(false);
    }
    for (const [body, item] of confirmed) {
      if (item.gone !== undefined) continue;
      expect(found.has(body), `${body}, due at ${item.dueAt}, was confirmed`).to.equal(true);
    }
    for (const [body, item] of this.#ledger) {
      item.copies = found.get(body) ?? 0;
      if (item.copies === 0) this.#ledger.delete(body);
      item.gone = undefined;
      item.published = 0;
    }
  }

  /** How often each of what waits, and of what is in the queue, which stays there. */
  #recovered(): Map<string, number> {
    const bodies: string[] = [];
    // What is due comes at once.
    this.#clock.advance(this.#clock.now);
    this.#settleDown();
    for (const { dueAt } of this.#delayed.upcoming(Infinity)) {
      bodies.push(this.#bodyByDue.get(dueAt) ?? `due at ${dueAt}`);
    }
    const entries: QueueEntry[] = [];
    for (;;) {
      while (!this.#queue.awaitHead()) this.#store.settleDown();
      const entry = this.#queue.get(false);
      if (entry === undefined) break;
      entries.push(entry);
      bodies.push(bodyOf(entry.message));
    }
    for (const entry of entries) entry.queue.requeue(entry);
    const counts = new Map<string, number>();
    for (const body of bodies) counts.set(body, (counts.get(body) ?? 0) + 1);
    return counts;
  }

  #settleDown(): void {
    while (this.#delayed.queue.dyingCount > 0) this.#store.settleDown();
  }

  #itemOf(body: string): Item {
    const item = this.#ledger.get(body);
    if (item === undefined) throw new Error(`${body} came from nowhere`);
    return item;
  }

  #start(): Vhost {
    const broker = new Broker({
      clock: this.#clock,
      store: this.#store,
      format: specFormat,
      token: () => 'token',
      random: () => this.#random.next(),
      ...this.#limits,
    });
    broker.start((error) => {
      expect(error).to.equal(undefined);
    });
    const vhost = broker.vhost('/');
    if (vhost === undefined) throw new Error('there is a vhost');
    return vhost;
  }
}

describe('A delayed exchange of a broker that crashes', () => {
  for (const [where, limits] of [
    ['in memory', {}],
    ['on the disk alone', NO_ROOM],
  ] as const) {
    it(`keeps every confirmed persistent message until its time, what waits ${where}`, function () {
      this.timeout(60_000);
      for (let run = 0; run < RUNS; run++) {
        try {
          new DelayedSimulation(SEED + run, limits).run(STEPS);
        } catch (error) {
          throw new Error(`run with SEED=${String(SEED + run)}`, { cause: error });
        }
      }
    });
  }
});
