/** The traces of a broker, running or over: a bounded number, each for a bounded time. */
import type { Clock, Timer } from '../clock.js';
import { BrokerError } from '../errors.js';
import type { BrowseRequest } from '../queue/browsing.js';
import type { Queue } from '../queue/queue.js';
import { Trace, type TraceSubject } from './trace.js';
import type { Tracer } from './tracer.js';

export const TRACES_MAX = 8;
export const SECONDS_MAX = 3_600;
export const SECONDS_DEFAULT = 600;
/** What is over is forgotten after so long. */
const KEPT_MS = 3_600_000;
/** Of a queue that is traced, so many of the messages that wait in it are followed too. */
const FOUND_MAX = 100;

export interface TraceRequest {
  readonly subject: TraceSubject;
  readonly seconds: number;
  readonly user: string;
}

/** The vhost, as a trace needs it. */
export interface TracedVhost {
  readonly name: string;
  readonly watch: { readonly tracer: Tracer };
  queue(name: string): Queue | undefined;
}

interface Kept {
  readonly trace: Trace;
  readonly tracer: Tracer;
  timer: Timer | undefined;
}

export class Traces {
  readonly #clock: Clock;
  /** The oldest first. */
  readonly #byId = new Map<string, Kept>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  *all(): Iterable<Trace> {
    for (const { trace } of this.#byId.values()) yield trace;
  }

  get(id: string): Trace | undefined {
    return this.#byId.get(id)?.trace;
  }

  /** That of the latest change of any way in the vhost of the trace. */
  revisionOf({ id }: Trace): number {
    return this.#byId.get(id)?.tracer.revision ?? 0;
  }

  start(vhost: TracedVhost, { subject, seconds, user }: TraceRequest): Trace {
    this.#makeRoom();
    const id = String(++this.#lastId);
    const { now } = this.#clock;
    const endsAt = now + seconds * 1_000;
    const facts = { id, vhost: vhost.name, subject, startedBy: user, startedAt: now, endsAt };
    const trace = new Trace(facts);
    const { tracer } = vhost.watch;
    const timer = this.#clock.at(endsAt, () => this.stop(id));
    this.#byId.set(id, { trace, tracer, timer });
    tracer.start(trace);
    if (subject.kind === 'queue') this.#find(vhost.queue(subject.name), trace, tracer);
    return trace;
  }

  /** What was seen can be looked at for a while. False if there is no such trace. */
  stop(id: string): boolean {
    const kept = this.#byId.get(id);
    if (kept === undefined) return false;
    if (!kept.trace.isRunning) return true;
    this.#end(kept);
    kept.timer = this.#clock.after(KEPT_MS, () => this.#byId.delete(id));
    return true;
  }

  /** With all that it has seen. */
  delete(id: string): boolean {
    const kept = this.#byId.get(id);
    if (kept === undefined) return false;
    this.#end(kept);
    return this.#byId.delete(id);
  }

  /** The vhost has gone. */
  deleteOf(vhost: string): void {
    for (const [id, { trace }] of [...this.#byId]) if (trace.vhost === vhost) this.delete(id);
  }

  deleteAll(): void {
    for (const id of [...this.#byId.keys()]) this.delete(id);
  }

  #makeRoom(): void {
    if (this.#byId.size < TRACES_MAX) return;
    for (const [id, { trace }] of this.#byId) {
      if (!trace.isRunning) {
        this.delete(id);
        return;
      }
    }
    throw new BrokerError(
      'precondition-failed',
      `${TRACES_MAX} traces are running; wait for the end of one or stop it`,
    );
  }

  #end(kept: Kept): void {
    this.#clock.cancel(kept.timer);
    kept.timer = undefined;
    if (!kept.trace.isRunning) return;
    kept.trace.endedAt = this.#clock.now;
    kept.tracer.stop(kept.trace);
  }

  /** Those that wait at the head of the queue; some may have to come from the disk first. */
  #find(queue: Queue | undefined, trace: Trace, tracer: Tracer): void {
    const request: BrowseRequest = { from: 0, count: FOUND_MAX, matches: undefined };
    queue?.browse(request, ({ messages }) => {
      if (!trace.isRunning) return;
      for (const { entry, message } of messages) {
        if (entry.state === 'ready') tracer.onFound(entry, message, trace);
      }
    });
  }
}
