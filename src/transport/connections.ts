/**
 * The connections of all listeners together: a place for each from the moment it knocks, a bound on
 * those that have not said who they are, and the farewell when the broker stops. listener.ts and
 * web-listener.ts bring transports here; sessions come from the protocol.
 */
import type { Clock } from '../core/clock.js';
import type { Protocol, Session, ShutdownCause, Transport } from '../core/protocol.js';
import { TurnQueue } from './turn-queue.js';

export interface ConnectionsOptions {
  readonly protocol: Protocol;
  readonly clock: Clock;
  /** Brings the clock up to the machine's time. */
  readonly touch: () => void;
  readonly connectionCountMax: number;
  /** Of which so many may be half open: connected, but not logged in. */
  readonly halfOpenCountMax: number;
  readonly observer: ConnectionsObserver;
}

/** What happens, for the log. */
export interface ConnectionsObserver {
  opened(name: string): void;
  closed(name: string, reason: string): void;
  /** The limit is reached: this one was refused. */
  refused(limit: 'connections' | 'half-open'): void;
}

/** A transport that a listener has made. `open` is called once, in the turn in which it was. */
export interface ServedTransport extends Transport {
  open(session: Session, onClosed: (reason: string) => void): void;
}

/** What a transport is made with. */
export interface TransportContext {
  readonly clock: Clock;
  readonly turns: TurnQueue;
  readonly touch: () => void;
}

/** A connection's place among those that may be; taken by `enter`, given back by `leave`. */
export class Place {
  readonly #onEstablished: () => void;
  readonly #onLeft: () => void;
  #state: 'half-open' | 'established' | 'left' = 'half-open';

  constructor(onEstablished: () => void, onLeft: () => void) {
    this.#onEstablished = onEstablished;
    this.#onLeft = onLeft;
  }

  establish(): void {
    if (this.#state !== 'half-open') return;
    this.#state = 'established';
    this.#onEstablished();
  }

  leave(): void {
    if (this.#state === 'left') return;
    this.establish();
    this.#state = 'left';
    this.#onLeft();
  }
}

export class Connections {
  readonly context: TransportContext;
  readonly #options: ConnectionsOptions;
  readonly #open = new Map<ServedTransport, Session>();
  readonly #onAllClosed: (() => void)[] = [];
  #placeCount = 0;
  #halfOpenCount = 0;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.context = { clock: options.clock, touch: options.touch, turns: new TurnQueue() };
  }

  get count(): number {
    return this.#open.size;
  }

  /** Undefined where there are as many as there may be. */
  enter(): Place | undefined {
    const { connectionCountMax, halfOpenCountMax, observer } = this.#options;
    if (this.#placeCount >= connectionCountMax) {
      observer.refused('connections');
      return undefined;
    }
    if (this.#halfOpenCount >= halfOpenCountMax) {
      observer.refused('half-open');
      return undefined;
    }
    this.#placeCount++;
    this.#halfOpenCount++;
    return new Place(
      () => this.#halfOpenCount--,
      () => this.#placeCount--,
    );
  }

  /** Lets the protocol talk to whoever took the place. */
  open(transport: ServedTransport, place: Place): void {
    const { protocol, touch, observer } = this.#options;
    touch();
    observer.opened(transport.name);
    const session = protocol.accept(transport);
    this.#open.set(transport, session);
    transport.open(session, (reason) => {
      place.leave();
      this.#open.delete(transport);
      observer.closed(transport.name, reason);
      if (this.#open.size > 0) return;
      for (const resolve of this.#onAllClosed.splice(0)) resolve();
    });
  }

  /**
   * Tells every session to say goodbye, and resolves when all connections are closed; those that
   * take longer than the limit are cut. No listener may bring new ones.
   */
  async close(cause: ShutdownCause, limitMs: number): Promise<void> {
    const { clock } = this.#options;
    const timer = clock.after(limitMs, () => {
      for (const transport of this.#open.keys()) transport.destroy();
    });
    for (const session of this.#open.values()) session.shutdown(cause);
    await this.#allClosed();
    clock.cancel(timer);
  }

  #allClosed(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onAllClosed.push(resolve);
    });
  }
}
