/**
 * Frames of one channel that came behind a basic.get whose message is on its way from the disk, and
 * the get itself before them: none may take effect before it has. Kept by channel.ts, and given to
 * the connection again as if they had just come.
 */
import { methodId } from './wire/basic.js';
import { type FRAME_BODY, FRAME_HEADER, FRAME_METHOD } from './wire/constants.js';
import type { FrameSink } from './wire/frame-reader.js';

type FrameType = typeof FRAME_METHOD | typeof FRAME_HEADER | typeof FRAME_BODY;

interface HeldFrame {
  readonly type: FrameType;
  readonly payload: Buffer;
}

/** Beyond one of these the peer is not read from. */
const FRAMES_MAX = 1_024;
const BYTES_MAX = 1_048_576;

export class HeldFrames {
  readonly #frames: HeldFrame[] = [];
  #bytes = 0;

  get isFull(): boolean {
    return this.#frames.length > FRAMES_MAX || this.#bytes > BYTES_MAX;
  }

  /** Copies the payload: the chunk that it stands in is gone after the call. */
  add(type: FrameType, buffer: Buffer, start: number, end: number): void {
    this.#push({ type, payload: Buffer.from(buffer.subarray(start, end)) });
  }

  has(id: number): boolean {
    return this.#frames.some(({ type, payload }) => {
      return type === FRAME_METHOD && methodId(payload, 0) === id;
    });
  }

  /** Once. Where a get has to wait again, all that is left goes behind it, to `heldAgain`. */
  replay(sink: FrameSink, channel: number, heldAgain: () => HeldFrames | undefined): void {
    for (const [index, { type, payload }] of this.#frames.entries()) {
      if (type === FRAME_METHOD) sink.onMethod(channel, payload, 0, payload.length);
      else if (type === FRAME_HEADER) sink.onHeader(channel, payload, 0, payload.length);
      else sink.onBody(channel, payload, 0, payload.length);
      const again = heldAgain();
      if (again === undefined) continue;
      for (const frame of this.#frames.slice(index + 1)) again.#push(frame);
      return;
    }
  }

  #push(frame: HeldFrame): void {
    this.#frames.push(frame);
    this.#bytes += frame.payload.length;
  }
}
