/**
 * What users may do with the routing keys of a topic exchange: publish with them, bind with them.
 * Where a user has none for an exchange, every key is allowed, as in RabbitMQ. Expressions may name
 * `{username}` and `{vhost}`; `{client_id}`, which only MQTT has, stays as it is. Kept by
 * access.ts.
 */
import type { Owner } from '../consumer.js';
import type { TopicPermissionDefinition } from '../definitions.js';
import { compileNames, doneBy, type PermissionsContext } from './permissions.js';

export type TopicOperation = 'write' | 'read';
export type TopicPermissionRequest = Omit<TopicPermissionDefinition, 'kind'>;

type Matches = (routingKey: string) => boolean;
/** Ready to be asked. */
export type TopicPermission = { readonly definition: TopicPermissionDefinition } & Readonly<
  Record<TopicOperation, Matches>
>;

const SPECIAL = /[\\^$.*+?()[\]{}|]/g;

export class TopicPermissions {
  readonly #context: PermissionsContext;
  /** By user and vhost, then by exchange. */
  readonly #permissions = new Map<string, Map<string, TopicPermission>>();

  constructor(context: PermissionsContext) {
    this.#context = context;
  }

  get(user: string, vhost: string, exchange: string): TopicPermissionDefinition | undefined {
    return this.find(user, vhost, exchange)?.definition;
  }

  *all(): Iterable<TopicPermissionDefinition> {
    for (const ofVhost of this.#permissions.values()) {
      for (const { definition } of ofVhost.values()) yield definition;
    }
  }

  /** To be kept until something changes by whoever asks often. Undefined: all keys are allowed. */
  find(user: string, vhost: string, exchange: string): TopicPermission | undefined {
    return this.#permissions.get(keyOf(user, vhost))?.get(exchange);
  }

  may(
    operation: TopicOperation,
    user: string,
    vhost: string,
    exchange: string,
    routingKey: string,
  ): boolean {
    const permission = this.find(user, vhost, exchange);
    return permission === undefined || permission[operation](routingKey);
  }

  /** Throws a BrokerError for an expression that is none. True if there was none before. */
  put(request: TopicPermissionRequest, by?: Owner): boolean {
    const isNew = this.get(request.user, request.vhost, request.exchange) === undefined;
    const definition: TopicPermissionDefinition = { ...request, kind: 'topic-permission' };
    const permission = this.#compile(definition);
    this.#context.store.define(definition);
    this.#add(permission);
    const { events } = this.#context;
    if (events.isObserved) events.emit('topic.permission.created', { ...request, ...doneBy(by) });
    return isNew;
  }

  /** Without an exchange: those for all of them. False if there was none. */
  delete(user: string, vhost: string, exchange?: string, by?: Owner): boolean {
    const ofVhost = this.#permissions.get(keyOf(user, vhost));
    if (ofVhost === undefined) return false;
    const names = exchange === undefined ? [...ofVhost.keys()] : [exchange];
    let isAny = false;
    for (const name of names) {
      const permission = ofVhost.get(name);
      if (permission === undefined) continue;
      isAny = true;
      ofVhost.delete(name);
      this.#context.store.undefine(permission.definition);
    }
    if (!isAny) return false;
    if (ofVhost.size === 0) this.#permissions.delete(keyOf(user, vhost));
    this.#context.onChanged();
    const { events } = this.#context;
    if (events.isObserved) events.emit('topic.permission.deleted', { user, vhost, ...doneBy(by) });
    return true;
  }

  restore(definition: TopicPermissionDefinition): void {
    this.#add(this.#compile(definition));
  }

  #add(permission: TopicPermission): void {
    const { user, vhost, exchange } = permission.definition;
    const key = keyOf(user, vhost);
    const ofVhost = this.#permissions.get(key) ?? new Map<string, TopicPermission>();
    ofVhost.set(exchange, permission);
    this.#permissions.set(key, ofVhost);
    this.#context.onChanged();
  }

  #compile(definition: TopicPermissionDefinition): TopicPermission {
    const { compile } = this.#context;
    const compileKeys = (source: string): Matches =>
      compileNames(withVariables(source, definition), compile);
    return {
      definition,
      write: compileKeys(definition.write),
      read: compileKeys(definition.read),
    };
  }
}

/** A name is not to work as an expression. */
function withVariables(source: string, { user, vhost }: TopicPermissionDefinition): string {
  return source
    .replaceAll('{username}', () => quote(user))
    .replaceAll('{vhost}', () => quote(vhost));
}

function quote(text: string): string {
  return text.replace(SPECIAL, String.raw`\$&`);
}

function keyOf(user: string, vhost: string): string {
  return `${String(user.length)}:${user}${vhost}`;
}
