/**
 * A broker that strangers send broken frames to, over sockets. 1,000,000 broken frames with LONG,
 * otherwise 20,000; FUZZ_FRAMES sets another number. A failure names its case: FUZZ_CASE=<number>
 * with the same SEED runs it alone.
 */
import { expect } from 'chai';
import { seedOfRun } from '../support/seed.js';
import { FuzzCase } from './fuzz/fuzz-case.js';
import { FuzzedBroker, type Remains } from './fuzz/fuzzed-broker.js';
import { Witness } from './fuzz/witness.js';

const FRAMES = Number(
  process.env['FUZZ_FRAMES'] ?? (process.env['LONG'] === undefined ? 20_000 : 1_000_000),
);
const ONLY_CASE = process.env['FUZZ_CASE'];
const CONNECTIONS = 64;
/**
 * After so many broken frames what is nobody's is swept away, as a new broker would be without it.
 */
const FRAMES_PER_SWEEP = 50_000;
/** Of all frames, the first: until all code has run and all caches are as full as they get. */
const WARM_UP_FRAMES = 4_000;
/** Compiled code, what V8 learns about it, the store's spare batches. A leak is more a frame. */
const MEMORY_GROWTH_BYTES_MAX = 3 * 1024 * 1024 + 4 * FRAMES;
const MS_PER_FRAME_MAX = 5;

class Fuzz {
  readonly problems: string[] = [];
  readonly #outcomes = new Map<string, number>();
  readonly #broker: FuzzedBroker;
  readonly #running = new Map<number, FuzzCase>();
  #caseNumber = 0;

  constructor(broker: FuzzedBroker) {
    this.#broker = broker;
    void broker.ended.then((end) => {
      if (this.#running.size > 0) this.problems.push(end);
      for (const [number, each] of this.#running)
        this.#report(number, each, 'under way at the end');
    });
  }

  async run(frameCount: number): Promise<void> {
    for (let done = 0; done < frameCount && this.problems.length === 0;) {
      const count = Math.min(FRAMES_PER_SWEEP, frameCount - done);
      await this.#runUntil(count);
      this.#broker.sweep();
      done += count;
    }
  }

  async runCase(number: number): Promise<number> {
    const each = new FuzzCase(this.#broker.port, seedOfRun(), number);
    this.#running.set(number, each);
    const { mutatedCount, outcome, problem } = await each.run();
    this.#running.delete(number);
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
    if (problem !== undefined) this.#report(number, each, problem);
    return mutatedCount;
  }

  #report(number: number, { history, bytes }: FuzzCase, problem: string): void {
    this.problems.push(`FUZZ_CASE=${number} SEED=${seedOfRun()}: ${problem}: ${history}`);
    console.log(`      case ${number} sent ${bytes.toString('hex')}`);
  }

  tell(more: string): void {
    const outcomes = [...this.#outcomes].sort(([, first], [, second]) => second - first);
    const text = outcomes.map(([outcome, count]) => `${outcome}: ${count}`).join(', ');
    console.log(`      ${this.#caseNumber} connections (${text}); ${more}`);
  }

  async #runUntil(frameCount: number): Promise<void> {
    let done = 0;
    const work = async (): Promise<void> => {
      while (done < frameCount && this.problems.length === 0) {
        const mutatedCount = await this.runCase(this.#caseNumber++);
        done += mutatedCount;
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, work));
  }
}

function nothingLeft(remains: Remains): Omit<Remains, 'memoryBytes'> {
  const { memoryBytes, ...others } = remains;
  return others;
}

describe('A broker that gets broken frames', function () {
  this.timeout(30_000 + FRAMES * MS_PER_FRAME_MAX);
  let broker: FuzzedBroker;

  before(async () => {
    broker = await FuzzedBroker.start();
  });
  after(async () => {
    expect(await broker.stop()).to.match(/^the broker ended with 0: $/);
  });

  if (ONLY_CASE !== undefined) {
    it(`answers case ${ONLY_CASE} in the right way`, async () => {
      const fuzz = new Fuzz(broker);
      await fuzz.runCase(Number(ONLY_CASE));
      expect(fuzz.problems).to.deep.equal([]);
    });
    return;
  }

  it(`closes their connections and no others, and forgets them: ${FRAMES} frames`, async () => {
    const fuzz = new Fuzz(broker);
    await fuzz.run(WARM_UP_FRAMES);
    const before = await broker.measure();
    const witness = await Witness.start(broker.port);
    await fuzz.run(FRAMES - WARM_UP_FRAMES);
    await witness.stop();
    fuzz.tell(`${witness.roundTripCount} round trips of the witness`);
    expect([...fuzz.problems, ...witness.problems]).to.deep.equal([]);
    expect(witness.roundTripCount).to.be.greaterThan(FRAMES / 1_000);
    const after = await broker.measure();
    console.log(`      memory before ${before.memoryBytes}, after ${after.memoryBytes}`);
    expect(nothingLeft(after)).to.deep.equal({
      connections: 0,
      sessions: 0,
      queues: 0,
      consumers: 0,
      exchanges: 0,
      bindings: 0,
      waiting: 0,
      hasTimer: false,
    });
    expect(after.memoryBytes - before.memoryBytes).to.be.lessThan(MEMORY_GROWTH_BYTES_MAX);
  });
});
