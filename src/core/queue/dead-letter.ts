/**
 * Sends messages that a queue rejects, expires or drops on to the queue's dead-letter exchange,
 * with their history (death-history.ts). One per vhost, called by queue.ts; the copies are routed
 * by the vhost's router. A dead letter can push out others elsewhere: those wait in a list until
 * their turn, so that a chain of any length needs no stack.
 */
import type { Clock } from '../clock.js';
import type { FieldTable } from '../field.js';
import { textOf } from '../field.js';
import type { Message } from '../message.js';
import type { Target } from '../target.js';
import type { Tracer } from '../trace/tracer.js';
import type { DeathReason } from './death-history.js';
import { deathsIn, isCycle, recordDeath } from './death-history.js';
import { DELIVERY_COUNT_HEADER } from './delivery-count.js';
import type { QueueEntry } from './entry.js';
import type { Letter, Letters } from './letters.js';
import type { Queue } from './queue.js';
import type { DeadLetterSink, LetterSender } from './queue-context.js';

/**
 * Where a message with these exchange and routing key goes; nowhere if there is no such exchange.
 */
export type Route = (message: Message) => readonly Target[];

interface DeadLetter {
  readonly queue: Queue;
  readonly message: Message;
  readonly reason: DeathReason;
  readonly entry: QueueEntry | undefined;
  /** If it is to be kept until it is taken. */
  readonly letter: Letter | undefined;
}

export class DeadLetters implements DeadLetterSink, LetterSender {
  readonly #clock: Clock;
  readonly #route: Route;
  readonly #tracer: Tracer | undefined;
  /** Those with letters that nobody took. */
  readonly unsent = new Set<Letters>();
  readonly #waiting: DeadLetter[] = [];
  #isSending = false;

  constructor(clock: Clock, route: Route, tracer?: Tracer) {
    this.#clock = clock;
    this.#route = route;
    this.#tracer = tracer;
  }

  /**
   * The queue forgets the entry, if there is one, once the copies are enlisted: a crash in between
   * may double a message but not lose it.
   */
  send(queue: Queue, message: Message, reason: DeathReason, entry?: QueueEntry): void {
    this.#add({ queue, message, reason, entry, letter: undefined });
  }

  /** The letter is told whether it was taken. */
  sendLetter(letter: Letter): void {
    const { entry, reason, letters } = letter;
    this.#add({ queue: letters.queue, message: entry.message, reason, entry, letter });
  }

  /** There is another exchange, queue or binding: perhaps one for what nobody took. */
  onTopologyChanged(): void {
    for (const letters of this.unsent) letters.retrySoon();
  }

  #add(deadLetter: DeadLetter): void {
    this.#waiting.push(deadLetter);
    if (this.#isSending) return;
    this.#isSending = true;
    // The list grows while it is walked.
    for (const next of this.#waiting) this.#publish(next);
    this.#waiting.length = 0;
    this.#isSending = false;
  }

  #publish({ queue, message, reason, entry, letter }: DeadLetter): void {
    const exchange = queue.options.deadLetterExchange;
    if (letter !== undefined && !letter.letters.isKept(letter)) return;
    let hasCopies = false;
    let isTaken = true;
    if (exchange !== undefined) {
      const copy = this.#copy(queue, message, reason, exchange, letter?.diedAtMs);
      const deaths = deathsIn(copy.format.headers(copy).get('x-death'));
      const targets = this.#route(copy).filter(({ name }) => !isCycle(name, deaths));
      const tracer = this.#tracer;
      if (tracer?.isOn === true) tracer.onDeadLetter(entry, message, copy, targets);
      for (const target of targets) {
        hasCopies = true;
        if (letter === undefined) target.enqueue(copy);
        else if (!deliver(letter, target, copy)) isTaken = false;
      }
    }
    if (this.#tracer?.isOn === true && entry !== undefined) {
      this.#tracer.onDeadLettered(entry, letter === undefined || (hasCopies && isTaken));
    }
    if (letter === undefined) {
      if (entry !== undefined) queue.forget(entry, hasCopies);
    } else if (hasCopies && isTaken) letter.letters.onTaken(letter);
    else letter.letters.onKept(letter);
  }

  #copy(
    queue: Queue,
    message: Message,
    reason: DeathReason,
    exchange: string,
    diedAtMs = this.#clock.now,
  ): Message {
    const headers = message.format.headers(message);
    const routingKey = queue.options.deadLetterRoutingKey;
    const extraKeys = carbonCopies(headers);
    const setHeaders = recordDeath(headers, {
      queue: queue.name,
      reason,
      exchange: message.exchange,
      routingKeys: [message.routingKey, ...extraKeys],
      timeSeconds: Math.floor(diedAtMs / 1000),
      originalExpiration: message.ttlMs < 0 ? undefined : String(message.ttlMs),
    });
    return message.format.rewrite(message, {
      exchange,
      routingKey: routingKey ?? message.routingKey,
      extraKeys: routingKey === undefined ? extraKeys : [],
      setHeaders,
      // The further keys go with the first: the queue has a key of its own for its dead letters.
      removeHeaders:
        routingKey === undefined ? [DELIVERY_COUNT_HEADER] : [DELIVERY_COUNT_HEADER, 'CC'],
      dropExpiration: true,
    });
  }
}

/** False: the queue has no room, and tells the letters when it has. */
function deliver(letter: Letter, target: Target, copy: Message): boolean {
  if (letter.takers?.has(target) === true) return true;
  if (!target.enqueue(copy)) {
    target.awaitRoom?.(letter.letters);
    return false;
  }
  (letter.takers ??= new Set()).add(target);
  return true;
}

function carbonCopies(headers: FieldTable): string[] {
  const header = headers.get('CC');
  if (header?.type !== 'A') return [];
  return header.value.map(textOf).filter((key) => key !== undefined);
}
