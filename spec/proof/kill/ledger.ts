/**
 * The book that the kill test keeps over all runs of a broker: what was published, confirmed,
 * delivered and acknowledged, and whether what comes next may come. clients.ts reports every event
 * here, in the order in which the clients see them; what must not be is added to `problems`.
 *
 * All consumers of a queue share a connection, so the clients have always seen a beginning of what
 * the broker sent from that queue, and in that order.
 */
import { Evidence } from './evidence.js';
import { type Copy, Lane, type Publication } from './lane.js';

export interface LedgerOptions {
  readonly queueCount: number;
  readonly publisherCount: number;
  readonly consumerCount: number;
  readonly prefetch: number;
}

export interface Delivery {
  readonly consumer: number;
  readonly queue: number;
  readonly redelivered: boolean;
  readonly body: Buffer;
}

/** Of one publisher's messages in one run: what a crash left of them, and what it took. */
interface Survival {
  firstLost: number;
  lastKept: number;
}

/** Publisher, number, size. */
const BODY_SIZE_MIN = 9;

export class Ledger {
  readonly problems: string[] = [];
  /** `proven`: acknowledged, and known to be committed when the broker was killed. */
  readonly counts = {
    published: 0,
    confirmed: 0,
    delivered: 0,
    acknowledged: 0,
    proven: 0,
    again: 0,
    lost: 0,
  };
  readonly #options: LedgerOptions;
  readonly #lanes: Lane[] = [];
  readonly #numbers: number[];
  #run = 0;
  #evidence: Evidence;
  #acknowledgedInRun: Copy[] = [];
  readonly #survivals = new Map<string, Survival>();

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.#evidence = this.#newEvidence();
    this.#numbers = new Array<number>(options.publisherCount).fill(0);
    for (let queue = 0; queue < options.queueCount; queue++) {
      for (let publisher = 0; publisher < options.publisherCount; publisher++) {
        this.#lanes.push(new Lane(queue, publisher));
      }
    }
  }

  /** One fault has many consequences; nobody reads them all. */
  get firstProblems(): readonly string[] {
    return this.problems.slice(0, 10);
  }

  get openCount(): number {
    return this.counts.published - this.counts.acknowledged - this.counts.lost;
  }

  /** The broker has started and tells how many messages it found. */
  beginRun(recoveredCount: number): void {
    this.#run++;
    this.#evidence = this.#newEvidence();
    let due = 0;
    let possible = 0;
    for (const lane of this.#lanes) {
      lane.beginRun();
      for (const copy of lane.open()) {
        possible++;
        if (isDue(copy)) due++;
      }
    }
    if (recoveredCount < due || recoveredCount > possible) {
      this.#complain(`recovered ${recoveredCount} messages, not ${due} to ${possible}`);
    }
  }

  /** A body of `size` bytes at least. */
  publish(publisher: number, queues: readonly number[], size: number): [Publication, Buffer] {
    const number = (this.#numbers[publisher] ?? 0) + 1;
    this.#numbers[publisher] = number;
    const publication: Publication = {
      publisher,
      number,
      run: this.#run,
      size: Math.max(size, BODY_SIZE_MIN),
      processed: this.#evidence.processed(),
      copies: [],
      isConfirmed: false,
    };
    for (const queue of queues)
      publication.copies.push(this.#lane(queue, publisher).add(publication));
    this.counts.published += queues.length;
    return [publication, encodeBody(publication)];
  }

  confirm(publication: Publication): void {
    publication.isConfirmed = true;
    this.counts.confirmed++;
    const { copies, processed } = publication;
    if (copies.some(({ acknowledged }) => acknowledged === undefined)) {
      this.#evidence.noteCommit(processed);
    }
  }

  /** Undefined if there can be no such message. */
  deliver({ consumer, queue, redelivered, body }: Delivery): Copy | undefined {
    this.#evidence.noteDelivery(consumer);
    this.counts.delivered++;
    const copy = this.#find(queue, body);
    if (copy === undefined) return undefined;
    const isAgain = copy.deliveredRun === this.#run;
    if (isAgain && !copy.isReturned) this.#complainOf(copy, 'was delivered twice in one run');
    if (!isAgain) this.#advance(copy);
    if (copy.acknowledged !== undefined) this.#comeAgain(copy);
    const isOld = isAgain || copy.publication.run < this.#run;
    if (redelivered !== isOld) {
      this.#complainOf(copy, `came ${isOld ? 'again' : 'first'} with redelivered=${redelivered}`);
    }
    if (copy.publication.run < this.#run) this.#noteKept(copy);
    copy.deliveredRun = this.#run;
    copy.isReturned = false;
    return copy;
  }

  /** The client sends the acknowledgement now. */
  acknowledge(copy: Copy, consumer: number): void {
    const ordinal = this.#evidence.noteSettlement(consumer);
    copy.acknowledged = { run: this.#run, consumer, ordinal };
    this.#acknowledgedInRun.push(copy);
    this.counts.acknowledged++;
  }

  /** The client sends it back now. */
  giveBack(copy: Copy, consumer: number): void {
    this.#evidence.noteSettlement(consumer);
    copy.isReturned = true;
  }

  /** The broker is dead, and everything that it had sent is reported. */
  endRun(): void {
    for (const copy of this.#acknowledgedInRun) {
      const { acknowledged } = copy;
      if (acknowledged === undefined) continue;
      if (!this.#evidence.isCommitted(acknowledged.consumer, acknowledged.ordinal)) continue;
      copy.lane.remove(copy);
      this.counts.proven++;
    }
    this.#acknowledgedInRun = [];
  }

  /** The queues are empty: whatever has not come is not there. */
  finish(): void {
    for (const lane of this.#lanes) for (const copy of lane.advanceToEnd()) this.#pass(copy);
  }

  #advance(copy: Copy): void {
    const passed = copy.lane.advanceTo(copy);
    if (passed === undefined) return this.#complainOf(copy, 'came after a later one');
    for (const each of passed) this.#pass(each);
  }

  /** A later message came, so this one is not there any more. */
  #pass(copy: Copy): void {
    if (copy.deliveredRun === this.#run) return;
    if (isDue(copy)) this.#complainOf(copy, 'was safe, not acknowledged, and is missing');
    else if (copy.publication.run === this.#run)
      this.#complainOf(copy, 'is missing without a crash');
    copy.lane.remove(copy);
    if (copy.acknowledged !== undefined) return;
    this.counts.lost++;
    this.#noteLost(copy);
  }

  #comeAgain(copy: Copy): void {
    if (copy.acknowledged?.run === this.#run) {
      this.#complainOf(copy, 'came again in the run in which it was acknowledged');
    }
    copy.acknowledged = undefined;
    this.counts.acknowledged--;
    this.counts.again++;
  }

  #noteKept(copy: Copy): void {
    const { publication } = copy;
    copy.isKept = true;
    const survival = this.#survival(publication);
    survival.lastKept = Math.max(survival.lastKept, publication.number);
    this.#checkSurvival(publication, survival);
  }

  #noteLost({ publication }: Copy): void {
    const survival = this.#survival(publication);
    survival.firstLost = Math.min(survival.firstLost, publication.number);
    this.#checkSurvival(publication, survival);
  }

  /**
   * Commits go in order, and all copies of a message into one: a crash takes an end of what was
   * published.
   */
  #checkSurvival({ publisher, run }: Publication, { firstLost, lastKept }: Survival): void {
    if (firstLost > lastKept) return;
    this.#complain(
      `of publisher ${publisher} in run ${run}: ${firstLost} was lost and ${lastKept} was kept`,
    );
  }

  #survival({ publisher, run }: Publication): Survival {
    const key = `${publisher}/${run}`;
    let survival = this.#survivals.get(key);
    if (survival === undefined) {
      survival = { firstLost: Infinity, lastKept: 0 };
      this.#survivals.set(key, survival);
    }
    return survival;
  }

  #find(queue: number, body: Buffer): Copy | undefined {
    const [publisher, number] = [body.readUInt8(0), body.readUInt32BE(1)];
    const name = `message ${publisher}/${number} in queue ${queue}`;
    if (publisher >= this.#numbers.length || number > (this.#numbers[publisher] ?? 0)) {
      this.#complain(`${name} was never published`);
      return undefined;
    }
    const copy = this.#lane(queue, publisher).find(number);
    if (copy === undefined) {
      this.#complain(`${name} came again although it was gone`);
    } else if (!encodeBody(copy.publication).equals(body)) {
      this.#complain(`${name} has another body`);
    }
    return copy;
  }

  #lane(queue: number, publisher: number): Lane {
    const lane = this.#lanes[queue * this.#options.publisherCount + publisher];
    if (lane === undefined) throw new RangeError(`no queue ${queue} or publisher ${publisher}`);
    return lane;
  }

  #newEvidence(): Evidence {
    return new Evidence(this.#options.consumerCount, this.#options.prefetch);
  }

  #complainOf({ publication, lane, deliveredRun, acknowledged }: Copy, what: string): void {
    this.#complain(
      `message ${publication.publisher}/${publication.number} of run ${publication.run} in queue ` +
        `${lane.queue} ${what} (delivered last in run ${deliveredRun}, acknowledged in ` +
        `${acknowledged?.run ?? 'none'})`,
    );
  }

  #complain(problem: string): void {
    this.problems.push(`run ${this.#run}: ${problem}`);
  }
}

/** Must it come, if nothing is lost? */
function isDue({ publication, isKept, acknowledged }: Copy): boolean {
  return (publication.isConfirmed || isKept) && acknowledged === undefined;
}

function encodeBody({ publisher, number, size }: Publication): Buffer {
  const body = Buffer.alloc(size, number & 0xff);
  body.writeUInt8(publisher, 0);
  body.writeUInt32BE(number, 1);
  body.writeUInt32BE(size, 5);
  return body;
}
