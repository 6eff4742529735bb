/** Builders of byte streams and a sink that writes down what a reader cut out of them. */
import type { FrameSink } from '../../../src/amqp/wire/frame-reader.js';
import { MalformedFrame } from '../../../src/amqp/wire/malformed.js';

export function hex(text: string): Buffer {
  return Buffer.from(text.replace(/\s/g, ''), 'hex');
}

export function frame(type: number, channel: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(7);
  head.writeUInt8(type, 0);
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, hex('ce')]);
}

/** The payload of a content header frame of class basic; `list` is flag word and properties. */
export function contentHeader(bodySize: number | bigint, list: Buffer): Buffer {
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(60, 0);
  fixed.writeBigUInt64BE(BigInt(bodySize), 4);
  return Buffer.concat([fixed, list]);
}

/**
 * The same bytes in the middle of a larger ArrayBuffer, as a socket or Buffer's pool may give them.
 */
export function withByteOffset(bytes: Buffer, offset: number): Buffer {
  const larger = Buffer.alloc(offset + bytes.length + 3, 0xaa);
  bytes.copy(larger, offset);
  return larger.subarray(offset, offset + bytes.length);
}

/** Writes frames down as "type/channel/payload in hex"; copies, because the buffer is lent. */
export class RecordingSink implements FrameSink {
  readonly frames: string[] = [];

  onMethod(channel: number, buffer: Buffer, start: number, end: number): void {
    this.#record(1, channel, buffer, start, end);
  }

  onHeader(channel: number, buffer: Buffer, start: number, end: number): void {
    this.#record(2, channel, buffer, start, end);
  }

  onBody(channel: number, buffer: Buffer, start: number, end: number): void {
    this.#record(3, channel, buffer, start, end);
  }

  onHeartbeat(): void {
    this.frames.push('8/0/');
  }

  #record(type: number, channel: number, buffer: Buffer, start: number, end: number): void {
    this.frames.push(`${type}/${channel}/${buffer.toString('hex', start, end)}`);
  }
}

/** What `act` throws, which must be a MalformedFrame; undefined if it throws nothing. */
export function malformedBy(act: () => void): MalformedFrame | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof MalformedFrame) return error;
    throw error;
  }
}
