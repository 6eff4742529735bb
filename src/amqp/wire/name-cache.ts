/**
 * HOT. Octets to string without decoding for names that come again and again: exchanges and routing
 * keys. Bounded and direct-mapped, a new name takes the place of the one with the same hash; octets
 * are compared, so a hit is exact. One per broker is enough, and its size does not grow with the
 * connections.
 */
import { octet } from './octets.js';

/** Longer names are decoded each time. */
const NAME_SIZE_MAX = 64;
const EMPTY = 0;

export class NameCache {
  readonly #mask: number;
  readonly #sizes: Uint8Array;
  readonly #octets: Uint8Array;
  readonly #names: string[];

  /** `slotCount` is a power of two. */
  constructor(slotCount = 1024) {
    this.#mask = slotCount - 1;
    this.#sizes = new Uint8Array(slotCount).fill(EMPTY);
    this.#octets = new Uint8Array(slotCount * NAME_SIZE_MAX);
    this.#names = new Array<string>(slotCount).fill('');
  }

  get(buffer: Buffer, start: number, end: number): string {
    const size = end - start;
    if (size === 0) return '';
    if (size > NAME_SIZE_MAX) return buffer.toString('utf8', start, end);
    let hash = size;
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + octet(buffer, at)) | 0;
    const slot = (hash ^ (hash >>> 15)) & this.#mask;
    if (this.#sizes[slot] === size && this.#holds(slot, buffer, start, end)) {
      return this.#names[slot] ?? '';
    }
    return this.#replace(slot, buffer, start, end);
  }

  #holds(slot: number, buffer: Buffer, start: number, end: number): boolean {
    const octets = this.#octets;
    let kept = slot * NAME_SIZE_MAX;
    for (let at = start; at < end; at++) {
      if (octets[kept++] !== buffer[at]) return false;
    }
    return true;
  }

  #replace(slot: number, buffer: Buffer, start: number, end: number): string {
    const name = buffer.toString('utf8', start, end);
    const octets = this.#octets;
    let kept = slot * NAME_SIZE_MAX;
    for (let at = start; at < end; at++) octets[kept++] = octet(buffer, at);
    this.#sizes[slot] = end - start;
    this.#names[slot] = name;
    return name;
  }
}
