import { expect } from 'chai';
import type { Copy, Publication } from './lane.js';
import { Ledger } from './ledger.js';

const PREFETCH = 2;

/** One publisher, one queue, one consumer, and a first run that has begun. */
class Book {
  readonly ledger = new Ledger({
    queueCount: 1,
    publisherCount: 1,
    consumerCount: 1,
    prefetch: PREFETCH,
  });
  readonly #bodies = new Map<Publication, Buffer>();

  constructor() {
    this.ledger.beginRun(0);
  }

  publish(): Publication {
    const [publication, body] = this.ledger.publish(0, [0], 20);
    this.#bodies.set(publication, body);
    return publication;
  }

  confirmed(): Publication {
    const publication = this.publish();
    this.ledger.confirm(publication);
    return publication;
  }

  deliver(publication: Publication, redelivered: boolean): Copy {
    const body = this.#bodies.get(publication) ?? Buffer.alloc(0);
    const copy = this.ledger.deliver({ consumer: 0, queue: 0, redelivered, body });
    if (copy === undefined) throw new Error(this.ledger.problems.join());
    return copy;
  }

  acknowledge(publication: Publication, redelivered = false): void {
    this.ledger.acknowledge(this.deliver(publication, redelivered), 0);
  }

  crash(recoveredCount: number): void {
    this.ledger.endRun();
    this.ledger.beginRun(recoveredCount);
  }

  get complaints(): string {
    return this.ledger.problems.join('\n');
  }
}

describe('The ledger of the kill test', () => {
  let book: Book;

  beforeEach(() => {
    book = new Book();
  });

  it('takes it that what was not confirmed is lost', () => {
    book.publish();
    book.crash(0);
    book.ledger.finish();
    expect(book.complaints).to.equal('');
  });

  it('misses a confirmed message at the restart, and when a later one comes', () => {
    book.confirmed();
    const later = book.confirmed();
    book.crash(1);
    book.deliver(later, true);
    expect(book.complaints).to.match(/recovered 1 messages, not 2 to 2\n.* 0\/1 .* is missing/);
  });

  it('misses a confirmed message when the queue is empty', () => {
    book.confirmed();
    book.crash(1);
    book.ledger.finish();
    expect(book.complaints).to.match(/ 0\/1 .* is missing/);
  });

  it('takes it that a message comes again whose acknowledgement may be lost', () => {
    const message = book.confirmed();
    book.acknowledge(message);
    book.crash(1);
    book.acknowledge(message, true);
    expect(book.complaints).to.equal('');
    expect(book.ledger.counts.again).to.equal(1);
  });

  it('complains of one whose acknowledgement was before a committed message', () => {
    const messages = [book.confirmed(), book.confirmed(), book.confirmed()] as const;
    book.acknowledge(messages[0]);
    // With two it could have been given without the acknowledgement; the third needed it.
    book.deliver(messages[1], false);
    book.deliver(messages[2], false);
    book.confirmed();
    book.crash(4);
    expect(() => book.deliver(messages[0], true)).to.throw('came again although it was gone');
    expect(book.complaints).to.contain('recovered 4 messages, not 3 to 3');
  });

  it('takes no proof from the confirm of a message that was acknowledged', () => {
    const messages = [book.confirmed(), book.confirmed(), book.confirmed()] as const;
    book.acknowledge(messages[0]);
    for (const message of messages.slice(1)) book.acknowledge(message);
    const struck = book.publish();
    book.acknowledge(struck);
    book.ledger.confirm(struck);
    book.crash(3);
    book.deliver(messages[0], true);
    expect(book.complaints).to.equal('');
  });

  it('complains of a message that comes after a later one', () => {
    const first = book.publish();
    book.deliver(book.publish(), false);
    expect(book.complaints).to.match(/ 0\/1 .* is missing without a crash/);
    expect(() => book.deliver(first, false)).to.throw('came again although it was gone');
  });

  it('complains of a wrong redelivered flag, first and again', () => {
    const message = book.confirmed();
    book.deliver(message, true);
    book.crash(1);
    book.deliver(message, false);
    expect(book.complaints).to.match(
      /came first with redelivered=true[^]*came again with .*=false/,
    );
  });

  it('complains of a second delivery that nobody asked for, and of none that was', () => {
    const message = book.publish();
    const copy = book.deliver(message, false);
    book.ledger.giveBack(copy, 0);
    book.deliver(message, true);
    expect(book.complaints).to.equal('');
    book.deliver(message, true);
    expect(book.complaints).to.contain('was delivered twice in one run');
  });

  it('complains when a crash takes from the middle of what was published', () => {
    book.publish();
    const second = book.publish();
    book.crash(1);
    book.deliver(second, true);
    expect(book.complaints).to.contain('1 was lost and 2 was kept');
  });

  it('complains of bodies that nobody published', () => {
    const body = Buffer.from([0, 0, 0, 0, 9, 0, 0, 0, 9]);
    book.ledger.deliver({ consumer: 0, queue: 0, redelivered: false, body });
    expect(book.complaints).to.contain('message 0/9 in queue 0 was never published');
  });
});
