/**
 * The ways in which the fuzz breaks a frame. Each changes a list of encoded frames in place and
 * gives the codes with which the broker must close the connection, where only those are right;
 * undefined where it may also go on.
 */
import { METHODS } from '../../../src/amqp/wire/methods.js';
import type { SeededRandom } from '../../support/seed.js';
import {
  decodeFrame,
  encodeFrame,
  HEAD_SIZE,
  HEADER,
  HEARTBEAT,
  METHOD,
  OVERHEAD_SIZE,
} from './frame.js';
import { CHANNEL_MAX } from './script.js';

export type Codes = readonly number[] | undefined;
type Mutation = (frames: Buffer[], index: number, random: SeededRandom) => Codes;

/** Channels that no script opens. */
const UNOPENED_FIRST = 50;
const UNOPENED_COUNT = 40;
const NESTING_MAX = 200;

/** By type: class and method; class, weight, body size and flags. */
const PAYLOAD_SIZES_MIN = new Map([
  [METHOD, 4],
  [HEADER, 14],
]);

const METHOD_IDS = Object.values(METHODS).map((definition) => definition);

const mutations = {
  flipBits(frames, index, random) {
    const bytes = at(frames, index);
    for (let count = 1 + random.below(8); count > 0 && bytes.length > 0; count--) {
      const place = random.below(bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << random.below(8));
    }
    return undefined;
  },

  flipPayloadBit(frames, index, random) {
    const bytes = at(frames, index);
    const size = bytes.length - HEAD_SIZE - 1;
    if (size === 0) return undefined;
    const place = HEAD_SIZE + random.below(size);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << random.below(8));
    return undefined;
  },

  cutStream(frames, index, random) {
    const bytes = at(frames, index);
    frames[index] = bytes.subarray(0, random.below(bytes.length));
    return undefined;
  },

  shortenPayload(frames, index, random) {
    const frame = decodeFrame(at(frames, index));
    if (frame.payload.length === 0) return undefined;
    const payload = frame.payload.subarray(0, random.below(frame.payload.length));
    frames[index] = encodeFrame({ ...frame, payload });
    return frame.type === METHOD ? [501, 502] : undefined;
  },

  lengthenPayload(frames, index, random) {
    const frame = decodeFrame(at(frames, index));
    const payload = Buffer.concat([frame.payload, random.bytes(1 + random.below(20))]);
    frames[index] = encodeFrame({ ...frame, payload });
    if (frame.type === HEARTBEAT) return [501];
    return frame.type === METHOD ? [501, 502] : undefined;
  },

  changeSize(frames, index, random) {
    const bytes = at(frames, index);
    const size = bytes.readUInt32BE(3) + random.pick([-2, -1, 1, 2, 7, 1_000]);
    bytes.writeUInt32BE(Math.max(size, 0), 3);
    return undefined;
  },

  hugeSize(frames, index, random) {
    at(frames, index).writeUInt32BE(
      random.pick([0xffff_ffff, 0x8000_0000, 0x7fff_ffff, 200_000]),
      3,
    );
    return [501];
  },

  wrongEnd(frames, index, random) {
    const bytes = at(frames, index);
    bytes[bytes.length - 1] = random.pick([0, 0xcd, 0xcf, 0xff, 1]);
    return [501];
  },

  wrongType(frames, index, random) {
    at(frames, index).writeUInt8(random.pick([0, 4, 5, 6, 7, 9, 65, 255]), 0);
    return [501];
  },

  otherType(frames, index, random) {
    at(frames, index).writeUInt8(random.pick([1, 2, 3, 8]), 0);
    return undefined;
  },

  unopenedChannel(frames, index, random) {
    const bytes = at(frames, index);
    bytes.writeUInt16BE(UNOPENED_FIRST + random.below(UNOPENED_COUNT), 1);
    if (isMethod(bytes, 20, 10)) return undefined;
    return bytes[0] === METHOD ? [504] : [505];
  },

  otherChannel(frames, index, random) {
    at(frames, index).writeUInt16BE(
      random.pick([0, 1, 2, CHANNEL_MAX, CHANNEL_MAX + 1, 65_535]),
      1,
    );
    return undefined;
  },

  unknownMethod(frames, index, random) {
    const bytes = at(frames, index);
    if (bytes[0] !== METHOD) return undefined;
    // Before a channel is open nothing but its opening is looked at.
    const codes = isMethod(bytes, 20, 10) ? [504] : [503];
    bytes.writeUInt16BE(random.pick([0, 11, 61, 1_000, 65_535]), HEAD_SIZE);
    return codes;
  },

  otherMethod(frames, index, random) {
    const bytes = at(frames, index);
    if (bytes[0] !== METHOD) return undefined;
    const { classId, methodId } = random.pick(METHOD_IDS);
    bytes.writeUInt16BE(classId, HEAD_SIZE);
    bytes.writeUInt16BE(methodId, HEAD_SIZE + 2);
    return undefined;
  },

  randomArguments(frames, index, random) {
    const { channel } = decodeFrame(at(frames, index));
    const { classId, methodId } = random.pick(METHOD_IDS);
    const payload = random.bytes(4 + random.below(40));
    payload.writeUInt16BE(classId, 0);
    payload.writeUInt16BE(methodId, 2);
    frames[index] = encodeFrame({ type: METHOD, channel, payload });
    return undefined;
  },

  duplicate(frames, index) {
    frames.splice(index, 0, Buffer.from(at(frames, index)));
    return undefined;
  },

  reorder(frames, index, random) {
    const other = random.below(frames.length);
    const [first, second] = [at(frames, index), at(frames, other)];
    frames[index] = second;
    frames[other] = first;
    return undefined;
  },

  drop(frames, index) {
    frames.splice(index, 1);
    return undefined;
  },

  insertNoise(frames, index, random) {
    frames.splice(index, 0, random.bytes(1 + random.below(30)));
    return undefined;
  },

  nestTable(frames, index, random) {
    const frame = decodeFrame(at(frames, index));
    const depth = 1 + random.below(NESTING_MAX);
    const payload = Buffer.concat([
      QUEUE_DECLARE_HEAD,
      nestedTable(depth, random.pick(['F', 'A'])),
    ]);
    frames[index] = encodeFrame({ type: METHOD, channel: frame.channel, payload });
    return undefined;
  },

  hugeInnerLength(frames, index, random) {
    const bytes = at(frames, index);
    const size = bytes.length - HEAD_SIZE - 1;
    if (size < 8) return undefined;
    const place = HEAD_SIZE + 4 + random.below(size - 7);
    bytes.writeUInt32BE(random.pick([0xffff_ffff, 0x7fff_ffff, 0x8000_0000, 0x0100_0000]), place);
    return undefined;
  },

  bodySize(frames, index, random) {
    const place = findHeader(frames, index);
    if (place < 0) return undefined;
    const bytes = at(frames, place);
    bytes.writeUInt32BE(random.pick([0, 0, 0xffff_ffff, 0x7fff_ffff]), HEAD_SIZE + 4);
    bytes.writeUInt32BE(random.pick([0, 1, 0xffff_ffff, 0x0800_0001]), HEAD_SIZE + 8);
    return undefined;
  },

  propertyFlags(frames, index, random) {
    const place = findHeader(frames, index);
    if (place < 0) return undefined;
    at(frames, place).writeUInt16BE(random.below(65_536), HEAD_SIZE + 12);
    return undefined;
  },
} satisfies Readonly<Record<string, Mutation>>;

type MutationName = keyof typeof mutations;

/**
 * They end the connection nearly always. The others reach further into the broker, so they get more
 * of the frames.
 */
const FATAL: ReadonlySet<string> = new Set<MutationName>([
  'flipBits',
  'cutStream',
  'shortenPayload',
  'lengthenPayload',
  'changeSize',
  'hugeSize',
  'wrongEnd',
  'wrongType',
  'otherType',
  'unopenedChannel',
  'unknownMethod',
  'randomArguments',
  'insertNoise',
]);
const FATAL_PERCENT = 15;
// Object.keys knows no more than this.
const NAMES = Object.keys(mutations) as MutationName[];
const FATAL_NAMES = NAMES.filter((name) => FATAL.has(name));
const OTHER_NAMES = NAMES.filter((name) => !FATAL.has(name));

export interface Mutated {
  readonly name: string;
  readonly codes: Codes;
}

export function mutate(frames: Buffer[], index: number, random: SeededRandom): Mutated {
  const names = random.below(100) < FATAL_PERCENT ? FATAL_NAMES : OTHER_NAMES;
  const name = isWhole(at(frames, index)) ? random.pick(names) : 'flipBits';
  const mutation: Mutation = mutations[name];
  return { name, codes: mutation(frames, index, random) };
}

/** What has been broken before may be no frame any more; then there are no fields to change. */
function isWhole(bytes: Buffer): boolean {
  if (bytes.length < OVERHEAD_SIZE) return false;
  const size = bytes.readUInt32BE(3);
  if (size + OVERHEAD_SIZE !== bytes.length) return false;
  return size >= (PAYLOAD_SIZES_MIN.get(bytes[0] ?? 0) ?? 0);
}

function findHeader(frames: readonly Buffer[], from: number): number {
  return frames.findIndex((bytes, index) => index >= from && bytes[0] === HEADER && isWhole(bytes));
}

function at(frames: readonly Buffer[], index: number): Buffer {
  const bytes = frames[index];
  if (bytes === undefined) throw new RangeError(`there is no frame ${index}`);
  return bytes;
}

function isMethod(bytes: Buffer, classId: number, methodId: number): boolean {
  if (bytes[0] !== METHOD) return false;
  return (
    bytes.readUInt16BE(HEAD_SIZE) === classId && bytes.readUInt16BE(HEAD_SIZE + 2) === methodId
  );
}

/** queue.declare of an exclusive queue with a name from the broker; its arguments follow. */
const QUEUE_DECLARE_HEAD = Buffer.from([0, 50, 0, 10, 0, 0, 0, 0b100]);

/** Tables in tables or arrays in arrays; the outermost is a table. */
function nestedTable(depth: number, kind: 'F' | 'A'): Buffer {
  let inner: Buffer = Buffer.alloc(0);
  for (let level = 1; level < depth; level++) {
    inner = Buffer.concat([Buffer.from(kind === 'F' ? '\x01kF' : 'A', 'latin1'), sized(inner)]);
  }
  return kind === 'F'
    ? sized(inner)
    : sized(Buffer.concat([Buffer.from('\x01k', 'latin1'), inner]));
}

function sized(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}
