/**
 * Reads the arguments of a method frame, value by value, in the order of the specification.
 */
export class Decoder {
  readonly #bytes: Buffer;
  #offset: number;

  constructor(bytes: Buffer, offset = 0) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  octet(): number {
    return this.#bytes.readUInt8(this.#skip(1));
  }

  short(): number {
    return this.#bytes.readUInt16BE(this.#skip(2));
  }

  long(): number {
    return this.#bytes.readUInt32BE(this.#skip(4));
  }

  longlong(): number {
    return Number(this.#bytes.readBigUInt64BE(this.#skip(8)));
  }

  shortString(): string {
    return this.shortOctets().toString('utf8');
  }

  /** A short string as it is, whatever its octets mean. */
  shortOctets(): Buffer {
    const size = this.octet();
    const start = this.#skip(size);
    return this.#bytes.subarray(start, start + size);
  }

  longString(): Buffer {
    const size = this.long();
    const start = this.#skip(size);
    return this.#bytes.subarray(start, start + size);
  }

  #skip(size: number): number {
    const start = this.#offset;
    if (start + size > this.#bytes.length) throw new Error('the broker sent a method too short');
    this.#offset += size;
    return start;
  }
}
