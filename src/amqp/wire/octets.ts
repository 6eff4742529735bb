/**
 * HOT. Numbers in network byte order at an offset. None of these checks bounds: outside the buffer
 * an octet reads as 0, so that a reader may walk on with growing offsets and compare once, at the
 * end, where it has come to.
 */

export function octet(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

export function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function uint32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) * 0x1000000 +
    (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))
  );
}

/** Exact up to 2^53 - 1; what is larger comes out larger than that, but rounded. */
export function uint64(bytes: Uint8Array, at: number): number {
  return uint32(bytes, at) * 0x100000000 + uint32(bytes, at + 4);
}

export function putUint16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}

export function putUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/** For 0 to 2^53 - 1. */
export function putUint64(bytes: Uint8Array, at: number, value: number): void {
  putUint32(bytes, at, value >= 0x100000000 ? Math.floor(value / 0x100000000) : 0);
  putUint32(bytes, at + 4, value >>> 0);
}

/**
 * Up to this size a loop is faster than the native call, which costs 45 ns at any size (Node 20).
 */
const LOOP_SIZE_MAX = 48;

/** Gives the offset after the copy. */
export function copyOctets(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): number {
  const size = end - start;
  if (size > LOOP_SIZE_MAX) {
    target.set(new Uint8Array(source.buffer, source.byteOffset + start, size), at);
  } else {
    for (let i = 0; i < size; i++) target[at + i] = source[start + i] ?? 0;
  }
  return at + size;
}

/** 64 bits as a number where it is exact, else as they are. */
export function narrowest(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** The contracts of the core say Uint8Array; sockets and stores give Buffers, as a rule. */
export function bufferOver(bytes: Uint8Array): Buffer {
  if (Buffer.isBuffer(bytes)) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
