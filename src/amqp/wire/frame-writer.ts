/**
 * HOT. Writes the frames of one connection into a slab of memory, so that a turn's worth of small
 * frames leaves in one write. A large body is not copied: it is handed over by reference between
 * what stands before and after it.
 *
 *     slab:  [left already .. | pending ............ | free .............]
 *            0                #start                 #end
 */
import {
  BASIC_ACK,
  BASIC_DELIVER,
  BASIC_GET_OK,
  BASIC_NACK,
  BASIC_RETURN,
  CLASS_BASIC,
  FRAME_BODY,
  FRAME_END,
  FRAME_HEADER,
  FRAME_HEADER_SIZE,
  FRAME_HEARTBEAT,
  FRAME_METHOD,
  FRAME_MIN_SIZE,
  FRAME_OVERHEAD,
} from './constants.js';
import { checkFrameMax } from './frame-max.js';
import type { MethodArguments, MethodName } from './method-table.js';
import { encodeMethod } from './methods.js';
import { copyOctets, putUint16, putUint32, putUint64 } from './octets.js';
import { shortString } from './short-string.js';

const SLAB_SIZE = 64 * 1024;
/**
 * A connection that says little keeps little memory: a slab that runs full is followed by a larger
 * one.
 */
const FIRST_SLAB_SIZE = 4 * 1024;
/** From this size on, one more write is cheaper than the copy. */
const BY_REFERENCE_SIZE_MIN = 16 * 1024;

const ID_SIZE = 4;
const DELIVERY_TAG_SIZE = 8;
const CONTENT_HEADER_SIZE = 12;

/**
 * Takes the bytes. True: they and all before them have left and may be overwritten; false: they are
 * kept by reference for as long as it takes. Must not come back to the writer during the call.
 */
export type Write = (bytes: Buffer) => boolean;

export class FrameWriter {
  readonly #write: Write;
  readonly #slabSizeMax: number;
  #frameMax = FRAME_MIN_SIZE;
  #slab = NO_SLAB;
  #start = 0;
  #end = 0;

  constructor(write: Write, slabSize = SLAB_SIZE) {
    this.#write = write;
    this.#slabSizeMax = slabSize;
  }

  /** Agreed with the peer: bodies are split so that no frame is larger, its overhead included. */
  get frameMax(): number {
    return this.#frameMax;
  }

  set frameMax(value: number) {
    checkFrameMax(value);
    this.#frameMax = value;
  }

  get pendingBytes(): number {
    return this.#end - this.#start;
  }

  /** Hands over what is pending. True if none of it is kept. */
  flush(): boolean {
    if (this.#start === this.#end) return true;
    return this.#hand(this.#slab.subarray(this.#start, this.#end));
  }

  method<Name extends MethodName>(channel: number, name: Name, args: MethodArguments<Name>): void {
    const payload = encodeMethod(name, args);
    const at = this.#open(FRAME_METHOD, channel, 0, payload.length);
    this.#close(at, payload, 0, payload.length);
  }

  heartbeat(): void {
    const at = this.#open(FRAME_HEARTBEAT, 0, 0, 0);
    this.#close(at, NO_SLAB, 0, 0);
  }

  ack(channel: number, deliveryTag: number, multiple: boolean): void {
    this.#acknowledge(channel, BASIC_ACK, deliveryTag, multiple);
  }

  nack(channel: number, deliveryTag: number, multiple: boolean): void {
    this.#acknowledge(channel, BASIC_NACK, deliveryTag, multiple);
  }

  /** `content` is laid out as in core/message.ts; `consumerTag` is an encoded short string. */
  deliver(
    channel: number,
    consumerTag: Buffer,
    deliveryTag: number,
    redelivered: boolean,
    content: Uint8Array,
    propertiesStart: number,
    bodyStart: number,
  ): void {
    const size = ID_SIZE + consumerTag.length + DELIVERY_TAG_SIZE + 1;
    let at = this.#open(FRAME_METHOD, channel, size, propertiesStart);
    const slab = this.#slab;
    putUint32(slab, at, BASIC_DELIVER);
    at = copyOctets(consumerTag, 0, consumerTag.length, slab, at + ID_SIZE);
    putUint64(slab, at, deliveryTag);
    slab[at + DELIVERY_TAG_SIZE] = redelivered ? 1 : 0;
    this.#close(at + DELIVERY_TAG_SIZE + 1, content, 0, propertiesStart);
    this.#content(channel, content, propertiesStart, bodyStart);
  }

  getOk(
    channel: number,
    deliveryTag: number,
    redelivered: boolean,
    messageCount: number,
    content: Uint8Array,
    propertiesStart: number,
    bodyStart: number,
  ): void {
    const size = ID_SIZE + DELIVERY_TAG_SIZE + 1 + propertiesStart + 4;
    let at = this.#open(FRAME_METHOD, channel, size, 0);
    const slab = this.#slab;
    putUint32(slab, at, BASIC_GET_OK);
    putUint64(slab, at + ID_SIZE, deliveryTag);
    at += ID_SIZE + DELIVERY_TAG_SIZE;
    slab[at] = redelivered ? 1 : 0;
    at = copyOctets(content, 0, propertiesStart, slab, at + 1);
    putUint32(slab, at, messageCount);
    this.#close(at + 4, NO_SLAB, 0, 0);
    this.#content(channel, content, propertiesStart, bodyStart);
  }

  returned(
    channel: number,
    replyCode: number,
    replyText: string,
    content: Uint8Array,
    propertiesStart: number,
    bodyStart: number,
  ): void {
    const text = shortString(replyText);
    let at = this.#open(FRAME_METHOD, channel, ID_SIZE + 2 + text.length, propertiesStart);
    putUint32(this.#slab, at, BASIC_RETURN);
    putUint16(this.#slab, at + ID_SIZE, replyCode);
    at = copyOctets(text, 0, text.length, this.#slab, at + ID_SIZE + 2);
    this.#close(at, content, 0, propertiesStart);
    this.#content(channel, content, propertiesStart, bodyStart);
  }

  /**
   * Ack and nack both end in one octet of bits, of which a server only ever sets the lowest,
   * `multiple`.
   */
  #acknowledge(channel: number, id: number, deliveryTag: number, multiple: boolean): void {
    const at = this.#open(FRAME_METHOD, channel, ID_SIZE + DELIVERY_TAG_SIZE + 1, 0);
    putUint32(this.#slab, at, id);
    putUint64(this.#slab, at + ID_SIZE, deliveryTag);
    this.#slab[at + ID_SIZE + DELIVERY_TAG_SIZE] = multiple ? 1 : 0;
    this.#close(at + ID_SIZE + DELIVERY_TAG_SIZE + 1, NO_SLAB, 0, 0);
  }

  /** The header frame, and a body frame for each part of the body; none for an empty one. */
  #content(channel: number, content: Uint8Array, propertiesStart: number, bodyStart: number): void {
    const propertiesSize = bodyStart - propertiesStart;
    const at = this.#open(FRAME_HEADER, channel, CONTENT_HEADER_SIZE, propertiesSize);
    putUint32(this.#slab, at, CLASS_BASIC << 16);
    putUint64(this.#slab, at + 4, content.length - bodyStart);
    this.#close(at + CONTENT_HEADER_SIZE, content, propertiesStart, bodyStart);
    const payloadMax = this.#frameMax - FRAME_OVERHEAD;
    let offset = bodyStart;
    while (offset < content.length) {
      const next = Math.min(offset + payloadMax, content.length);
      this.#close(this.#open(FRAME_BODY, channel, 0, next - offset), content, offset, next);
      offset = next;
    }
  }

  /**
   * Begins a frame whose payload is `fixedSize` octets that the caller writes and `lastSize` octets
   * that it gives to `#close`. There is room for the frame then, but for a last part that goes by
   * reference. Gives where to write.
   */
  #open(type: number, channel: number, fixedSize: number, lastSize: number): number {
    const copiedSize = lastSize < BY_REFERENCE_SIZE_MIN ? lastSize : 0;
    this.#reserve(FRAME_OVERHEAD + fixedSize + copiedSize);
    const slab = this.#slab;
    const at = this.#end;
    slab[at] = type;
    putUint16(slab, at + 1, channel);
    putUint32(slab, at + 3, fixedSize + lastSize);
    return at + FRAME_HEADER_SIZE;
  }

  /** Ends the frame at `at` with the last part of its payload and the end octet. */
  #close(at: number, source: Uint8Array, start: number, end: number): void {
    if (end - start < BY_REFERENCE_SIZE_MIN) {
      const last = copyOctets(source, start, end, this.#slab, at);
      this.#slab[last] = FRAME_END;
      this.#end = last + 1;
      return;
    }
    this.#end = at;
    this.flush();
    this.#hand(Buffer.from(source.buffer, source.byteOffset + start, end - start));
    this.#slab[this.#end++] = FRAME_END;
  }

  /** Only while nothing of the slab is pending but `bytes` themselves. */
  #hand(bytes: Buffer): boolean {
    const hasLeft = this.#write(bytes);
    if (hasLeft) this.#end = 0;
    this.#start = this.#end;
    return hasLeft;
  }

  #reserve(size: number): void {
    if (this.#slab.length - this.#end < size) this.#makeRoom(size);
  }

  #makeRoom(size: number): void {
    this.flush();
    const isFree = this.#end === 0 && this.#slab.length >= size;
    if (isFree && this.#slab.length >= this.#slabSizeMax) return;
    const larger = Math.min(Math.max(FIRST_SLAB_SIZE, 2 * this.#slab.length), this.#slabSizeMax);
    this.#slab = Buffer.allocUnsafeSlow(Math.max(larger, size));
    this.#start = 0;
    this.#end = 0;
  }
}

const NO_SLAB = Buffer.alloc(0);
