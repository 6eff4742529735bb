/**
 * HOT. Cuts the byte stream of one connection into frames and calls the sink with offsets into the
 * chunk as it came from the socket. Only a frame that is split over chunks is copied, once, into a
 * buffer of its size.
 *
 *     0      1         3               7                  7 + size
 *     [type] [channel] [payload size]  [payload ...     ] [0xCE]
 */
import {
  FRAME_BODY,
  FRAME_END,
  FRAME_HEADER,
  FRAME_HEADER_SIZE,
  FRAME_HEARTBEAT,
  FRAME_METHOD,
  FRAME_OVERHEAD,
  FRAME_SIZE_SLACK,
  ReplyCode,
} from './constants.js';
import { checkFrameMax } from './frame-max.js';
import { badFrame } from './malformed.js';
import { octet, uint16, uint32 } from './octets.js';

/**
 * The payload lies from `start` to `end` of a buffer that is valid only during the call. What a
 * sink throws comes out of `push`, and the rest of the chunk is lost: a sink throws only what ends
 * the connection.
 */
export interface FrameSink {
  /** At least the four octets of class id and method id. */
  onMethod(channel: number, buffer: Buffer, start: number, end: number): void;
  /** At least the twelve octets of class id, weight and body size. */
  onHeader(channel: number, buffer: Buffer, start: number, end: number): void;
  onBody(channel: number, buffer: Buffer, start: number, end: number): void;
  onHeartbeat(): void;
}

const METHOD_SIZE_MIN = 4;
const CONTENT_HEADER_SIZE_MIN = 12;

export class FrameReader {
  readonly #sink: FrameSink;
  #frameMax: number;
  #stopped = false;

  /**
   * The frame begun in an earlier chunk: its first octets, and once its size is known a buffer for
   * all of it.
   */
  readonly #head = Buffer.alloc(FRAME_HEADER_SIZE);
  #whole: Buffer | undefined;
  #filled = 0;

  constructor(sink: FrameSink, frameMax: number) {
    checkFrameMax(frameMax);
    this.#sink = sink;
    this.#frameMax = frameMax;
  }

  get frameMax(): number {
    return this.#frameMax;
  }

  /** Holds from the next frame on. */
  set frameMax(value: number) {
    checkFrameMax(value);
    this.#frameMax = value;
  }

  /**
   * Calls the sink for every frame that is complete with this chunk. Throws MalformedFrame; then
   * push no more.
   */
  push(chunk: Buffer): void {
    let offset = this.#filled > 0 ? this.#resume(chunk) : 0;
    while (!this.#stopped && chunk.length - offset >= FRAME_HEADER_SIZE) {
      const next = offset + this.#sizeOf(chunk, offset);
      if (next > chunk.length) break;
      this.#emit(chunk, offset, next);
      offset = next;
    }
    if (!this.#stopped && offset < chunk.length) this.#begin(chunk, offset);
  }

  /** Ends reading: a push under way returns after the current frame, later ones do nothing. */
  stop(): void {
    this.#stopped = true;
    this.#whole = undefined;
    this.#filled = 0;
  }

  /**
   * Size of the whole frame at `offset`, refused before anything of it is kept if it is too large.
   */
  #sizeOf(buffer: Buffer, offset: number): number {
    const size = uint32(buffer, offset + 3);
    if (size > this.#frameMax - FRAME_OVERHEAD + FRAME_SIZE_SLACK) {
      const reason = `{frame_too_large,${size},${this.#frameMax - FRAME_OVERHEAD}}`;
      throw badFrame(ReplyCode.frameError, octet(buffer, offset), NO_OCTETS, reason);
    }
    return size + FRAME_OVERHEAD;
  }

  #emit(buffer: Buffer, offset: number, next: number): void {
    const start = offset + FRAME_HEADER_SIZE;
    const end = next - 1;
    const channel = uint16(buffer, offset + 1);
    if (octet(buffer, end) !== FRAME_END) {
      const reason = `{invalid_frame_end_marker,${octet(buffer, end)}}`;
      throw this.#bad(ReplyCode.frameError, buffer, offset, next, reason);
    }
    switch (octet(buffer, offset)) {
      case FRAME_METHOD:
        if (end - start < METHOD_SIZE_MIN) break;
        this.#sink.onMethod(channel, buffer, start, end);
        return;
      case FRAME_HEADER:
        if (end - start < CONTENT_HEADER_SIZE_MIN) break;
        this.#sink.onHeader(channel, buffer, start, end);
        return;
      case FRAME_BODY:
        this.#sink.onBody(channel, buffer, start, end);
        return;
      case FRAME_HEARTBEAT:
        if (end > start) break;
        if (channel !== 0) throw this.#bad(ReplyCode.unexpectedFrame, buffer, offset, next, '');
        this.#sink.onHeartbeat();
        return;
    }
    throw this.#bad(ReplyCode.frameError, buffer, offset, next, 'unknown_frame');
  }

  #bad(code: ReplyCode, buffer: Buffer, offset: number, next: number, reason: string): Error {
    const payload = buffer.subarray(offset + FRAME_HEADER_SIZE, next - 1);
    return badFrame(code, octet(buffer, offset), payload, reason);
  }

  /** Keeps the first part of a frame that the chunk does not hold whole. */
  #begin(chunk: Buffer, offset: number): void {
    this.#filled = 0;
    this.#fill(chunk, offset);
  }

  /** Completes the frame begun earlier; gives where the next one starts. */
  #resume(chunk: Buffer): number {
    const next = this.#fill(chunk, 0);
    const whole = this.#whole;
    if (whole === undefined || this.#filled < whole.length) return next;
    this.#filled = 0;
    this.#whole = undefined;
    this.#emit(whole, 0, whole.length);
    return next;
  }

  #fill(chunk: Buffer, from: number): number {
    let offset = from;
    if (this.#whole === undefined) {
      const size = chunk.copy(this.#head, this.#filled, offset);
      offset += size;
      this.#filled += size;
      if (this.#filled < FRAME_HEADER_SIZE) return offset;
      this.#whole = Buffer.allocUnsafe(this.#sizeOf(this.#head, 0));
      this.#head.copy(this.#whole);
    }
    const size = chunk.copy(this.#whole, this.#filled, offset);
    this.#filled += size;
    return offset + size;
  }
}

const NO_OCTETS = new Uint8Array(0);
