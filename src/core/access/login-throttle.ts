/**
 * Who has failed to log in too often is refused for a while, whatever password comes then: by
 * address, in windows of time that begin with a failure. Asked by access.ts; connections that are
 * open already are none of its business.
 */
import type { Clock } from '../clock.js';

export interface LoginThrottleOptions {
  /** So many in one window, and the rest of it is refused; 0 for no such limit. */
  readonly failureCountMax?: number;
  readonly windowMs?: number;
}

/** Where an attempt comes from. */
export interface LoginSource {
  /** Empty where there is none, as at a Unix socket. */
  readonly address: string;
  readonly isLoopback: boolean;
}

interface Failures {
  readonly since: number;
  count: number;
}

export const LOGIN_FAILURE_COUNT_MAX = 10;
export const LOGIN_FAILURE_WINDOW_MS = 60_000;
/** This machine is shared by many, and may have a proxy in front of everybody. */
const LOOPBACK_FACTOR = 10;
/** Addresses that are remembered; beyond them the one whose window began first is forgotten. */
const ADDRESS_COUNT_MAX = 10_000;
/** Groups of an IPv6 address that one network is given, of eight: a peer has all the rest. */
const NETWORK_GROUPS = 4;

export class LoginThrottle {
  /** Told once for each time that an address has become one to be refused. */
  onRefusing: (address: string) => void = () => {};
  readonly #clock: Clock;
  readonly #countMax: number;
  readonly #windowMs: number;
  /** In the order of `since`. */
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock, options: LoginThrottleOptions = {}) {
    this.#clock = clock;
    this.#countMax = options.failureCountMax ?? LOGIN_FAILURE_COUNT_MAX;
    this.#windowMs = options.windowMs ?? LOGIN_FAILURE_WINDOW_MS;
  }

  refuses(source: LoginSource): boolean {
    return this.refusesForMs(source) > 0;
  }

  /** Until its window is over; 0 for who is not refused. */
  refusesForMs(source: LoginSource): number {
    const failures = this.#current(keyOf(source));
    if (failures === undefined || failures.count < this.#countMaxOf(source)) return 0;
    return failures.since + this.#windowMs - this.#clock.now;
  }

  noteFailure(source: LoginSource): void {
    if (this.#countMax === 0) return;
    const key = keyOf(source);
    const failures = this.#current(key) ?? this.#begin(key);
    failures.count++;
    if (failures.count === this.#countMaxOf(source)) this.onRefusing(key);
  }

  noteSuccess(source: LoginSource): void {
    if (this.#failures.size > 0) this.#failures.delete(keyOf(source));
  }

  #countMaxOf({ isLoopback }: LoginSource): number {
    return isLoopback ? this.#countMax * LOOPBACK_FACTOR : this.#countMax;
  }

  /** Undefined if there are none, or their window is over. */
  #current(key: string): Failures | undefined {
    const failures = this.#failures.get(key);
    if (failures === undefined || this.#clock.now < failures.since + this.#windowMs) {
      return failures;
    }
    this.#failures.delete(key);
    return undefined;
  }

  #begin(key: string): Failures {
    if (this.#failures.size >= ADDRESS_COUNT_MAX) {
      for (const oldest of this.#failures.keys()) {
        this.#failures.delete(oldest);
        break;
      }
    }
    const failures = { since: this.#clock.now, count: 0 };
    this.#failures.set(key, failures);
    return failures;
  }
}

/** The address, of IPv6 the network it is in: whoever has one address there has them all. */
function keyOf({ address }: LoginSource): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const tailGroups = tail === '' ? [] : tail.split(':');
    while (groups.length + tailGroups.length < 8) groups.push('0');
    groups.push(...tailGroups);
  }
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}
