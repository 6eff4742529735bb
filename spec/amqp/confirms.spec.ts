import { expect } from 'chai';
import { Confirms } from '../../src/amqp/confirms.js';
import { message } from '../support/core-builders.js';
import { ScriptedStore } from '../support/scripted-store.js';
import { SeededRandom, seedOfRun } from '../support/seed.js';

class Publishes {
  readonly store = new ScriptedStore();
  answers: string[] = [];
  readonly counters = { confirmed: 0 };
  readonly channelCounters = { confirmed: 0 };
  readonly confirms = new Confirms(
    this.store,
    {
      ack: (number, multiple) => this.answers.push(`ack ${number}${multiple ? ' multiple' : ''}`),
      nack: (number, multiple) => this.answers.push(`nack ${number}${multiple ? ' multiple' : ''}`),
    },
    [this.counters, this.channelCounters],
  );
  #sequence = 0;

  transient(refused = false): void {
    this.confirms.expect(this.store.last + 1, this.store.last, refused);
  }

  /** Gives the positions that it wrote. */
  persistent(copyCount = 1, refused = false): number[] {
    const first = this.store.last + 1;
    const positions = Array.from({ length: copyCount }, () =>
      this.store.append(1, ++this.#sequence, message(), 0),
    );
    this.confirms.expect(first, this.store.last, refused);
    return positions;
  }

  strike(position: number | undefined): void {
    this.store.settle(1, position ?? 0, position ?? 0);
  }

  /** What is answered now, and whether anything still waits. */
  release(): string[] {
    this.answers = [];
    const waits = this.confirms.release();
    return waits ? [...this.answers, 'waits'] : this.answers;
  }
}

describe('Publisher confirms', () => {
  it('have nothing to say where nothing was published', () => {
    expect(new Publishes().release()).to.eql([]);
  });

  it('answer one publish alone, and several at once', () => {
    const publishes = new Publishes();
    publishes.transient();
    expect(publishes.release()).to.eql(['ack 1']);
    for (let count = 0; count < 5; count++) publishes.transient();
    expect(publishes.release()).to.eql(['ack 6 multiple']);
    expect(publishes.release()).to.eql([]);
  });

  it('wait for the disk, and for all copies of the message', () => {
    const publishes = new Publishes();
    publishes.persistent(3);
    expect(publishes.release()).to.eql(['waits']);
    publishes.store.commit(2);
    expect(publishes.release()).to.eql(['waits']);
    publishes.store.commit(1);
    expect(publishes.release()).to.eql(['ack 1']);
  });

  it('keep the order of the publishes: what is due waits behind what is not', () => {
    const publishes = new Publishes();
    publishes.transient();
    publishes.persistent();
    publishes.transient();
    expect(publishes.release()).to.eql(['ack 1', 'waits']);
    publishes.store.commit();
    expect(publishes.release()).to.eql(['ack 3 multiple']);
  });

  it('are due for a message that was acknowledged before it was written', () => {
    const publishes = new Publishes();
    const [position] = publishes.persistent();
    publishes.persistent();
    publishes.strike(position);
    expect(publishes.release()).to.eql(['ack 1', 'waits']);
  });

  it('say of a refused message that it is, after all before it', () => {
    const publishes = new Publishes();
    publishes.transient();
    publishes.transient();
    publishes.transient(true);
    publishes.transient();
    expect(publishes.release()).to.eql(['ack 2 multiple', 'nack 3', 'ack 4']);
    expect(publishes.counters.confirmed).to.equal(3);
    expect(publishes.channelCounters.confirmed).to.equal(3);
    expect(publishes.confirms.unansweredCount).to.equal(0);
    publishes.persistent();
    expect(publishes.release()).to.eql(['waits']);
    expect(publishes.confirms.unansweredCount).to.equal(1);
  });

  it('refuse a message that one of its queues refused only when the other has it on disk', () => {
    const publishes = new Publishes();
    publishes.persistent(1, true);
    expect(publishes.release()).to.eql(['waits']);
    publishes.store.commit();
    expect(publishes.release()).to.eql(['nack 1']);
  });

  it('answer each publish once and in order, as a plain list does', () => {
    const random = new SeededRandom(seedOfRun());
    for (let run = 0; run < 30; run++) playAgainstList(random);
  });
});

interface Expected {
  positions: number[];
  readonly isRefused: boolean;
}

function playAgainstList(random: SeededRandom): void {
  const publishes = new Publishes();
  const waiting = new Map<number, Expected>();
  const struck = new Set<number>();
  let published = 0;
  let committed = 0;
  let answered = 0;
  for (let step = 0; step < 600; step++) {
    const kind = random.below(24);
    if (kind === 0) release();
    else if (kind === 1) commit();
    else if (kind === 2) strike();
    else publish();
  }
  publishes.store.commit();
  committed = publishes.store.last;
  release();
  expect(answered).to.equal(published);

  function publish(): void {
    const isRefused = random.below(20) === 0;
    const copyCount = random.below(3);
    let positions: number[] = [];
    if (copyCount === 0) publishes.transient(isRefused);
    else positions = publishes.persistent(copyCount, isRefused);
    waiting.set(++published, { positions, isRefused });
  }

  function commit(): void {
    const count = random.below(40);
    const before = publishes.store.pendingCount;
    publishes.store.commit(count);
    let left = before - publishes.store.pendingCount;
    while (left > 0) if (!struck.has(++committed)) left--;
  }

  function strike(): void {
    const unwritten = [...waiting.values()]
      .flatMap(({ positions }) => positions)
      .filter((position) => position > committed && !struck.has(position));
    if (unwritten.length === 0) return;
    const position = random.pick(unwritten);
    publishes.strike(position);
    struck.add(position).add(publishes.store.last);
  }

  function release(): void {
    const isDue = ({ positions }: Expected): boolean =>
      positions.every((position) => position <= committed || struck.has(position));
    const expected: string[] = [];
    for (const [number, each] of waiting) {
      if (!isDue(each)) break;
      expected.push(`${each.isRefused ? 'nack' : 'ack'} ${number}`);
      waiting.delete(number);
    }
    const answers = publishes.release();
    const waits = answers.at(-1) === 'waits';
    expect(waits).to.equal(waiting.size > 0);
    expect(answers.slice(0, waits ? -1 : undefined).flatMap(single)).to.eql(expected);
  }

  /** What a cumulative answer says of each publish. */
  function single(answer: string): string[] {
    const [kind = '', through = '', multiple] = answer.split(' ');
    const first = multiple === undefined ? Number(through) : answered + 1;
    expect(first).to.equal(answered + 1);
    answered = Number(through);
    return Array.from({ length: answered - first + 1 }, (_, index) => `${kind} ${first + index}`);
  }
}
