/**
 * What the HTTP API is given, and the koa types that all of its files share. Built by server.ts;
 * routes reach the broker through it and nothing else.
 */
import type Router from '@koa/router';
import type { RouterContext } from '@koa/router';
import type { Broker } from '../core/broker.js';
import type { CompilePattern } from '../core/pattern.js';
import type { Machine } from './machine.js';
import type { Metrics } from './metrics/metrics.js';
import type { ListenerFacts } from './node-facts.js';

/** Where an operator looks: src/log.ts is one. */
export interface ManagementLog {
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** A text that comes back says what would be right. */
export interface ManagementLogLevels {
  read(): Readonly<Record<string, string>>;
  set(level: string, category: string): string | undefined;
}

export interface ManagementContext {
  readonly broker: Broker;
  readonly nodeName: string;
  /** Leveret's own. */
  readonly version: string;
  readonly log: ManagementLog;
  readonly logLevels: ManagementLogLevels;
  readonly metrics: Metrics;
  readonly machine: Machine;
  /** Where the broker listens by now. */
  readonly listeners: () => readonly ListenerFacts[];
  /** For what is looked for, in messages and names: none of its expressions can take long. */
  readonly compilePattern: CompilePattern;
  /** Asks for the end of the broker. */
  readonly stop: () => void;
  /** An empty broker that keeps nothing, to try things on. */
  readonly stage: () => Broker;
  /**
   * Does it at once and resolves when all that it changed is on the disk; rejects with what the
   * operation throws, or when storage fails.
   */
  durably<T>(operation: () => T): Promise<T>;
}

/** Who asks. */
export interface ApiUser {
  readonly name: string;
  readonly tags: readonly string[];
}

export interface ApiState {
  /** The request comes from this machine, and from no web page of somebody else's. */
  isLoopback: boolean;
  /** It comes by the socket in the data folder. */
  isOwner: boolean;
  /** There from middleware/authenticate.ts on. */
  user: ApiUser;
  /** What kept the body from being read; thrown by whoever wants the body. */
  bodyFault: Error | undefined;
  /** The route has seen to ?columns and ?sort by itself. */
  hasColumns?: boolean;
}

export type ApiRouter = Router<ApiState>;
export type ApiContext = RouterContext<ApiState>;
export type ApiNext = () => Promise<unknown>;
