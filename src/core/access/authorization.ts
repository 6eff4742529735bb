/**
 * What one user may do in one vhost, asked before each operation of a channel or of the HTTP API;
 * the faults are RabbitMQ's. What was allowed is remembered until anything about users changes, so
 * that a withdrawal counts at once and one more publish to the same exchange costs two
 * comparisons. HOT.
 */
import { BrokerError } from '../errors.js';
import { isPredeclared } from '../exchange/declare.js';
import type { BindingRequest } from '../exchange/exchanges.js';
import { isExchangeType } from '../exchange/types.js';
import { type FieldTable, textOf } from '../field.js';
import { type ResourceKind, resourceText, stripLineBreaks } from '../resource-name.js';
import type { Vhost } from '../vhost.js';
import type { Access } from './access.js';
import type { Operation } from './permissions.js';
import type { TopicPermission } from './topic-permissions.js';

/** As permissions call the default exchange, which has no name. */
const DEFAULT_EXCHANGE = 'amq.default';
/** Whoever has this tag may publish in the name of others. */
const IMPERSONATOR = 'impersonator';
/** Names that are remembered. */
const REMEMBERED_COUNT_MAX = 64;
const BITS: Readonly<Record<Operation, number>> = { configure: 1, write: 2, read: 4 };
/** RabbitMQ tries them in this order, and tells of the last one. */
const OPERATIONS: readonly Operation[] = ['read', 'write', 'configure'];

export class Authorization {
  readonly #access: Access;
  readonly #user: string;
  readonly #vhost: Vhost;
  /** Of the decisions below. */
  #version: number;
  /** Names, with the bits of what may be done with them. */
  readonly #allowed = new Map<string, number>();
  /** What was published to last, which is allowed. */
  #exchange: string | undefined;
  /** For its routing keys, if there is one. */
  #topicPermission: TopicPermission | undefined;

  constructor(access: Access, user: string, vhost: Vhost) {
    this.#access = access;
    this.#user = user;
    this.#vhost = vhost;
    this.#version = access.version;
  }

  require(operation: Operation, kind: ResourceKind, name: string): void {
    const known = nameInPermissions(kind, name);
    if (this.#may(operation, known)) return;
    throw this.#refused(resourceText(kind, known, this.#vhost.name));
  }

  /** A passive declare tells what is there: to whoever has any business with it (RabbitMQ 4.3). */
  requireAny(kind: ResourceKind, name: string): void {
    const stripped = stripLineBreaks(name);
    if (OPERATIONS.some((operation) => this.#may(operation, stripped))) return;
    throw this.#refused(resourceText(kind, stripped, this.#vhost.name));
  }

  requirePublish(exchange: string, routingKey: string, extraKeys: readonly string[]): void {
    if (exchange !== this.#exchange || this.#access.version !== this.#version) {
      this.#enter(exchange);
    }
    const permission = this.#topicPermission;
    if (permission === undefined) return;
    if (this.#vhost.requirePublishable(exchange).definition.type !== 'topic') return;
    if (!permission.write(routingKey)) throw this.#topicRefused(exchange, routingKey);
    for (const key of extraKeys) {
      if (!permission.write(key)) throw this.#topicRefused(exchange, key);
    }
  }

  /** RabbitMQ's user-id: the broker vouches for it. */
  requireUserId(claimed: string): void {
    if (claimed === this.#user) return;
    if (this.#access.users.get(this.#user)?.tags.includes(IMPERSONATOR) === true) return;
    throw new BrokerError(
      'precondition-failed',
      `user_id property set to '${claimed}' but authenticated user was '${this.#user}'`,
    );
  }

  /** `name` is the queue's own: the broker has named it if the client has not. */
  requireQueueDeclare(name: string, args: FieldTable): void {
    this.require('configure', 'queue', name);
    if (this.#vhost.queue(name) !== undefined) return;
    const deadLetterExchange = textOf(args.get('x-dead-letter-exchange'));
    if (deadLetterExchange === undefined) return;
    this.require('read', 'queue', name);
    this.require('write', 'exchange', deadLetterExchange);
  }

  requireExchangeDeclare(asked: string, type: string, args: FieldTable): void {
    const name = stripLineBreaks(asked);
    // That nobody may have such a one is said by the vhost.
    if (name === '' || !isExchangeType(type)) return;
    this.require('configure', 'exchange', name);
    if (this.#vhost.exchange(name) !== undefined || isPredeclared(name)) return;
    const alternate = textOf(args.get('alternate-exchange'));
    if (alternate === undefined) return;
    this.require('read', 'exchange', name);
    this.require('write', 'exchange', alternate);
  }

  requireExchangeDelete(asked: string): void {
    const name = stripLineBreaks(asked);
    // Likewise that nobody may delete these.
    if (!isPredeclared(name)) this.require('configure', 'exchange', name);
  }

  /** To make a binding, and to take one away. */
  requireBinding({ source, destinationKind, destination, routingKey }: BindingRequest): void {
    const from = stripLineBreaks(source);
    const to = stripLineBreaks(destination);
    this.require('write', destinationKind, to);
    // Likewise that nobody may bind the default exchange.
    if (from === '' || to === '') return;
    this.requireBindingFrom(from, routingKey);
  }

  /** Its half about the source. */
  requireBindingFrom(source: string, routingKey: string): void {
    this.require('read', 'exchange', source);
    if (this.#vhost.exchange(source)?.definition.type !== 'topic') return;
    const { topicPermissions } = this.#access;
    if (topicPermissions.may('read', this.#user, this.#vhost.name, source, routingKey)) return;
    throw this.#topicRefused(source, routingKey);
  }

  #enter(exchange: string): void {
    this.require('write', 'exchange', exchange);
    this.#exchange = exchange;
    const { topicPermissions } = this.#access;
    this.#topicPermission = topicPermissions.find(this.#user, this.#vhost.name, exchange);
  }

  #may(operation: Operation, name: string): boolean {
    this.#forgetWhatIsStale();
    const bit = BITS[operation];
    const allowed = this.#allowed.get(name) ?? 0;
    if ((allowed & bit) !== 0) return true;
    if (!this.#access.may(operation, this.#user, this.#vhost.name, name)) return false;
    if (this.#allowed.size >= REMEMBERED_COUNT_MAX) this.#allowed.clear();
    this.#allowed.set(name, allowed | bit);
    return true;
  }

  #forgetWhatIsStale(): void {
    const { version } = this.#access;
    if (version === this.#version) return;
    this.#version = version;
    this.#allowed.clear();
    this.#exchange = undefined;
  }

  #topicRefused(exchange: string, routingKey: string): BrokerError {
    const where = resourceText('exchange', exchange, this.#vhost.name);
    return this.#refused(`topic '${routingKey}' in ${where}`);
  }

  #refused(resource: string): BrokerError {
    const message = `access to ${resource} refused for user '${this.#user}'`;
    return new BrokerError('access-refused', message);
  }
}

/** What the expressions of permissions are looked for in. */
export function nameInPermissions(kind: ResourceKind, name: string): string {
  return kind === 'exchange' && name === '' ? DEFAULT_EXCHANGE : name;
}
