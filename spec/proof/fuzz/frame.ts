/**
 * Frames as the fuzz builds, breaks and reads them, by hand: the broker's own reader is what is
 * tested.
 */

export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

export const METHOD = 1;
export const HEADER = 2;
export const BODY = 3;
export const HEARTBEAT = 8;
export const FRAME_END = 0xce;
/** Of type, channel and size. */
export const HEAD_SIZE = 7;
export const OVERHEAD_SIZE = 8;

export function encodeFrame({ type, channel, payload }: Frame): Buffer {
  const bytes = Buffer.alloc(payload.length + OVERHEAD_SIZE, FRAME_END);
  bytes.writeUInt8(type, 0);
  bytes.writeUInt16BE(channel, 1);
  bytes.writeUInt32BE(payload.length, 3);
  payload.copy(bytes, HEAD_SIZE);
  return bytes;
}

export function decodeFrame(bytes: Buffer): Frame {
  return {
    type: bytes.readUInt8(0),
    channel: bytes.readUInt16BE(1),
    payload: bytes.subarray(HEAD_SIZE, bytes.length - 1),
  };
}

export interface StreamEnd {
  /** Octets that the last frame lacks; 0 if it is whole. */
  readonly missing: number;
  /** Whoever reads the stream gives it up: a frame is too large or has a wrong end. */
  readonly isBroken: boolean;
  readonly lastFrameStart: number;
}

export function endOf(stream: Buffer, frameMax: number): StreamEnd {
  let at = 0;
  let lastFrameStart = 0;
  while (at < stream.length) {
    const left = stream.length - at;
    lastFrameStart = at;
    if (left < HEAD_SIZE) {
      return { missing: OVERHEAD_SIZE - left, isBroken: false, lastFrameStart };
    }
    const size = stream.readUInt32BE(at + 3);
    if (size > frameMax) return { missing: 0, isBroken: true, lastFrameStart };
    const end = at + size + OVERHEAD_SIZE;
    if (end > stream.length)
      return { missing: end - stream.length, isBroken: false, lastFrameStart };
    if (stream[end - 1] !== FRAME_END) return { missing: 0, isBroken: true, lastFrameStart };
    at = end;
  }
  return { missing: 0, isBroken: false, lastFrameStart };
}

/** Cuts what the broker sends. Throws where that is not AMQP. */
export class FrameCutter {
  readonly #onFrame: (frame: Frame) => void;
  #rest = Buffer.alloc(0);

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (bytes.length - at >= OVERHEAD_SIZE) {
      const next = at + bytes.readUInt32BE(at + 3) + OVERHEAD_SIZE;
      if (next > bytes.length) break;
      if (bytes[next - 1] !== FRAME_END) throw new Error('the broker sent a frame without its end');
      this.#onFrame(decodeFrame(bytes.subarray(at, next)));
      at = next;
    }
    this.#rest = Buffer.from(bytes.subarray(at));
  }
}
