import { expect } from 'chai';
import { HeldFrames } from '../../src/amqp/held-frames.js';
import {
  BASIC_GET,
  CHANNEL_CLOSE,
  FRAME_BODY,
  FRAME_HEADER,
  FRAME_METHOD,
} from '../../src/amqp/wire/constants.js';
import type { FrameSink } from '../../src/amqp/wire/frame-reader.js';

class Sink implements FrameSink {
  readonly seen: string[] = [];
  #again: HeldFrames | undefined;
  readonly #onMethod: () => HeldFrames | undefined;

  constructor(onMethod: () => HeldFrames | undefined = () => undefined) {
    this.#onMethod = onMethod;
  }

  heldAgain = (): HeldFrames | undefined => this.#again;

  onMethod(channel: number, buffer: Buffer, start: number, end: number): void {
    this.#again = this.#onMethod();
    this.#note('method', channel, buffer.subarray(start, end));
  }

  onHeader(channel: number, buffer: Buffer, start: number, end: number): void {
    this.#note('header', channel, buffer.subarray(start, end));
  }

  onBody(channel: number, buffer: Buffer, start: number, end: number): void {
    this.#note('body', channel, buffer.subarray(start, end));
  }

  onHeartbeat(): void {
    throw new Error('heartbeats are of no channel');
  }

  #note(what: string, channel: number, payload: Buffer): void {
    this.seen.push(`${channel} ${what} ${payload.toString('hex')}`);
  }
}

function method(id: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(id);
  return bytes;
}

describe('Frames that are held back', () => {
  it('come back in order, whatever became of the chunk that they stood in', () => {
    const held = new HeldFrames();
    const chunk = Buffer.from('0102030405060708', 'hex');
    held.add(FRAME_METHOD, chunk, 0, 4);
    held.add(FRAME_HEADER, chunk, 4, 6);
    held.add(FRAME_BODY, chunk, 6, 8);
    chunk.fill(0);
    const sink = new Sink();
    held.replay(sink, 7, sink.heldAgain);
    expect(sink.seen).to.eql(['7 method 01020304', '7 header 0506', '7 body 0708']);
  });

  it('stay where one of them has to wait again, behind it', () => {
    const held = new HeldFrames();
    const chunk = Buffer.from('0102030405060708', 'hex');
    held.add(FRAME_METHOD, chunk, 0, 4);
    held.add(FRAME_BODY, chunk, 4, 8);
    const again = new HeldFrames();
    again.add(FRAME_METHOD, chunk, 0, 4);
    const first = new Sink(() => again);
    held.replay(first, 7, first.heldAgain);
    expect(first.seen).to.eql(['7 method 01020304']);
    const second = new Sink();
    again.replay(second, 7, second.heldAgain);
    expect(second.seen).to.eql(['7 method 01020304', '7 body 05060708']);
  });

  it('are too many by number or by size', () => {
    const few = new HeldFrames();
    for (let count = 0; count < 1_024; count++) few.add(FRAME_METHOD, method(BASIC_GET), 0, 4);
    expect(few.isFull).to.equal(false);
    few.add(FRAME_METHOD, method(BASIC_GET), 0, 4);
    expect(few.isFull).to.equal(true);
    const large = new HeldFrames();
    large.add(FRAME_BODY, Buffer.alloc(1_048_577), 0, 1_048_577);
    expect(large.isFull).to.equal(true);
  });

  it('know whether a method is among them', () => {
    const held = new HeldFrames();
    held.add(FRAME_METHOD, method(BASIC_GET), 0, 4);
    held.add(FRAME_BODY, method(CHANNEL_CLOSE), 0, 4);
    expect(held.has(BASIC_GET)).to.equal(true);
    expect(held.has(CHANNEL_CLOSE)).to.equal(false);
  });
});
