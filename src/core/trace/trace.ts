/**
 * One trace: whose messages are followed, for how long, and the ways that were seen. Started and
 * kept by traces.ts; filled by tracer.ts. The latest ways are kept, within a number and a size.
 */
import type { Way } from './way.js';

export const SUBJECT_KINDS = ['exchange', 'queue', 'correlation_id'] as const;

/** The exchange that messages are published to, the queue that they enter, or their id. */
export interface TraceSubject {
  readonly kind: (typeof SUBJECT_KINDS)[number];
  readonly name: string;
}

export interface TraceFacts {
  readonly id: string;
  readonly vhost: string;
  readonly subject: TraceSubject;
  /** The user who asked for it. */
  readonly startedBy: string;
  readonly startedAt: number;
  /** At the latest. */
  readonly endsAt: number;
}

export const WAYS_MAX = 1_000;
/** Of all of its ways, about. */
const BYTES_MAX = 8 * 1024 * 1024;

export class Trace implements TraceFacts {
  readonly id: string;
  readonly vhost: string;
  readonly subject: TraceSubject;
  readonly startedBy: string;
  readonly startedAt: number;
  readonly endsAt: number;
  endedAt: number | undefined;
  /** Of all ways that were seen. */
  seenCount = 0;
  readonly #bytesMax: number;
  /** The oldest first, by number. */
  readonly #ways = new Map<number, Way>();
  #bytes = 0;

  constructor(facts: TraceFacts, bytesMax = BYTES_MAX) {
    this.id = facts.id;
    this.vhost = facts.vhost;
    this.subject = facts.subject;
    this.startedBy = facts.startedBy;
    this.startedAt = facts.startedAt;
    this.endsAt = facts.endsAt;
    this.#bytesMax = bytesMax;
  }

  get isRunning(): boolean {
    return this.endedAt === undefined;
  }

  /** How many it holds. */
  get wayCount(): number {
    return this.#ways.size;
  }

  /** The oldest had to go. */
  get goneCount(): number {
    return this.seenCount - this.#ways.size;
  }

  /** The oldest first. */
  ways(): Iterable<readonly [number, Way]> {
    return this.#ways;
  }

  way(number: number): Way | undefined {
    return this.#ways.get(number);
  }

  /** More comes of it than `note` is told: what it takes already counts. */
  add(way: Way): void {
    if (way.traces.has(this)) return;
    const number = ++this.seenCount;
    this.#ways.set(number, way);
    way.traces.set(this, number);
    this.#bytes += way.bytes;
  }

  /** One of its ways has grown by so much. */
  note(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Lets go of the oldest ways while there are too many, and tells which. */
  trim(): readonly Way[] {
    if (!this.#isOverfull) return NO_WAYS;
    const gone: Way[] = [];
    for (const [number, way] of this.#ways) {
      if (!this.#isOverfull) break;
      this.#ways.delete(number);
      this.#bytes -= way.bytes;
      way.traces.delete(this);
      gone.push(way);
    }
    return gone;
  }

  /** The latest stays, however large it is. */
  get #isOverfull(): boolean {
    const { size } = this.#ways;
    return size > WAYS_MAX || (this.#bytes > this.#bytesMax && size > 1);
  }
}

const NO_WAYS: readonly Way[] = [];
