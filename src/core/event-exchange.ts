/**
 * RabbitMQ's event exchange: each event of the broker is a message to the internal topic exchange
 * `amq.rabbitmq.event` of the vhost `/`, with the name as routing key, the facts as headers and no
 * body. Made by broker.ts; while nothing is bound there, it does not listen.
 */
import type { Clock, Timer } from './clock.js';
import type { BrokerEvent, Fact, Observer } from './events.js';
import type { Exchange } from './exchange/exchange.js';
import { EVENT_EXCHANGE } from './exchange/declare.js';
import type { Field, FieldTable } from './field.js';
import type { MessageFormat } from './message.js';
import type { Vhost } from './vhost.js';

export interface EventExchangeContext {
  readonly clock: Clock;
  readonly format: MessageFormat;
  /** The one that the exchange is in, while there is one. */
  readonly vhost: () => Vhost | undefined;
}

export class EventExchange implements Observer {
  readonly #context: EventExchangeContext;
  #waiting: BrokerEvent[] = [];
  #timer: Timer | undefined;

  constructor(context: EventExchangeContext) {
    this.#context = context;
  }

  get isListening(): boolean {
    return (this.#exchange?.bindingCount ?? 0) > 0;
  }

  /** Published a step later: now the queue of whoever looks may be in the middle of something. */
  onEvent(event: BrokerEvent): void {
    this.#waiting.push(event);
    this.#timer ??= this.#context.clock.after(0, () => this.flush());
  }

  flush(): void {
    const { clock, vhost } = this.#context;
    clock.cancel(this.#timer);
    this.#timer = undefined;
    const events = this.#waiting;
    this.#waiting = [];
    for (const event of events) if (this.isListening) vhost()?.publishOwn(this.#messageOf(event));
  }

  get #exchange(): Exchange | undefined {
    return this.#context.vhost()?.exchange(EVENT_EXCHANGE);
  }

  #messageOf({ name, at, facts }: BrokerEvent) {
    const headers = tableOf({ timestamp_in_ms: at, ...facts });
    return this.#context.format.compose({
      exchange: EVENT_EXCHANGE,
      routingKey: name,
      persistent: true,
      timestampSeconds: Math.floor(at / 1000),
      headers,
      body: NO_BODY,
    });
  }
}

const NO_BODY = new Uint8Array(0);

function tableOf(facts: Readonly<Record<string, Fact | undefined>>): FieldTable {
  const table = new Map<string, Field>();
  for (const [name, fact] of Object.entries(facts)) {
    if (fact !== undefined) table.set(name, fieldOf(fact));
  }
  return table;
}

function fieldOf(fact: Fact): Field {
  if (fact === null) return { type: 'V', value: null };
  switch (typeof fact) {
    case 'string':
      return { type: 'S', value: fact };
    case 'boolean':
      return { type: 't', value: fact };
    case 'number':
      return { type: Number.isSafeInteger(fact) ? 'l' : 'd', value: fact };
    default:
      if (isTable(fact)) return { type: 'F', value: fact };
      if (isList(fact)) return { type: 'A', value: fact.map(fieldOf) };
      return { type: 'F', value: tableOf(fact) };
  }
}

function isTable(fact: Fact): fact is FieldTable {
  return fact instanceof Map;
}

function isList(fact: Fact): fact is readonly Fact[] {
  return Array.isArray(fact);
}
