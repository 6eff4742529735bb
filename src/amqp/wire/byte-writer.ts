/**
 * A growing buffer for everything that is not written on the hot path: method arguments, field
 * tables, property lists. What does not fit its type is a bug of the caller and throws RangeError.
 */
import { shortString } from './short-string.js';

const FIRST_SIZE = 256;

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** A copy of what was written. */
  finish(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#size));
  }

  uint8(value: number): void {
    const at = this.#room(1);
    this.#bytes.writeUInt8(value, at);
  }

  uint16(value: number): void {
    const at = this.#room(2);
    this.#bytes.writeUInt16BE(value, at);
  }

  uint32(value: number): void {
    const at = this.#room(4);
    this.#bytes.writeUInt32BE(value, at);
  }

  uint64(value: number | bigint): void {
    const at = this.#room(8);
    this.#bytes.writeBigUInt64BE(BigInt(value), at);
  }

  int8(value: number): void {
    const at = this.#room(1);
    this.#bytes.writeInt8(value, at);
  }

  int16(value: number): void {
    const at = this.#room(2);
    this.#bytes.writeInt16BE(value, at);
  }

  int32(value: number): void {
    const at = this.#room(4);
    this.#bytes.writeInt32BE(value, at);
  }

  int64(value: number | bigint): void {
    const at = this.#room(8);
    this.#bytes.writeBigInt64BE(BigInt(value), at);
  }

  float(value: number): void {
    const at = this.#room(4);
    this.#bytes.writeFloatBE(value, at);
  }

  double(value: number): void {
    const at = this.#room(8);
    this.#bytes.writeDoubleBE(value, at);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#room(bytes.length);
    this.#bytes.set(bytes, at);
  }

  shortString(text: string): void {
    this.raw(shortString(text));
  }

  longString(bytes: Uint8Array): void {
    this.uint32(bytes.length);
    this.raw(bytes);
  }

  /** Leaves four octets for the size of what follows; `closeLength` fills them in. */
  openLength(): number {
    return this.#room(4);
  }

  closeLength(at: number): void {
    this.#bytes.writeUInt32BE(this.#size - at - 4, at);
  }

  /** May replace the buffer, so it is called before `#bytes` is looked at. */
  #room(size: number): number {
    const at = this.#size;
    const needed = at + size;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, at);
      this.#bytes = larger;
    }
    this.#size = needed;
    return at;
  }
}
