/**
 * The switch of one vhost as the code asks it: is this use of an old feature to be refused as
 * RabbitMQ 4.3 would (compatibility.ts)? While it only warns, it tells once of each kind and
 * connection. Kept by vhost.ts; nothing on the way of a common message asks.
 */
import type { Compatibility, DifferenceKind } from './compatibility.js';
import type { Owner } from './consumer.js';

/** Somebody did what 4.3 would have refused. `owner` is the connection. */
export type OnDifference = (vhost: string, kind: DifferenceKind, owner: Owner) => void;

export class CompatibilityWatch {
  readonly #vhost: string;
  readonly #onDifference: OnDifference;
  /** Goes with the connections, and has at most one of each kind for each. */
  readonly #told = new WeakMap<Owner, Set<DifferenceKind>>();

  constructor(vhost: string, onDifference: OnDifference) {
    this.#vhost = vhost;
    this.#onDifference = onDifference;
  }

  refuses(mode: Compatibility, kind: DifferenceKind, owner: Owner): boolean {
    if (mode === 'warn') this.#tell(kind, owner);
    return mode === '4.x';
  }

  #tell(kind: DifferenceKind, owner: Owner): void {
    const told = this.#told.get(owner) ?? new Set<DifferenceKind>();
    if (told.has(kind)) return;
    this.#told.set(owner, told.add(kind));
    this.#onDifference(this.#vhost, kind, owner);
  }
}
