/**
 * The recent history exchange (RabbitMQ's x-recent-history): a fanout that keeps its latest
 * messages, in memory, and gives them to each new binding. exchanges.ts hands them out.
 */
import type { ExchangeDefinition } from '../definitions.js';
import { erlangTerm } from '../erlang-text.js';
import { BrokerError } from '../errors.js';
import { integerOf, type Field } from '../field.js';
import type { Message } from '../message.js';
import { MESSAGE_OVERHEAD, type Residency } from '../queue/residency.js';
import type { Binding } from './binding.js';
import { FanoutMatcher } from './fanout.js';
import type { Matcher, MatcherContext, Matching } from './matcher.js';

const LENGTH_DEFAULT = 20;
/** However many messages were asked for, they take no more than about so much memory. */
export const HISTORY_BYTES_MAX = 67_108_864;
/** Those of the plugin, which leaves the unsigned ones out. */
const INTEGER_TYPES: readonly Field['type'][] = ['b', 's', 'I', 'l'];

export class RecentHistoryMatcher implements Matcher {
  readonly decidedBy = 'message';
  readonly isAskedByKey = false;
  readonly #fanout = new FanoutMatcher();
  readonly #residency: Residency;
  readonly #lengthMax: number;
  /** The oldest first. */
  readonly #messages = new Set<Message>();
  #bytes = 0;

  constructor(definition: ExchangeDefinition, { residency }: MatcherContext) {
    this.#residency = residency;
    this.#lengthMax = lengthOf(definition.arguments.get('x-recent-history-length'));
  }

  validate(): void {}

  add(binding: Binding): void {
    this.#fanout.add(binding);
  }

  remove(binding: Binding): void {
    this.#fanout.remove(binding);
  }

  match(matching: Matching): void {
    if (matching.headers().get('x-recent-history-no-store')?.value !== true) {
      this.#keep(matching.message);
    }
    this.#fanout.match(matching);
  }

  /** As it is now: while it is handed out, a circle of exchanges may bring more. */
  history(): Message[] {
    return [...this.#messages];
  }

  dispose(): void {
    this.#messages.clear();
    this.#count(-this.#bytes);
  }

  #keep(message: Message): void {
    if (this.#messages.has(message)) return;
    this.#messages.add(message);
    this.#count(sizeOf(message));
    for (const oldest of this.#messages) {
      if (this.#messages.size <= this.#lengthMax && this.#bytes <= HISTORY_BYTES_MAX) break;
      this.#messages.delete(oldest);
      this.#count(-sizeOf(oldest));
    }
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#residency.bytes += bytes;
  }
}

function sizeOf(message: Message): number {
  return message.bodySize + MESSAGE_OVERHEAD;
}

function lengthOf(field: Field | undefined): number {
  if (field === undefined) return LENGTH_DEFAULT;
  const length = Number(integerOf(field) ?? 0);
  if (INTEGER_TYPES.includes(field.type) && length > 0) return length;
  throw new BrokerError(
    'precondition-failed',
    `Invalid argument ${erlangTerm(field)}, ` +
      "'x-recent-history-length' must be a positive integer",
  );
}
