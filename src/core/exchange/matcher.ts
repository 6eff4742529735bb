/**
 * The contract of an exchange type: which of its bindings does a message match? Implemented by the
 * files beside this one that types.ts names, asked by router.ts.
 */
import type { FieldTable } from '../field.js';
import type { Message } from '../message.js';
import type { Residency } from '../queue/residency.js';
import type { Binding, Destination } from './binding.js';

/**
 * What a match is decided by; a router may remember the result for all messages that agree in it.
 * By the message: nothing is remembered, and the next one is asked for anew, even if it is equal.
 */
export type DecidedBy = 'nothing' | 'routing-key' | 'message';

/** What a matcher may look at, and whom it tells. */
export interface Matching {
  readonly message: Message;
  /** Of the message's keys the one that is being matched. */
  readonly routingKey: string;
  /** Decoded at the first call. */
  headers(): FieldTable;
  /** The same destination may be given any number of times. */
  add(destination: Destination): void;
  /** The message is to wait at this exchange until its time has come. */
  hold(): void;
}

export interface Matcher {
  readonly decidedBy: DecidedBy;
  /** Asked once for each key of a message that has several (CC, BCC), else once for the message. */
  readonly isAskedByKey: boolean;
  /** Throws a BrokerError if this type of exchange cannot have such a binding. */
  validate(binding: Binding): void;
  /** Each binding is added once, and removed at most once. */
  add(binding: Binding): void;
  remove(binding: Binding): void;
  match(matching: Matching): void;
  /** What a new binding is given at once, the oldest first. */
  history?(): Iterable<Message>;
  /** The exchange is gone. */
  dispose?(): void;
}

/** What some matchers need of the broker. */
export interface MatcherContext {
  /** Another number at each call, from 0 up to and without 1. */
  readonly random: () => number;
  readonly residency: Residency;
}
