/**
 * RabbitMQ's firehose: while the tracing of a vhost is on, a copy of each message that a client
 * publishes or is given goes to the internal topic exchange `amq.rabbitmq.trace`, with the key
 * `publish.EXCHANGE` or `deliver.QUEUE`. Kept and told by trace/message-watch.ts.
 */
import type { Clock, Timer } from './clock.js';
import type { Delivery } from './consumer.js';
import { TRACE_EXCHANGE } from './exchange/declare.js';
import type { Field, FieldTable } from './field.js';
import type { Message } from './message.js';
import { Queue } from './queue/queue.js';
import type { Target } from './target.js';

/** Whose message it is: a channel of a protocol. */
export interface TracedChannel {
  readonly number: number;
  readonly connection: { readonly name: string; readonly user: string };
}

export interface FirehoseContext {
  readonly vhost: string;
  readonly nodeName: string;
  readonly clock: Clock;
  /** Does any binding lead from the exchange of the firehose? */
  readonly isBound: () => boolean;
  readonly publish: (message: Message) => void;
  /** `isOn` has changed. */
  readonly onSwitched: () => void;
}

interface Trace {
  readonly key: string;
  readonly message: Message;
  readonly channel: TracedChannel;
  readonly extra: FieldTable;
}

export class Firehose {
  readonly #context: FirehoseContext;
  #waiting: Trace[] = [];
  #timer: Timer | undefined;
  #isOn = false;

  constructor(context: FirehoseContext) {
    this.#context = context;
  }

  /** As in RabbitMQ, a restart switches it off. */
  get isOn(): boolean {
    return this.#isOn;
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
    this.#context.onSwitched();
  }

  /** Of what a client publishes, before the queues take it. */
  onRouted(message: Message, targets: readonly Target[], channel: TracedChannel): void {
    const queues = targets.filter((target) => target instanceof Queue);
    const extra = new Map([['routed_queues', texts(queues.map(({ name }) => name))]]);
    this.#add({ key: `publish.${message.exchange}`, message, channel, extra });
  }

  onDelivered(queue: string, { message, redelivered }: Delivery, channel: TracedChannel): void {
    const extra = new Map([['redelivered', integer(redelivered ? 1 : 0)]]);
    this.#add({ key: `deliver.${queue}`, message, channel, extra });
  }

  dispose(): void {
    this.#context.clock.cancel(this.#timer);
    this.#waiting = [];
  }

  /** Published a step later: now a queue is in the middle of its turn, and may be bound to here. */
  #add(trace: Trace): void {
    const { clock, isBound } = this.#context;
    // What comes from here is not traced, or it would never end.
    if (trace.message.exchange === TRACE_EXCHANGE || !isBound()) return;
    this.#waiting.push(trace);
    this.#timer ??= clock.after(0, () => this.#flush());
  }

  #flush(): void {
    this.#timer = undefined;
    const traces = this.#waiting;
    this.#waiting = [];
    for (const trace of traces) this.#context.publish(this.#messageOf(trace));
  }

  #messageOf({ key, message, channel, extra }: Trace): Message {
    const { nodeName, vhost } = this.#context;
    const { exchange, routingKey, extraKeys, format } = message;
    const headers = new Map<string, Field>([
      ['exchange_name', text(exchange)],
      ['routing_keys', texts([routingKey, ...extraKeys])],
      ['properties', { type: 'F', value: format.properties(message) }],
      ['node', text(nodeName)],
      ['vhost', text(vhost)],
      ['connection', text(channel.connection.name)],
      ['channel', integer(channel.number)],
      ['user', text(channel.connection.user)],
      ...extra,
    ]);
    return format.compose({
      exchange: TRACE_EXCHANGE,
      routingKey: key,
      persistent: false,
      headers,
      body: message.content.subarray(message.bodyStart),
    });
  }
}

function text(value: string): Field {
  return { type: 'S', value };
}

function texts(values: readonly string[]): Field {
  return { type: 'A', value: values.map(text) };
}

function integer(value: number): Field {
  return { type: 'I', value };
}
