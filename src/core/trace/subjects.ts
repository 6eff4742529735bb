/** Which of the running traces of a vhost want a message? Asked by tracer.ts for each of them. */
import type { Message } from '../message.js';
import type { Target } from '../target.js';
import type { Trace, TraceSubject } from './trace.js';

type ByName = Map<string, Set<Trace>>;

export class Subjects {
  readonly #byKind: Readonly<Record<TraceSubject['kind'], ByName>> = {
    exchange: new Map(),
    queue: new Map(),
    correlation_id: new Map(),
  };

  add(trace: Trace): void {
    const { kind, name } = trace.subject;
    const traces = this.#byKind[kind].get(name);
    if (traces === undefined) this.#byKind[kind].set(name, new Set([trace]));
    else traces.add(trace);
  }

  delete(trace: Trace): void {
    const { kind, name } = trace.subject;
    const traces = this.#byKind[kind].get(name);
    traces?.delete(trace);
    if (traces?.size === 0) this.#byKind[kind].delete(name);
  }

  /** Those that want it for where it was published to, where it goes, or what it is. */
  matching(message: Message, targets: readonly Target[]): Set<Trace> {
    const matching = new Set(this.#byKind.exchange.get(message.exchange));
    if (this.#byKind.queue.size > 0) {
      for (const { name } of targets) {
        for (const trace of this.ofQueue(name)) matching.add(trace);
      }
    }
    for (const trace of this.#ofCorrelationId(message)) matching.add(trace);
    return matching;
  }

  ofQueue(name: string): Iterable<Trace> {
    return this.#byKind.queue.get(name) ?? NONE;
  }

  hasQueue(name: string): boolean {
    return this.#byKind.queue.has(name);
  }

  #ofCorrelationId(message: Message): Iterable<Trace> {
    const byId = this.#byKind.correlation_id;
    if (byId.size === 0) return NONE;
    const id = message.format.property(message, 'correlationId');
    return (id !== undefined && byId.get(id)) || NONE;
  }
}

const NONE: readonly Trace[] = [];
