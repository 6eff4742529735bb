/**
 * HOT. The packed batch: changes written one after another into one buffer, which crosses to the
 * worker thread and back without being copied. Written by engine.ts and read by worker.ts; recovery
 * uses it the other way.
 *
 *     batch:     [bytes used: u32] [unused: u32]  operation, operation, ...
 *     operation: [kind: u8] [flags: u8] [0: u16] [size, a multiple of 8: u32]  and then by kind
 *       append:  [queue: f64] [sequence: f64] [expires at: f64]
 *                [content length: u32] [properties start: u32] [body start: u32] [unused: u32]
 *                content
 *       settle:  [queue: f64] [first sequence: f64] [last sequence: f64]
 *       note:    [queue: f64] [sequence: f64] [not before: f64]
 *                [return count: u32] [reason of death: u32, from 1 on; 0 while it lives]
 *       define, undefine:  [text length: u32] [unused: u32]  JSON text
 *       struck:  whatever the operation was: skipped
 *
 * Numbers are little endian, and doubles where the core has plain numbers.
 */
import { DEATH_REASONS } from '../../core/queue/death-history.js';
import type { MessageNote, Position } from '../../core/store.js';
import { assert } from '../../core/assert.js';

export const STRUCK = 0;
export const APPEND = 1;
export const SETTLE = 2;
export const DEFINE = 3;
export const UNDEFINE = 4;
export const NOTE = 5;

/** Flag of an append on its way back: may have been delivered before. */
export const REDELIVERED = 1;

const HEADER_SIZE = 8;
const APPEND_SIZE = 48;
const SETTLE_SIZE = 32;
const NOTE_SIZE = 40;
/** A count that never comes so far. */
const RETURN_COUNT_MAX = 0xffff_ffff;
const TEXT_SIZE = 16;
const INITIAL_SIZE = 65_536;
const INITIAL_POSITIONS = 1_024;
/** Of `#offsets`: this position has nothing to wait for. No operation starts at 0. */
const NO_OPERATION = 0;

/** What of a message goes to the disk, and of a stored message. */
export interface BatchContent {
  readonly content: Uint8Array;
  readonly propertiesStart: number;
  readonly bodyStart: number;
}

export class BatchWriter {
  /** The position of the first change in here. */
  first: Position;
  /** Operations that are not struck; while it is 0 there is nothing to write. */
  liveCount = 0;
  #buffer: SharedArrayBuffer;
  #bytes: Buffer;
  #view: DataView;
  #end = HEADER_SIZE;
  /** By position - first: where its operation starts, or NO_OPERATION. Stays on this side. */
  #offsets = new Uint32Array(INITIAL_POSITIONS);
  #positionCount = 0;
  /** By queue: where its latest settle starts, which takes in the next sequence. */
  readonly #settles = new Map<number, number>();

  constructor(first: Position) {
    this.first = first;
    this.#buffer = new SharedArrayBuffer(INITIAL_SIZE);
    this.#bytes = Buffer.from(this.#buffer);
    this.#view = new DataView(this.#buffer);
  }

  /** Of the latest change; `first - 1` while there is none. */
  get last(): Position {
    return this.first + this.#positionCount - 1;
  }

  /** Memory that is held by what was written. */
  get size(): number {
    return this.#end + this.#positionCount * this.#offsets.BYTES_PER_ELEMENT;
  }

  get capacity(): number {
    return this.#buffer.byteLength;
  }

  /** Begins anew with the same memory. */
  reset(first: Position): void {
    this.first = first;
    this.liveCount = 0;
    this.#end = HEADER_SIZE;
    this.#positionCount = 0;
    this.#settles.clear();
  }

  append(
    queueId: number,
    sequence: number,
    message: BatchContent,
    expiresAt: number,
    flags = 0,
  ): void {
    const content = message.content;
    const start = this.#begin(APPEND, APPEND_SIZE + content.length, flags);
    const view = this.#view;
    view.setFloat64(start + 8, queueId, true);
    view.setFloat64(start + 16, sequence, true);
    view.setFloat64(start + 24, expiresAt, true);
    view.setUint32(start + 32, content.length, true);
    view.setUint32(start + 36, message.propertiesStart, true);
    view.setUint32(start + 40, message.bodyStart, true);
    this.#bytes.set(content, start + APPEND_SIZE);
    this.#push(start);
  }

  /** Goes into the range that the queue's latest settle began, if it continues it. */
  settle(queueId: number, sequence: number): void {
    const begun = this.#settles.get(queueId);
    if (begun !== undefined && this.#view.getFloat64(begun + 24, true) === sequence - 1) {
      this.#view.setFloat64(begun + 24, sequence, true);
      this.#push(begun);
      return;
    }
    const start = this.#begin(SETTLE, SETTLE_SIZE, 0);
    this.#view.setFloat64(start + 8, queueId, true);
    this.#view.setFloat64(start + 16, sequence, true);
    this.#view.setFloat64(start + 24, sequence, true);
    this.#settles.set(queueId, start);
    this.#push(start);
  }

  /** Over the note at `earlier`, if that is in here. */
  annotate(queueId: number, sequence: number, note: MessageNote, earlier: Position): void {
    let start = this.holds(earlier) ? this.#offsets[earlier - this.first] : undefined;
    if (start === undefined || !this.#isNote(start, queueId, sequence)) {
      start = this.#begin(NOTE, NOTE_SIZE, 0);
      this.#view.setFloat64(start + 8, queueId, true);
      this.#view.setFloat64(start + 16, sequence, true);
    }
    this.#writeNote(start, note);
    this.#push(start);
  }

  define(kind: typeof DEFINE | typeof UNDEFINE, json: string): void {
    const length = Buffer.byteLength(json);
    const start = this.#begin(kind, TEXT_SIZE + length, 0);
    this.#view.setUint32(start + 8, length, true);
    this.#bytes.write(json, start + TEXT_SIZE, length, 'utf8');
    this.#push(start);
  }

  /** A position for a change that needs no operation. */
  skip(): void {
    this.#push(NO_OPERATION);
  }

  holds(position: Position): boolean {
    return position >= this.first && position <= this.last;
  }

  /** Has the position nothing to wait for? */
  isSkipped(position: Position): boolean {
    return this.#offsets[position - this.first] === NO_OPERATION;
  }

  /** Takes back an append, in constant time. False if that was done before. */
  strike(position: Position, queueId: number, sequence: number): boolean {
    const start = this.#offsets[position - this.first];
    if (start === undefined || start === NO_OPERATION) return false;
    const view = this.#view;
    assert(
      view.getUint8(start) === APPEND &&
        view.getFloat64(start + 8, true) === queueId &&
        view.getFloat64(start + 16, true) === sequence,
      `position ${position} is not the append of message ${sequence} of queue ${queueId}`,
    );
    view.setUint8(start, STRUCK);
    this.#offsets[position - this.first] = NO_OPERATION;
    this.liveCount--;
    return true;
  }

  /**
   * The buffer for the worker; `adopt` has to bring it back before the next write. Shared, and not
   * transferred: once one ArrayBuffer is detached, V8 asks at each access to any typed array
   * whether that one is, which slows every message down by some 15 %.
   */
  finish(): SharedArrayBuffer {
    this.#view.setUint32(0, this.#end, true);
    return this.#buffer;
  }

  adopt(buffer: SharedArrayBuffer): void {
    this.#buffer = buffer;
    this.#bytes = Buffer.from(buffer);
    this.#view = new DataView(buffer);
  }

  #isNote(start: number, queueId: number, sequence: number): boolean {
    const view = this.#view;
    return (
      start !== NO_OPERATION &&
      view.getUint8(start) === NOTE &&
      view.getFloat64(start + 8, true) === queueId &&
      view.getFloat64(start + 16, true) === sequence
    );
  }

  #writeNote(start: number, { returnCount, notBefore, dying }: MessageNote): void {
    const view = this.#view;
    view.setFloat64(start + 24, notBefore, true);
    view.setUint32(start + 32, Math.min(returnCount, RETURN_COUNT_MAX), true);
    view.setUint32(start + 36, dying === undefined ? 0 : DEATH_REASONS.indexOf(dying) + 1, true);
  }

  #begin(kind: number, size: number, flags: number): number {
    const start = this.#end;
    const paddedSize = (size + 7) & ~7;
    assert(paddedSize >= size, 'a change of 2 GiB or more does not fit into a batch');
    if (start + paddedSize > this.#buffer.byteLength) this.#grow(start + paddedSize);
    const view = this.#view;
    // One store for kind, flags and the zero behind them.
    view.setUint32(start, kind | (flags << 8), true);
    view.setUint32(start + 4, paddedSize, true);
    this.#end = start + paddedSize;
    this.liveCount++;
    return start;
  }

  #push(offset: number): void {
    const index = this.#positionCount++;
    if (index === this.#offsets.length) {
      const offsets = new Uint32Array(index * 2);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    this.#offsets[index] = offset;
  }

  #grow(sizeMin: number): void {
    const grown = new SharedArrayBuffer(Math.max(sizeMin, this.#buffer.byteLength * 2));
    const bytes = Buffer.from(grown);
    bytes.set(this.#bytes);
    this.#buffer = grown;
    this.#bytes = bytes;
    this.#view = new DataView(grown);
  }
}

const NO_NOTE: MessageNote = { returnCount: 0, notBefore: 0, dying: undefined };

/** Walks over a batch. The fields are those of the current operation; a damaged batch throws. */
export class BatchReader {
  kind = STRUCK;
  flags = 0;
  queueId = 0;
  /** Of an append or a note. */
  sequence = 0;
  /** Of an append. */
  expiresAt = 0;
  propertiesStart = 0;
  bodyStart = 0;
  /** Of a note. */
  note: MessageNote = NO_NOTE;
  /** Of a settle. */
  firstSequence = 0;
  lastSequence = 0;
  /** The content of an append or the text of a definition: `bytes` from `start` to `end`. */
  start = 0;
  end = 0;
  bytes: Buffer = Buffer.alloc(0);
  #view = new DataView(new SharedArrayBuffer(0));
  #next = 0;
  #used = 0;

  open(buffer: SharedArrayBuffer): void {
    this.bytes = Buffer.from(buffer);
    this.#view = new DataView(buffer);
    check(buffer.byteLength >= HEADER_SIZE);
    this.#used = this.#view.getUint32(0, true);
    check(this.#used >= HEADER_SIZE && this.#used <= buffer.byteLength);
    this.rewind();
  }

  /** To the start of the same batch. */
  rewind(): void {
    this.#next = HEADER_SIZE;
  }

  /** Moves on to the next operation that is not struck; false at the end. */
  next(): boolean {
    const view = this.#view;
    for (;;) {
      const at = this.#next;
      if (at === this.#used) return false;
      check(at + HEADER_SIZE <= this.#used);
      const size = view.getUint32(at + 4, true);
      check(size >= HEADER_SIZE && size % 8 === 0 && at + size <= this.#used);
      this.#next = at + size;
      this.kind = view.getUint8(at);
      if (this.kind === STRUCK) continue;
      this.flags = view.getUint8(at + 1);
      this.#read(at, size);
      return true;
    }
  }

  #read(at: number, size: number): void {
    switch (this.kind) {
      case APPEND:
        return this.#readAppend(at, size);
      case SETTLE:
        check(size === SETTLE_SIZE);
        this.queueId = this.#view.getFloat64(at + 8, true);
        this.firstSequence = this.#view.getFloat64(at + 16, true);
        this.lastSequence = this.#view.getFloat64(at + 24, true);
        return;
      case NOTE:
        check(size === NOTE_SIZE);
        return this.#readNote(at);
      case DEFINE:
      case UNDEFINE:
        check(size >= TEXT_SIZE);
        this.start = at + TEXT_SIZE;
        this.end = this.start + this.#view.getUint32(at + 8, true);
        check(this.end <= at + size);
        return;
      default:
        check(false);
    }
  }

  #readNote(at: number): void {
    const view = this.#view;
    const reason = view.getUint32(at + 36, true);
    check(reason <= DEATH_REASONS.length);
    this.queueId = view.getFloat64(at + 8, true);
    this.sequence = view.getFloat64(at + 16, true);
    this.note = {
      notBefore: view.getFloat64(at + 24, true),
      returnCount: view.getUint32(at + 32, true),
      dying: DEATH_REASONS[reason - 1],
    };
  }

  #readAppend(at: number, size: number): void {
    check(size >= APPEND_SIZE);
    const view = this.#view;
    this.queueId = view.getFloat64(at + 8, true);
    this.sequence = view.getFloat64(at + 16, true);
    this.expiresAt = view.getFloat64(at + 24, true);
    const length = view.getUint32(at + 32, true);
    this.propertiesStart = view.getUint32(at + 36, true);
    this.bodyStart = view.getUint32(at + 40, true);
    this.start = at + APPEND_SIZE;
    this.end = this.start + length;
    check(this.end <= at + size);
    check(this.propertiesStart <= this.bodyStart && this.bodyStart <= length);
  }
}

function check(isSound: boolean): void {
  if (!isSound) throw new RangeError('a batch is damaged');
}
