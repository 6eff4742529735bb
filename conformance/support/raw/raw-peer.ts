/**
 * An AMQP peer over a bare socket that says exactly what a scenario tells it to, well-formed or
 * not, and shows every frame that comes back. Heartbeats are kept apart from the other frames.
 */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { broker } from '../broker.js';
import type { Fault } from '../fault.js';
import { Mailbox } from '../mailbox.js';
import { within } from '../within.js';
import { Decoder } from './decoder.js';
import { encode } from './encode.js';

export const METHOD_FRAME = 1;
export const HEADER_FRAME = 2;
export const BODY_FRAME = 3;
export const HEARTBEAT_FRAME = 8;

const FRAME_OVERHEAD_SIZE = 8;
export const PROTOCOL_HEADER = Buffer.from('AMQP\x00\x00\x09\x01', 'latin1');

const opened: RawPeer[] = [];

export interface RawFrame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
}

export interface Opening {
  readonly user?: string;
  readonly password?: string;
  readonly virtualHost?: string;
  readonly channelMax?: number;
  readonly frameMax?: number;
  readonly heartbeatSeconds?: number;
  /** Fields of the capabilities table, each true. */
  readonly capabilities?: readonly string[];
}

export interface Tuning {
  readonly channelMax: number;
  readonly frameMax: number;
  readonly heartbeatSeconds: number;
}

export class RawPeer {
  readonly heartbeats = new Mailbox<RawFrame>('a heartbeat from the broker');
  readonly #socket: Socket;
  readonly #frames = new Mailbox<RawFrame>('a frame from the broker');
  readonly #ended: Promise<void>;
  #hasEnded = false;
  #received = Buffer.alloc(0);
  #readsFrames = true;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      if (this.#readsFrames) this.#cutFrames();
    });
    // A reset is one of the ways to hang up; 'close' follows and tells the scenario.
    socket.on('error', () => undefined);
    this.#ended = new Promise((resolve) => {
      socket.once('close', () => {
        this.#hasEnded = true;
        this.#frames.fail(new Error('the broker closed the connection'));
        resolve();
      });
    });
  }

  /** Cuts the lines of all peers that a scenario left open. */
  static async abortAll(): Promise<void> {
    await Promise.all(opened.splice(0).map((peer) => peer.abort()));
  }

  /** From one of this machine's addresses, if it matters which. */
  static async connect(localAddress?: string, url = broker.url): Promise<RawPeer> {
    const { hostname: host, port } = new URL(url);
    const from = localAddress === undefined ? {} : { localAddress };
    const socket = connect({ port: Number(port), host, ...from });
    await once(socket, 'connect');
    const peer = new RawPeer(socket);
    opened.push(peer);
    return peer;
  }

  /** Connects and goes through the whole handshake. */
  static async open(opening: Opening = {}): Promise<RawPeer> {
    const peer = await RawPeer.connect();
    await peer.authenticate(opening);
    const tuning = await peer.tuning();
    peer.tuneOk({
      channelMax: opening.channelMax ?? tuning.channelMax,
      frameMax: opening.frameMax ?? tuning.frameMax,
      heartbeatSeconds: opening.heartbeatSeconds ?? 0,
    });
    peer.openVirtualHost(opening.virtualHost ?? '/');
    await peer.expectMethod(0, 10, 41);
    return peer;
  }

  /** Up to start-ok: header, connection.start, PLAIN credentials. */
  async authenticate(opening: Opening = {}): Promise<void> {
    this.send(PROTOCOL_HEADER);
    await this.expectMethod(0, 10, 10);
    const { user = 'guest', password = 'guest' } = opening;
    this.startOk('PLAIN', Buffer.from(`\0${user}\0${password}`), opening.capabilities);
  }

  startOk(mechanism: string, response: Buffer, capabilities: readonly string[] = []): void {
    const granted = capabilities.map((name) => encode.field(name, 't', encode.octet(1)));
    this.method(
      0,
      encode.method(
        10,
        11,
        encode.table(encode.field('capabilities', 'F', encode.table(...granted))),
        encode.shortString(mechanism),
        encode.longString(response),
        encode.shortString('en_US'),
      ),
    );
  }

  async tuning(): Promise<Tuning> {
    const tune = await this.expectMethod(0, 10, 30);
    return { channelMax: tune.short(), frameMax: tune.long(), heartbeatSeconds: tune.short() };
  }

  tuneOk(tuning: Tuning): void {
    const { channelMax, frameMax, heartbeatSeconds } = tuning;
    const fields = [
      encode.short(channelMax),
      encode.long(frameMax),
      encode.short(heartbeatSeconds),
    ];
    this.method(0, encode.method(10, 31, ...fields));
  }

  openVirtualHost(name: string): void {
    const fields = [encode.shortString(name), encode.shortString(''), encode.bits(false)];
    this.method(0, encode.method(10, 40, ...fields));
  }

  async openChannel(channel: number): Promise<void> {
    this.method(channel, encode.method(20, 10, encode.shortString('')));
    await this.expectMethod(channel, 20, 11);
  }

  send(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  frame(type: number, channel: number, payload: Buffer): void {
    this.send(encode.frame(type, channel, payload));
  }

  method(channel: number, method: Buffer): void {
    this.frame(METHOD_FRAME, channel, method);
  }

  async nextFrame(limitMs?: number): Promise<RawFrame> {
    return this.#frames.next(limitMs);
  }

  /** The next frame has to be this method; its arguments are given to read. */
  async expectMethod(channel: number, classId: number, methodId: number): Promise<Decoder> {
    const frame = await this.nextFrame();
    const wanted = `method ${classId}.${methodId} on channel ${channel}`;
    if (frame.type !== METHOD_FRAME) throw new Error(`frame type ${frame.type}, not ${wanted}`);
    const arrived = new Decoder(frame.payload);
    const name = `${arrived.short()}.${arrived.short()}`;
    if (name !== `${classId}.${methodId}` || frame.channel !== channel) {
      throw new Error(`method ${name} on channel ${frame.channel}, not ${wanted}`);
    }
    return arrived;
  }

  /**
   * The next frame has to be connection.close, which is answered. The broker's end of the line is
   * not waited for: after some faults RabbitMQ keeps the client waiting for three seconds.
   */
  async expectConnectionClose(): Promise<Fault & MethodIds> {
    const close = readClose(await this.expectMethod(0, 10, 50));
    this.method(0, encode.method(10, 51));
    return close;
  }

  /** The next frame has to be channel.close; it is left unanswered. */
  async expectChannelClose(channel: number): Promise<Fault & MethodIds> {
    return readClose(await this.expectMethod(channel, 20, 40));
  }

  channelCloseOk(channel: number): void {
    this.method(channel, encode.method(20, 41));
  }

  /** A clean end of the connection, to be used by scenarios that did not provoke one. */
  async close(): Promise<void> {
    const fields = [encode.short(200), encode.shortString(''), encode.short(0), encode.short(0)];
    this.method(0, encode.method(10, 50, ...fields));
    await this.expectMethod(0, 10, 51);
    await this.abort();
  }

  basicPublish(channel: number, exchange: string, key: string): void {
    const names = [encode.shortString(exchange), encode.shortString(key)];
    this.method(
      channel,
      encode.method(60, 40, encode.short(0), ...names, encode.bits(false, false)),
    );
  }

  /** Cuts the line as a dying client does. */
  async abort(): Promise<void> {
    this.#socket.destroy();
    await this.ended();
  }

  /** True once the line is cut, by whomever. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  async ended(limitMs?: number): Promise<void> {
    await within(this.#ended, "the broker's end of the connection", limitMs);
  }

  /** Everything that the broker says until it hangs up, for answers that are not frames. */
  async rawAnswer(limitMs = 8000): Promise<Buffer> {
    await this.ended(limitMs);
    return this.#received;
  }

  /** To be called before anything is sent whose answer is not frames. */
  expectNoFrames(): void {
    this.#readsFrames = false;
  }

  #cutFrames(): void {
    for (;;) {
      if (this.#received.length < FRAME_OVERHEAD_SIZE) return;
      const size = this.#received.readUInt32BE(3);
      if (this.#received.length < size + FRAME_OVERHEAD_SIZE) return;
      const frame = {
        type: this.#received.readUInt8(0),
        channel: this.#received.readUInt16BE(1),
        payload: this.#received.subarray(7, 7 + size),
      };
      this.#received = this.#received.subarray(size + FRAME_OVERHEAD_SIZE);
      (frame.type === HEARTBEAT_FRAME ? this.heartbeats : this.#frames).put(frame);
    }
  }
}

export interface MethodIds {
  /** Class and method that the broker names as the cause, as `class.method`. */
  readonly cause: string;
}

function readClose(close: Decoder): Fault & MethodIds {
  const code = close.short();
  const text = close.shortString();
  return { code, text, cause: `${close.short()}.${close.short()}` };
}
