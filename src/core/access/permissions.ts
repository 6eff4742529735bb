/**
 * What users may do with the resources of a vhost: an expression for the names that they may
 * configure, one for those they may write to and one for those they may read from (RabbitMQ:
 * access control). Whoever has none for a vhost does not get into it. Kept by access.ts.
 */
import type { Owner } from '../consumer.js';
import type { PermissionDefinition } from '../definitions.js';
import { BROKER_ITSELF, type Events } from '../events.js';
import type { CompilePattern } from '../pattern.js';
import type { Store } from '../store.js';

export type Operation = 'configure' | 'write' | 'read';
export type PermissionRequest = Omit<PermissionDefinition, 'kind'>;

export interface PermissionsContext {
  readonly store: Store;
  readonly events: Events;
  readonly compile: CompilePattern;
  /** After each change, whatever it is. */
  readonly onChanged: () => void;
}

type Matches = (name: string) => boolean;
type Permission = { readonly definition: PermissionDefinition } & Readonly<
  Record<Operation, Matches>
>;

export class Permissions {
  readonly #context: PermissionsContext;
  /** By user, then by vhost. */
  readonly #permissions = new Map<string, Map<string, Permission>>();

  constructor(context: PermissionsContext) {
    this.#context = context;
  }

  get(user: string, vhost: string): PermissionDefinition | undefined {
    return this.#permissions.get(user)?.get(vhost)?.definition;
  }

  *all(): Iterable<PermissionDefinition> {
    for (const ofUser of this.#permissions.values()) {
      for (const { definition } of ofUser.values()) yield definition;
    }
  }

  may(operation: Operation, user: string, vhost: string, name: string): boolean {
    return this.#permissions.get(user)?.get(vhost)?.[operation](name) === true;
  }

  /** Throws a BrokerError for an expression that is none. True if there was none before. */
  put(request: PermissionRequest, by?: Owner): boolean {
    const isNew = this.get(request.user, request.vhost) === undefined;
    const definition: PermissionDefinition = { ...request, kind: 'permission' };
    const permission = this.#compile(definition);
    this.#context.store.define(definition);
    this.#add(permission);
    const { events } = this.#context;
    if (events.isObserved) {
      events.emit('permission.created', { ...request, ...doneBy(by) });
    }
    return isNew;
  }

  /** False if there was none. */
  delete(user: string, vhost: string, by?: Owner): boolean {
    const definition = this.get(user, vhost);
    if (definition === undefined) return false;
    const ofUser = this.#permissions.get(user);
    ofUser?.delete(vhost);
    if (ofUser?.size === 0) this.#permissions.delete(user);
    this.#context.store.undefine(definition);
    this.#context.onChanged();
    const { events } = this.#context;
    if (events.isObserved) events.emit('permission.deleted', { user, vhost, ...doneBy(by) });
    return true;
  }

  restore(definition: PermissionDefinition): void {
    this.#add(this.#compile(definition));
  }

  #add(permission: Permission): void {
    const { user, vhost } = permission.definition;
    const ofUser = this.#permissions.get(user) ?? new Map<string, Permission>();
    ofUser.set(vhost, permission);
    this.#permissions.set(user, ofUser);
    this.#context.onChanged();
  }

  #compile(definition: PermissionDefinition): Permission {
    const { compile } = this.#context;
    return {
      definition,
      configure: compileNames(definition.configure, compile),
      write: compileNames(definition.write, compile),
      read: compileNames(definition.read, compile),
    };
  }
}

/** An empty expression would match every name; RabbitMQ takes it for "nothing". */
export function compileNames(source: string, compile: CompilePattern): Matches {
  return compile(source === '' ? '^$' : source);
}

export function doneBy(by: Owner | undefined): { readonly user_who_performed_action: string } {
  return { user_who_performed_action: by?.user ?? BROKER_ITSELF };
}
