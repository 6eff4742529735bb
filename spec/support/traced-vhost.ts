/** A vhost to arrange specs of traces with: what is published and delivered is watched. */
import type { QueueEntry } from '../../src/core/queue/entry.js';
import type { Queue } from '../../src/core/queue/queue.js';
import type { Step } from '../../src/core/trace/step.js';
import type { Trace, TraceSubject } from '../../src/core/trace/trace.js';
import { Traces } from '../../src/core/trace/traces.js';
import type { Way } from '../../src/core/trace/way.js';
import {
  type ConsumerRequest,
  FakeConsumer,
  message,
  type MessageRequest,
} from './core-builders.js';
import { SpecVhost } from './spec-vhost.js';

export const PUBLISHER = { number: 1, connection: { name: 'publisher', user: 'anna' } };
export const READER = { number: 2, connection: { name: 'reader', user: 'bert' } };

export class TracedVhost extends SpecVhost {
  readonly traces = new Traces(this.clock);

  trace(kind: TraceSubject['kind'], name: string, seconds = 600): Trace {
    return this.traces.start(this.vhost, { subject: { kind, name }, seconds, user: 'anna' });
  }

  /** As a client does; one millisecond passes first. */
  publish(request: MessageRequest = {}): number {
    this.clock.advance(this.clock.now + 1);
    const published = message(request);
    const { watch } = this.vhost;
    return this.vhost.publish(published, (targets) => {
      if (watch.isOn) watch.onRouted(published, targets, PUBLISHER);
    });
  }

  consume(queue: Queue, request: ConsumerRequest = {}): WatchedConsumer {
    const consumer = new WatchedConsumer(this, queue, request);
    queue.subscribe(consumer);
    queue.pump();
    return consumer;
  }

  /** By a client. */
  get(queue: Queue, noAck = false): QueueEntry {
    const entry = queue.get(noAck);
    if (entry === undefined) throw new Error(`queue '${queue.name}' is empty`);
    const { watch } = this.vhost;
    if (watch.isOn) watch.onDelivered(queue.name, entry, READER);
    return entry;
  }
}

class WatchedConsumer extends FakeConsumer {
  readonly #spec: TracedVhost;
  readonly #queue: Queue;

  constructor(spec: TracedVhost, queue: Queue, request: ConsumerRequest) {
    super(request);
    this.#spec = spec;
    this.#queue = queue;
  }

  override deliver(delivery: QueueEntry): void {
    super.deliver(delivery);
    const { watch } = this.#spec.vhost;
    if (watch.isOn) watch.onDelivered(this.#queue.name, delivery, READER, this.tag);
  }
}

/** The oldest first. */
export function waysOf(trace: Trace): Way[] {
  return [...trace.ways()].map(([, way]) => way);
}

/** Its only way. */
export function wayOf(trace: Trace): Way {
  const [way, ...others] = waysOf(trace);
  if (way === undefined || others.length > 0) throw new Error('there is not one way');
  return way;
}

/** Each step as "kind", with the number of the copy and its queue: "queued 1 q". */
export function told({ steps }: Way): string[] {
  return steps.map(({ kind, place, queue }) => {
    return [kind, ...(place > 0 ? [place] : []), ...(queue === undefined ? [] : [queue])].join(' ');
  });
}

export function stepOf({ steps }: Way, kind: Step['kind']): Step {
  const step = steps.find((each) => each.kind === kind);
  if (step === undefined) throw new Error(`there is no step '${kind}'`);
  return step;
}
