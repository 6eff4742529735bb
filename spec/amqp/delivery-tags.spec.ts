import { expect } from 'chai';
import { Clock } from '../../src/core/clock.js';
import { DeliveryTags, type OutstandingSink } from '../../src/amqp/delivery-tags.js';
import type { QueueEntry } from '../../src/core/queue/entry.js';
import type { ChannelConsumer } from '../../src/amqp/consumer.js';
import { message, QueueYard } from '../support/core-builders.js';
import { SeededRandom, seedOfRun } from '../support/seed.js';

const queue = new QueueYard().declare('q', { durable: false });

function entry(): QueueEntry {
  queue.enqueue(message());
  const taken = queue.get(false);
  if (taken === undefined) throw new Error('what was enqueued can be taken');
  return taken;
}

class Taken implements OutstandingSink {
  readonly tags: number[] = [];
  readonly entries: QueueEntry[] = [];
  /** What happens with each, after it has been noted. */
  then: () => void = () => {};

  onTaken(tag: number, taken: QueueEntry, _consumer: ChannelConsumer | undefined): void {
    this.tags.push(tag);
    this.entries.push(taken);
    this.then();
  }
}

function filled(count: number): DeliveryTags {
  const tags = new DeliveryTags(new Clock());
  for (let index = 0; index < count; index++) tags.add(entry(), undefined);
  return tags;
}

function taken(act: (sink: Taken) => unknown): number[] {
  const sink = new Taken();
  act(sink);
  return sink.tags;
}

describe('The delivery tags of a channel', () => {
  it('count from 1', () => {
    const tags = new DeliveryTags(new Clock());
    expect([tags.add(entry(), undefined), tags.skip(), tags.add(entry(), undefined)]).to.eql([
      1, 2, 3,
    ]);
    expect(tags.count).to.equal(2);
  });

  it('are taken once, and give the delivery back', () => {
    const tags = new DeliveryTags(new Clock());
    const delivery = entry();
    tags.add(delivery, undefined);
    const sink = new Taken();
    expect(tags.take(1, sink)).to.equal(true);
    expect(sink.entries).to.eql([delivery]);
    expect(tags.take(1, sink)).to.equal(false);
    expect(tags.count).to.equal(0);
  });

  it('are unknown before they are given, and where the delivery needed no acknowledgement', () => {
    const tags = new DeliveryTags(new Clock());
    tags.skip();
    tags.add(entry(), undefined);
    const sink = new Taken();
    for (const tag of [0, 1, 3, 66, 2 ** 32 + 2, Number.MAX_SAFE_INTEGER]) {
      expect(tags.has(tag), `${tag}`).to.equal(false);
      expect(tags.take(tag, sink), `${tag}`).to.equal(false);
    }
    expect(tags.has(2)).to.equal(true);
  });

  it('are taken through a tag, oldest first, and those after it stay', () => {
    const tags = filled(5);
    expect(taken((sink) => tags.take(2, sink))).to.eql([2]);
    expect(taken((sink) => tags.takeThrough(4, sink))).to.eql([1, 3, 4]);
    expect(tags.has(5)).to.equal(true);
    expect(tags.count).to.equal(1);
  });

  it('are all taken through 0', () => {
    const tags = filled(200);
    expect(taken((sink) => tags.takeThrough(0, sink))).to.have.length(200);
    expect(tags.count).to.equal(0);
    expect(taken((sink) => tags.takeThrough(0, sink))).to.eql([]);
  });

  it('cost no more memory for one that stays while a hundred thousand others pass', () => {
    const tags = filled(1);
    const delivery = entry();
    const sink = new Taken();
    for (let count = 0; count < 100_000; count++) {
      tags.take(tags.add(delivery, undefined), sink);
    }
    expect(tags.ringSize).to.equal(64);
    expect(tags.count).to.equal(1);
    expect(taken((last) => tags.takeThrough(100_001, last))).to.eql([1]);
  });

  it('cost no more memory for one that stays while others pass that need no answer', () => {
    const tags = filled(1);
    for (let count = 0; count < 10_000; count++) tags.skip();
    expect(tags.ringSize).to.equal(64);
    const last = tags.add(entry(), undefined);
    expect(taken((sink) => tags.takeThrough(0, sink))).to.eql([1, last]);
  });

  it('are as many as there are deliveries outstanding', () => {
    const tags = filled(1_000);
    expect(tags.ringSize).to.equal(1_024);
    expect(tags.count).to.equal(1_000);
    expect(taken((sink) => tags.takeThrough(0, sink))).to.have.length(1_000);
  });

  it('come back under their old number, and are taken in order again', () => {
    const tags = filled(6);
    const back = [5, 3, 1].map((tag) => {
      const sink = new Taken();
      tags.take(tag, sink);
      return { tag, entry: sink.entries[0] ?? entry(), consumer: undefined, deliveredAt: 0 };
    });
    expect(taken((sink) => tags.takeThrough(4, sink))).to.eql([2, 4]);
    for (const each of back) tags.putBack(each);
    expect(tags.count).to.equal(4);
    expect(taken((sink) => tags.takeThrough(0, sink))).to.eql([1, 3, 5, 6]);
  });

  it('are right for all that is taken while each brings a new delivery', () => {
    const tags = filled(64);
    const odd = Array.from({ length: 32 }, (_, index) => 2 * index + 1);
    for (const tag of odd) tags.take(tag, new Taken());
    const sink = new Taken();
    sink.then = () => tags.add(entry(), undefined);
    tags.takeThrough(64, sink);
    expect(sink.tags).to.eql(odd.map((tag) => tag + 1));
    expect(tags.count).to.equal(32);
    expect(taken((last) => tags.takeThrough(0, last))[0]).to.equal(65);
  });

  it('agree with a plain map, whatever is added, skipped, taken and put back', () => {
    const random = new SeededRandom(seedOfRun());
    for (let run = 0; run < 40; run++) playAgainstMap(random);
  });
});

/** Deliveries by tag; what is taken in a run may be put back in it. */
function playAgainstMap(random: SeededRandom): void {
  const tags = new DeliveryTags(new Clock());
  const model = new Map<number, QueueEntry>();
  const delivery = entry();
  let next = 1;
  const add = (): void => {
    expect(tags.add(delivery, undefined)).to.equal(next);
    model.set(next++, delivery);
  };
  const reaction = random.below(3) === 0 ? add : (): void => {};
  const bias = random.below(8);
  for (let step = 0; step < 400; step++) {
    const tag = random.below(next + 1);
    switch (random.below(10)) {
      case 0:
        expect(tags.skip()).to.equal(next++);
        break;
      case 1:
        if (random.below(bias + 2) === 0) takeThrough(tag % next);
        break;
      case 2:
      case 3:
        takeOne(tag, random.below(4) === 0);
        break;
      default:
        add();
    }
    expect(tags.count).to.equal(model.size);
    expect(tags.has(tag)).to.equal(model.has(tag));
  }
  expect(taken((sink) => tags.takeThrough(0, sink))).to.eql(ascending(model));

  function takeThrough(tag: number): void {
    const expected = ascending(model).filter((each) => tag === 0 || each <= tag);
    const sink = new Taken();
    sink.then = () => {
      model.delete(sink.tags.at(-1) ?? 0);
      reaction();
    };
    tags.takeThrough(tag, sink);
    expect(sink.tags).to.eql(expected);
  }

  function takeOne(tag: number, isPutBack: boolean): void {
    const isKnown = model.delete(tag);
    const sink = new Taken();
    sink.then = reaction;
    expect(tags.take(tag, sink)).to.equal(isKnown);
    if (!isKnown || !isPutBack) return;
    tags.putBack({ tag, entry: delivery, consumer: undefined, deliveredAt: 0 });
    model.set(tag, delivery);
  }
}

function ascending(model: ReadonlyMap<number, QueueEntry>): number[] {
  return [...model.keys()].sort((a, b) => a - b);
}
