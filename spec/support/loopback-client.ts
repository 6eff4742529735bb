/**
 * An AMQP client of raw frames at one end of a loopback: sends what a spec says, however wrong, and
 * keeps what it receives in order. It answers nothing by itself, the closes of the broker included.
 */
import type { Session } from '../../src/core/protocol.js';
import { FrameReader, type FrameSink } from '../../src/amqp/wire/frame-reader.js';
import type { Method, MethodArguments, MethodName } from '../../src/amqp/wire/method-table.js';
import { encodeMethod, readMethod } from '../../src/amqp/wire/methods.js';
import {
  decodeProperties,
  encodeProperties,
  type Properties,
} from '../../src/amqp/wire/properties.js';
import type { LoopbackPair } from '../../src/transport/loopback.js';

export interface Received {
  readonly channel: number;
  readonly name: MethodName | 'heartbeat';
  /** As "name=value", in the order of the method. */
  readonly facts: string[];
  readonly args: Readonly<Record<string, unknown>>;
  properties: Properties;
  bodySize: number;
  readonly body: Buffer[];
}

export interface Publish {
  readonly exchange?: string;
  readonly key?: string;
  readonly mandatory?: boolean;
  readonly immediate?: boolean;
  readonly properties?: Properties;
  /** Delivery mode 2, unless `properties` say otherwise. */
  readonly persistent?: boolean;
}

export const HEADER_0_9_1 = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
export const METHOD = 1;
export const HEADER = 2;
export const BODY = 3;
export const HEARTBEAT = 8;

const FRAME_MAX = 131_072;
const WITH_CONTENT = new Set<string>(['basic.deliver', 'basic.get-ok', 'basic.return']);

export function frame(type: number, channel: number, payload: Uint8Array = Buffer.alloc(0)) {
  const head = Buffer.alloc(7);
  head.writeUInt8(type);
  head.writeUInt16BE(channel, 1);
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.of(0xce)]);
}

/**
 * Arguments that are left out are empty, 0 or false: so the encoder writes what it is not given.
 */
export function methodFrame<N extends MethodName>(
  channel: number,
  name: N,
  args: Partial<MethodArguments<N>> = {},
): Buffer {
  return frame(METHOD, channel, encodeMethod(name, args as unknown as MethodArguments<N>));
}

export function contentHeader(channel: number, bodySize: number | bigint, list?: Buffer): Buffer {
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(60);
  fixed.writeBigUInt64BE(BigInt(bodySize), 4);
  return frame(HEADER, channel, Buffer.concat([fixed, list ?? Buffer.alloc(2)]));
}

/** Method, header and body frames of one publish. */
export function publishFrames(channel: number, body: Buffer | string, publish: Publish = {}) {
  const { exchange = '', key = '', mandatory = false, immediate = false } = publish;
  const properties = publish.properties ?? (publish.persistent === true ? { deliveryMode: 2 } : {});
  const bytes = Buffer.from(body);
  const frames = [
    methodFrame(channel, 'basic.publish', { exchange, routingKey: key, mandatory, immediate }),
    contentHeader(channel, bytes.length, encodeProperties(properties)),
  ];
  for (let at = 0; at < bytes.length; at += FRAME_MAX - 8) {
    frames.push(frame(BODY, channel, bytes.subarray(at, at + FRAME_MAX - 8)));
  }
  return Buffer.concat(frames);
}

export class LoopbackClient implements Session, FrameSink {
  readonly pair: LoopbackPair;
  /** Bytes as they came. */
  raw = Buffer.alloc(0);
  closedBecause: string | undefined;
  readonly #settle: () => void;
  readonly #reader = new FrameReader(this, FRAME_MAX);
  #received: Received[] = [];

  constructor(pair: LoopbackPair, settle: () => void) {
    this.pair = pair;
    this.#settle = settle;
    pair.client.open(this);
  }

  get isClosed(): boolean {
    return this.closedBecause !== undefined;
  }

  write(bytes: Uint8Array): this {
    this.pair.client.write(bytes);
    return this;
  }

  send<N extends MethodName>(
    channel: number,
    name: N,
    args: Partial<MethodArguments<N>> = {},
  ): this {
    return this.write(methodFrame(channel, name, args));
  }

  publish(channel: number, body: Buffer | string, publish: Publish = {}): this {
    return this.write(publishFrames(channel, body, publish));
  }

  /** Reads no more until `resume`, like a program that is busy. */
  pause(): this {
    this.pair.client.pause();
    return this;
  }

  resume(): this {
    this.pair.client.resume();
    return this;
  }

  /** All that came since the last call, once nothing moves any more. */
  take(): Received[] {
    this.#settle();
    const received = this.#received;
    this.#received = [];
    return received;
  }

  /**
   * The same as texts: "1 basic.ack deliveryTag=1 multiple=false", and "1 basic.deliver ... body".
   */
  lines(): string[] {
    return this.take().map(({ channel, name, facts, body }) => {
      const parts = [`${channel} ${name}`, ...facts];
      if (body.length > 0) parts.push(Buffer.concat(body).toString());
      return parts.join(' ');
    });
  }

  names(): string[] {
    return this.take().map(({ channel, name }) => `${channel} ${name}`);
  }

  /** The bodies alone. */
  bodies(): string[] {
    const withContent = this.take().filter(({ name }) => WITH_CONTENT.has(name));
    return withContent.map(({ body }) => Buffer.concat(body).toString());
  }

  onData(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk);
    this.raw = this.raw.length < 64 ? Buffer.concat([this.raw, bytes]) : this.raw;
    if (!this.raw.subarray(0, 4).equals(HEADER_0_9_1.subarray(0, 4))) this.#reader.push(bytes);
  }

  onMethod(channel: number, buffer: Buffer, start: number, end: number): void {
    const { name, args }: Method = readMethod(buffer, start, end);
    const facts = Object.entries(args).map(([key, value]) => `${key}=${String(value)}`);
    const values: Readonly<Record<string, unknown>> = { ...args };
    this.#push({ channel, name, facts, args: values, properties: {}, bodySize: 0, body: [] });
  }

  onHeader(channel: number, buffer: Buffer, start: number, end: number): void {
    const message = this.#last(channel);
    message.bodySize = Number(buffer.readBigUInt64BE(start + 4));
    message.properties = decodeProperties(
      Buffer.from(buffer.subarray(start + 12, end)),
      0,
      end - start - 12,
    );
  }

  onBody(channel: number, buffer: Buffer, start: number, end: number): void {
    this.#last(channel).body.push(Buffer.from(buffer.subarray(start, end)));
  }

  onHeartbeat(): void {
    this.#push({
      channel: 0,
      name: 'heartbeat',
      facts: [],
      args: {},
      properties: {},
      bodySize: 0,
      body: [],
    });
  }

  onTurnEnd(): void {
    // What a spec writes leaves at once.
  }

  onWritable(): void {
    // A spec writes as much as it wants.
  }

  onClosed(reason: string): void {
    this.closedBecause = reason;
  }

  shutdown(): void {
    throw new Error('a client is not shut down');
  }

  #push(received: Received): void {
    this.#received.push(received);
  }

  #last(channel: number): Received {
    const last = this.#received.at(-1);
    if (last?.channel !== channel) throw new Error('content came without its method');
    return last;
  }
}
