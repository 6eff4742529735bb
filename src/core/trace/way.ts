/**
 * The way of one traced message: what it is, and what happened to it and its copies, dead letters
 * among them. Grown by tracer.ts, held by one or more traces (trace.ts); bounded, whatever happens.
 */
import type { QueueEntry } from '../queue/entry.js';
import type { MessageDigest } from './message-digest.js';
import type { Step } from './step.js';
import type { Trace } from './trace.js';

/**
 * So many steps are kept: the first and the latest of them, in equal parts. A message that goes to
 * and fro may have millions.
 */
export const STEPS_MAX = 200;
/** So many of its copies are followed, and those in queues that are traced themselves. */
export const PLACES_MAX = 32;

/** About what a way and its steps take in memory. */
const WAY_BYTES = 1_500;
const STEP_BYTES = 300;
const LINK_BYTES = 150;

/** What a message leads to its way by; empty once nobody follows it any more. */
export interface Followed {
  way: Way | undefined;
}

export class Way {
  /** One for all of its messages. */
  readonly followed: Followed = { way: this };
  readonly digest: MessageDigest;
  readonly startedAt: number;
  /** The traces that hold it, with its number in each. */
  readonly traces = new Map<Trace, number>();
  /** Entries in queues, as long as more may be heard of them. */
  readonly places = new Set<QueueEntry>();
  readonly #steps: Step[] = [];
  /** Steps that are not kept: between the first and the latest. */
  omittedCount = 0;
  /** Copies that are not followed. */
  unfollowedCount = 0;
  placeCount = 0;
  /** Grows with each change of any way. */
  revision = 0;
  bytes: number;
  /** What it is the reply to, and what replied to it. */
  request: Way | undefined = undefined;
  reply: Way | undefined = undefined;
  /** Nobody follows it any more, though it had not come to its end. */
  isCut = false;

  constructor(digest: MessageDigest, startedAt: number) {
    this.digest = digest;
    this.startedAt = startedAt;
    this.bytes = WAY_BYTES + digest.bytes;
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  /** Is anything left that may still happen to it? */
  get isOpen(): boolean {
    return this.places.size > 0;
  }

  get isFollowed(): boolean {
    for (const { isRunning } of this.traces.keys()) if (isRunning) return true;
    return false;
  }

  /** From the publish of a request to the moment when its first reply is with a consumer. */
  get roundTripMs(): number | undefined {
    const arrival = this.reply?.steps.find(({ kind }) => kind === 'delivered' || kind === 'got');
    return arrival === undefined ? undefined : arrival.at - this.startedAt;
  }

  add(step: Step): void {
    const steps = this.#steps;
    this.bytes += sizeOf(step);
    steps.push(step);
    if (steps.length <= STEPS_MAX) return;
    const [omitted] = steps.splice(STEPS_MAX / 2, 1);
    if (omitted !== undefined) this.bytes -= sizeOf(omitted);
    this.omittedCount++;
  }
}

function sizeOf({ route }: Step): number {
  if (route === undefined) return STEP_BYTES;
  const links = route.hops.reduce((sum, { bindings }) => sum + 1 + bindings.length, 0);
  return STEP_BYTES + (links + route.queues.length) * LINK_BYTES;
}
