/**
 * Queues under random load beside a model of plain arrays (spec/support/queue-model.ts). Three
 * queues in a row: dead letters of `q` go to `d`, of `d` to `e`, and what is rejected in `e`
 * returns to `q`. Policies change, and queues are paused. Deadlines of `q` are even and those of
 * `d` odd, so that no two queues expire messages in the same millisecond.
 *
 * A world without room has almost everything on the disk alone. There the real queues need the disk
 * to follow the model: after each move it answers until all is quiet, and all queues go on.
 */
import { expect } from 'chai';
import type { Field } from '../../src/core/field.js';
import { NO_POLICIES } from '../../src/core/policy/policy.js';
import type { Queue } from '../../src/core/queue/queue.js';
import {
  fields,
  message,
  NO_ROOM,
  QueueYard,
  type ResidencyLimits,
} from '../support/core-builders.js';
import type { Held } from '../support/queue-model.js';
import { ModelQueue, ModelWorld, SimulatedConsumer } from '../support/queue-model.js';
import { seedOfRun, SeededRandom } from '../support/seed.js';

const SEED = seedOfRun();
const RUNS = 40;
const STEPS = 200;
const OVERFLOWS = ['drop-head', 'drop-head', 'reject-publish', 'reject-publish-dlx'] as const;

interface Pair {
  readonly real: Queue;
  readonly model: ModelQueue;
  /** Fetched by get, or left behind by a consumer. */
  readonly orphans: Held[];
  /** Of its time to live, if it may have one. */
  readonly ttlParity: number;
}

class Simulation {
  readonly #random: SeededRandom;
  readonly #yard: QueueYard;
  readonly #isWithoutRoom: boolean;
  readonly #world = new ModelWorld();
  readonly #pairs: readonly Pair[];
  #published = 0;
  #subscribed = 0;

  /**
   * Messages of two queues expire at once. Which goes first nobody promises, yet it may decide
   * which of them finds the next queue full: the model knows one of the two ways, so the run ends.
   */
  #isTied = false;

  /** How many steps real and model went together. */
  stepCount = 0;
  /** How often something came back from the disk. */
  pageCount = 0;

  constructor(seed: number, limits: ResidencyLimits = {}) {
    this.#random = new SeededRandom(seed);
    this.#yard = new QueueYard(limits);
    this.#isWithoutRoom = limits === NO_ROOM;
    this.#world.now = this.#yard.clock.now;
    const pairs = [this.#pair('q', 'd', 2), this.#pair('d', 'e', 1), this.#pair('e', 'q', 0)];
    this.#pairs = pairs;
  }

  run(steps: number): void {
    for (let step = 0; step < steps && !this.#isTied; step++) this.#stepAndCheck();
    if (!this.#isTied) this.#auditAll();
    for (const { real } of this.#pairs) this.#yard.delete(real);
    expect(this.#yard.residency.bytes, 'bytes in memory after the end').to.equal(0);
    expect(this.#yard.clock.nextDeadline, 'a timer after the end').to.equal(undefined);
  }

  #stepAndCheck(): void {
    this.#step();
    if (this.#isTied) return;
    this.stepCount++;
    this.#catchUp();
    this.#check();
  }

  #auditAll(): void {
    for (const pair of this.#pairs) {
      if (pair.model.isPaused) this.#pauseOrResume(pair);
      this.#audit(pair);
      this.#catchUp();
    }
    this.#check();
  }

  #step(): void {
    const random = this.#random;
    const pair = random.pick(this.#pairs);
    const dice = random.below(100);
    if (dice < 42) this.#publish();
    else if (dice < 44) this.#setPolicy(pair);
    else if (dice < 45) this.#pauseOrResume(pair);
    else if (dice < 55) this.#subscribe(pair);
    else if (dice < 60) this.#unsubscribe(pair);
    else if (dice < 80) this.#settle(pair);
    else if (dice < 84) this.#get(pair);
    else if (dice < 86) this.#purge(pair);
    else if (dice < 96) this.#advance(2 * random.below(40));
    else this.#audit(pair);
  }

  #publish(): void {
    const random = this.#random;
    const [pair] = this.#pairs;
    if (pair === undefined) return;
    const body = `${String(++this.#published)}${'.'.repeat(random.below(12))}`;
    const facts = {
      body,
      persistent: random.chance(50),
      priority: random.pick([0, 0, 1, 2, 5, 255]),
      ttlMs: random.chance(30) ? 2 * random.below(60) : -1,
    };
    const isTaken = pair.real.enqueue(message(facts));
    this.#answer();
    expect(isTaken, 'taken').to.equal(pair.model.enqueue({ ...facts, deaths: [] }));
  }

  #subscribe({ real, model }: Pair): void {
    if (model.consumers.length >= 4) return;
    const tag = `c${String(++this.#subscribed)}`;
    const credit = this.#random.between(0, 6);
    const consumer = new SimulatedConsumer(this.#world, tag, this.#random.chance(20), credit);
    model.consumers.push(consumer);
    real.subscribe(consumer);
    this.#pump({ real, model });
  }

  #unsubscribe({ real, model, orphans }: Pair): void {
    if (model.consumers.length === 0) return;
    const consumer = this.#random.pick(model.consumers);
    model.consumers.splice(model.consumers.indexOf(consumer), 1);
    real.unsubscribe(consumer);
    this.#answer();
    model.pump();
    const left = consumer.held.splice(0);
    if (this.#random.chance(30)) {
      orphans.push(...left);
      return;
    }
    for (const held of this.#random.shuffled(left)) {
      real.requeue(held.entry);
      this.#answer();
      model.requeue(held.place);
      this.#catchUp();
    }
    this.#pump({ real, model });
  }

  /** Some of what one holder holds, acknowledged, rejected or requeued; its credit comes back. */
  #settle({ real, model, orphans }: Pair): void {
    const random = this.#random;
    const consumer = model.consumers[random.below(model.consumers.length + 1)];
    const holder = consumer?.held ?? orphans;
    const isMultiple = random.chance(40);
    const first = isMultiple ? 0 : random.below(holder.length);
    const count = isMultiple ? random.below(holder.length + 1) : 1;
    const chosen = holder.splice(first, count);
    const way = random.pick(['acknowledge', 'acknowledge', 'requeue', 'reject'] as const);
    for (const { entry, place } of random.chance(50) ? random.shuffled(chosen) : chosen) {
      real[way](entry);
      this.#answer();
      model[way](place);
      this.#catchUp();
    }
    consumer?.grant(chosen.length + (random.chance(10) ? 1 : 0));
    this.#pump({ real, model });
  }

  #get({ real, model, orphans }: Pair): void {
    const noAck = this.#random.chance(50);
    this.#awaitHead(real);
    const held = model.get(real.get(noAck), noAck);
    if (held !== undefined) orphans.push(held);
  }

  #purge({ real, model }: Pair): void {
    expect(real.purge()).to.equal(model.purge());
  }

  #advance(ms: number): void {
    const end = this.#world.now + ms;
    if (!this.#isWithoutRoom) this.#yard.clock.advance(end);
    for (;;) {
      const deadlines = this.#pairs.map(({ model }) => model.nextDeadline);
      const next = Math.min(...deadlines);
      if (next > end) break;
      this.#isTied = deadlines.filter((deadline) => deadline === next).length > 1;
      if (this.#isTied) break;
      this.#world.now = next;
      if (this.#isWithoutRoom) this.#yard.clock.advance(next);
      this.#answer();
      for (const { model } of this.#pairs) model.expireDue();
      this.#catchUp();
    }
    this.#yard.clock.advance(end);
    this.#world.now = end;
  }

  /** Deadlines keep to their parity: the time to live is the one that the arguments might have. */
  #setPolicy({ real, model, ttlParity }: Pair): void {
    const random = this.#random;
    const definition: Record<string, string | number> = {};
    if (random.chance(50)) definition['max-length'] = random.below(8);
    if (random.chance(30)) definition['max-length-bytes'] = random.below(60);
    if (random.chance(30)) definition['overflow'] = random.pick(OVERFLOWS);
    if (ttlParity > 0 && random.chance(30)) definition['message-ttl'] = ttlOf(random, ttlParity);
    real.applyPolicies({ ...NO_POLICIES, definition });
    this.#answer();
    model.configure(real.options);
    this.#catchUp();
  }

  #pauseOrResume({ real, model }: Pair): void {
    if (model.isPaused) real.resume();
    else real.pause();
    this.#answer();
    model.isPaused = real.isPaused;
    model.pump();
    this.#catchUp();
  }

  /** Takes all that is ready, in order, and hands it back in any order. */
  #audit({ real, model }: Pair): void {
    const taken: Held[] = [];
    for (;;) {
      this.#awaitHead(real);
      const held = model.get(real.get(false), false);
      if (held === undefined) break;
      taken.push(held);
    }
    for (const { entry, place } of this.#random.shuffled(taken)) {
      real.requeue(entry);
      this.#answer();
      model.requeue(place);
      this.#catchUp();
    }
    this.#pump({ real, model });
  }

  #awaitHead(queue: Queue): void {
    while (!queue.awaitHead()) this.#answer();
  }

  #pump({ real, model }: Pick<Pair, 'real' | 'model'>): void {
    real.pump();
    this.#answer();
    model.pump();
  }

  /** An answer lets its queue go on: then all others go on as well, and the models with them. */
  #catchUp(): void {
    if (!this.#isWithoutRoom) return;
    for (const { real } of this.#pairs) real.pump();
    this.#answer();
    for (const { model } of this.#pairs) model.pump();
  }

  /** Before the model follows. */
  #answer(): void {
    if (!this.#isWithoutRoom) return;
    const { store } = this.#yard;
    this.pageCount += store.fetchCount;
    store.settleDown();
  }

  #check(): void {
    expect(this.#world.log, 'deliveries nobody expected').to.deep.equal([]);
    for (const { real, model } of this.#pairs) {
      const { enqueued, settled, refused } = real.counters;
      expect(real.dyingCount, `dying in ${real.name}`).to.equal(0);
      expect(real.messageCount + real.unsettledCount + settled, real.name).to.equal(enqueued);
      expect([enqueued, settled, refused, real.messageCount, real.unsettledCount]).to.deep.equal([
        model.enqueued,
        model.settled,
        model.refused,
        model.ready.length,
        model.unsettled.length,
      ]);
      const stored = this.#yard.store.sequencesOf(real.definition.id);
      expect(stored, `${real.name} in the store`).to.deep.equal(model.storedSequences);
    }
  }

  #pair(name: string, deadLettersTo: string, ttlParity: number): Pair {
    const random = this.#random;
    const args: Record<string, string | number | boolean | Field> = {
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': deadLettersTo,
    };
    if (random.chance(40)) args['x-max-length'] = random.below(8);
    if (random.chance(20)) args['x-max-length-bytes'] = random.below(60);
    if (random.chance(60)) args['x-overflow'] = random.pick(OVERFLOWS);
    if (random.chance(50)) args['x-max-priority'] = random.below(6);
    if (random.chance(20)) args['x-single-active-consumer'] = true;
    const ttlMs = ttlOf(random, ttlParity);
    if (ttlParity > 0 && random.chance(50)) args['x-message-ttl'] = ttlMs;
    const real = this.#yard.declare(name, { arguments: fields(args) });
    const model = new ModelQueue(name, real.options, this.#world);
    return { real, model, orphans: [], ttlParity };
  }
}

function ttlOf(random: SeededRandom, parity: number): number {
  return 2 * random.between(1, 40) - (parity % 2);
}

describe('A queue under random load', () => {
  it('does what a model of plain arrays does', function () {
    this.timeout(30_000);
    let stepCount = 0;
    for (let run = 0; run < RUNS; run++) {
      try {
        const simulation = new Simulation(SEED + run);
        simulation.run(STEPS);
        stepCount += simulation.stepCount;
      } catch (error) {
        throw new Error(`run with SEED=${String(SEED + run)}`, { cause: error });
      }
    }
    expect(stepCount, 'steps before a tie').to.be.greaterThan((RUNS * STEPS) / 2);
  });

  it('does so as well when there is no room for messages in memory', function () {
    this.timeout(60_000);
    let pageCount = 0;
    for (let run = 0; run < RUNS; run++) {
      try {
        const simulation = new Simulation(SEED + run, NO_ROOM);
        simulation.run(STEPS);
        pageCount += simulation.pageCount;
      } catch (error) {
        throw new Error(`run with SEED=${String(SEED + run)}`, { cause: error });
      }
    }
    expect(pageCount, 'pages that came back').to.be.greaterThan(RUNS);
  });
});
