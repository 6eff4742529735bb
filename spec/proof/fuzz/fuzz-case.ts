/**
 * One connection of the fuzz: salvos of frames, most of them broken somewhere, cut at random.
 * Behind each salvo comes one more channel.open: the broker has to answer it, or to close the
 * connection for a reason that it tells. A case is made again from the seed and its number.
 */
import { connect, type Socket } from 'node:net';
import { SeededRandom } from '../../support/seed.js';
import { encodeFrame, endOf, type Frame, FrameCutter, HEADER, METHOD } from './frame.js';
import { type Codes, mutate } from './mutation.js';
import { FRAME_MAX, handshake, method, PROTOCOL_HEADER, Script } from './script.js';

/** What a broken frame may close a connection with; 541 and 320 would be the broker's own fault. */
const HARD_CODES = [501, 502, 503, 504, 505, 530, 540];
const HANDSHAKE_CODES = [...HARD_CODES, 403];
const SOFT_CODES = [403, 404, 405, 406];

/** The largest that the broker agrees to. */
const SERVER_FRAME_MAX = 131_072;

const SALVOS_MAX = 12;
const STEPS_MAX = 8;
const MUTATIONS_MAX = 5;
const CHUNKS_MAX = 5;
/** Of a hundred cases so many break the handshake, or send a first salvo that is all right. */
const HANDSHAKE_PERCENT = 8;
const SOUND_PERCENT = 10;
/** A channel for each salvo's last frame. */
const FENCE_CHANNEL_FIRST = 100;
const CHANNELS = [1, 2];
const NOTHING = Buffer.alloc(0);
const CONNECTION_CLOSE = id(10, 50);
const CONNECTION_CLOSE_OK = id(10, 51);
const CHANNEL_OPEN_OK = id(20, 11);
const CHANNEL_CLOSE = id(20, 40);
/** How long the broker may take for anything. */
const ANSWER_MS_MAX = 10_000;

export interface CaseResult {
  /**
   * Broken frames that the broker certainly got to: all of a salvo that it survived, one of the
   * salvo it did not.
   */
  readonly mutatedCount: number;
  /** By code, with 'open' for a connection that stayed usable. */
  readonly outcome: string;
  readonly problem: string | undefined;
}

interface Salvo {
  readonly bytes: Buffer;
  readonly mutations: readonly string[];
  /** Known only where one frame was broken in a connection that was sound. */
  readonly codes: Codes;
}

export class FuzzCase {
  readonly #random: SeededRandom;
  readonly #scripts: readonly Script[];
  readonly #hasSoundHandshake: boolean;
  readonly #socket: Socket;
  readonly #cutter = new FrameCutter((frame) => this.#onFrame(frame));
  readonly #sent: Buffer[] = [];
  readonly #history: string[] = [];
  /** Channels that the broker closed, to be opened again. */
  readonly #closed = new Set<number>();
  #closeCode: number | undefined;
  #hasCloseOk = false;
  #hasEnded = false;
  #fence = FENCE_CHANNEL_FIRST - 1;
  #hasFence = false;
  #softCount = 0;
  #problem: string | undefined;
  #wake: (() => void) | undefined;

  constructor(port: number, seed: number, number: number) {
    this.#random = new SeededRandom(Math.imul(seed, 0x9e37_79b1) ^ Math.imul(number, 0x85eb_ca6b));
    const name = `${number}-${this.#random.bytes(6).toString('hex')}`;
    this.#scripts = CHANNELS.map(
      (channel) => new Script(this.#random, channel, `${name}-${channel}`),
    );
    this.#hasSoundHandshake = this.#random.below(100) >= HANDSHAKE_PERCENT;
    // Other addresses of this machine, so that the ports do not run out.
    const localAddress = `127.0.0.${2 + (number % 200)}`;
    this.#socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => {
      this.#hasEnded = true;
      this.#wake?.();
    });
  }

  /** What was broken in each salvo until now. */
  get history(): string {
    return this.#history.join(' | ');
  }

  /** All that was sent until now. */
  get bytes(): Buffer {
    return Buffer.concat(this.#sent);
  }

  async run(): Promise<CaseResult> {
    let mutatedCount = 0;
    const salvoCount = 1 + this.#random.below(SALVOS_MAX);
    for (let index = 0; index < salvoCount; index++) {
      const salvo = this.#prepare(index);
      await this.#fire(salvo);
      const isOpen = this.#hasFence && this.#closeCode === undefined && !this.#hasEnded;
      mutatedCount += isOpen ? salvo.mutations.length : Math.min(salvo.mutations.length, 1);
      this.#judge(salvo, isOpen);
      if (!isOpen || this.#problem !== undefined) break;
    }
    await this.#leave();
    const outcome =
      this.#closeCode === undefined ? (this.#hasFence ? 'open' : 'cut') : this.#closeCode;
    return { mutatedCount, outcome: String(outcome), problem: this.#problem };
  }

  #prepare(index: number): Salvo {
    const random = this.#random;
    const frames: Frame[] = index === 0 ? this.#opening() : this.#reopening();
    const soundCount = index === 0 && this.#hasSoundHandshake ? handshake().length : 0;
    for (let count = 1 + random.below(STEPS_MAX); count > 0; count--) {
      frames.push(...random.pick(this.#scripts).step());
    }
    const encoded = frames.map(encodeFrame);
    const mutations: string[] = [];
    let codes: Codes;
    const mutationCount = this.#mutationCount(index);
    for (let count = 0; count < mutationCount && encoded.length > soundCount; count++) {
      const place = soundCount + random.below(encoded.length - soundCount);
      const mutated = mutate(encoded, place, random);
      mutations.push(mutated.name);
      codes = mutated.codes;
    }
    const isExact = index === 0 && this.#hasSoundHandshake && mutations.length === 1;
    return {
      bytes: Buffer.concat(encoded),
      mutations,
      codes: isExact ? codes : undefined,
    };
  }

  #mutationCount(index: number): number {
    const random = this.#random;
    if (index === 0 && random.below(100) < SOUND_PERCENT) return 0;
    return random.below(2) === 0 ? 1 : 2 + random.below(MUTATIONS_MAX - 1);
  }

  #opening(): Frame[] {
    return [...handshake(), ...this.#scripts.flatMap((script) => script.begin())];
  }

  #reopening(): Frame[] {
    const frames: Frame[] = [];
    for (const channel of this.#closed) {
      frames.push(method(channel, 'channel.close-ok', {}));
      const script = this.#scripts[CHANNELS.indexOf(channel)];
      if (script !== undefined) frames.push(...script.begin());
    }
    this.#closed.clear();
    return frames;
  }

  /** Sends the salvo and what makes the broker answer, and waits for the answer. */
  async #fire(salvo: Salvo): Promise<void> {
    this.#history.push(salvo.mutations.join('+') || 'sound');
    this.#fence++;
    this.#hasFence = false;
    const fence = encodeFrame(method(this.#fence, 'channel.open', {}));
    const before = Buffer.concat(this.#sent).subarray(PROTOCOL_HEADER.length);
    const header = this.#sent.length === 0 ? PROTOCOL_HEADER : NOTHING;
    // Nobody knows what a broken handshake agreed on; more octets than needed do no harm.
    const frameMax = this.#hasSoundHandshake ? FRAME_MAX : SERVER_FRAME_MAX;
    const stream = fenced(Buffer.concat([before, salvo.bytes]), fence, frameMax);
    await this.#write(Buffer.concat([header, stream.subarray(before.length)]));
    await this.#answered(() => this.#hasFence || this.#closeCode !== undefined || this.#hasCloseOk);
  }

  /** In pieces, each in a turn of its own. */
  async #write(bytes: Buffer): Promise<void> {
    this.#sent.push(bytes);
    const cuts = Array.from({ length: this.#random.below(CHUNKS_MAX) }, () =>
      this.#random.below(bytes.length),
    ).sort((first, second) => first - second);
    let start = 0;
    for (const cut of [...cuts, bytes.length]) {
      if (this.#hasEnded) return;
      if (cut > start) this.#socket.write(bytes.subarray(start, cut));
      start = cut;
      await new Promise(setImmediate);
    }
  }

  #judge(salvo: Salvo, isOpen: boolean): void {
    const code = this.#closeCode;
    const allowed = this.#hasSoundHandshake ? HARD_CODES : HANDSHAKE_CODES;
    if (code !== undefined && !allowed.includes(code)) this.#fail(`closed with ${code}`);
    if (salvo.codes !== undefined && (code === undefined || !salvo.codes.includes(code))) {
      this.#fail(
        `${isOpen ? 'still open' : `closed with ${code}`}, not with ${String(salvo.codes)}`,
      );
    }
    const isSound = salvo.mutations.length === 0 && this.#history.length === 1;
    if (isSound && this.#hasSoundHandshake && (!isOpen || this.#softCount > 0)) {
      this.#fail('a sound client was closed');
    }
    const mayBeCut = this.#hasCloseOk || !this.#hasSoundHandshake;
    if (!isOpen && code === undefined && !mayBeCut) this.#fail('cut without a reason');
  }

  /** Politely, or not at all. */
  async #leave(): Promise<void> {
    const way = this.#random.below(3);
    if (this.#closeCode !== undefined) {
      this.#socket.write(encodeFrame(method(0, 'connection.close-ok', {})));
      this.#socket.end();
    } else if (way === 0) {
      this.#socket.end();
    } else if (way === 1) {
      this.#socket.resetAndDestroy();
    } else {
      const args = { replyCode: 200, replyText: '', classId: 0, methodId: 0 };
      this.#socket.end(encodeFrame(method(0, 'connection.close', args)));
    }
    await this.#answered(() => false);
    if (!this.#hasEnded) this.#socket.destroy();
  }

  #answered(isDone: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        this.#fail('no answer');
        done();
      }, ANSWER_MS_MAX);
      const done = (): void => {
        clearTimeout(limit);
        this.#wake = undefined;
        resolve();
      };
      this.#wake = () => {
        if (this.#hasEnded || isDone()) done();
      };
      this.#wake();
    });
  }

  #onData(chunk: Buffer): void {
    if (chunk.subarray(0, 4).equals(PROTOCOL_HEADER.subarray(0, 4))) return;
    try {
      this.#cutter.push(chunk);
    } catch (error) {
      this.#fail(String(error));
    }
    this.#wake?.();
  }

  #onFrame({ type, channel, payload }: Frame): void {
    if (type > HEADER + 1 && type !== 8) this.#fail(`the broker sent a frame of type ${type}`);
    if (type !== METHOD) return;
    switch (payload.readUInt32BE(0)) {
      case CONNECTION_CLOSE:
        this.#closeCode ??= payload.readUInt16BE(4);
        return;
      case CONNECTION_CLOSE_OK:
        this.#hasCloseOk = true;
        return;
      case CHANNEL_CLOSE:
        return this.#onChannelClose(channel, payload.readUInt16BE(4));
      case CHANNEL_OPEN_OK:
        if (channel === this.#fence) this.#hasFence = true;
    }
  }

  #onChannelClose(channel: number, code: number): void {
    this.#softCount++;
    this.#closed.add(channel);
    if (!SOFT_CODES.includes(code)) this.#fail(`channel ${channel} was closed with ${code}`);
  }

  #fail(problem: string): void {
    this.#problem ??= problem;
  }
}

/**
 * The stream, and behind it the fence. What a broken frame lacks it gets; if it takes the fence for
 * its own, there is another one.
 */
function fenced(stream: Buffer, fence: Buffer, frameMax: number): Buffer {
  let whole = Buffer.concat([stream, fence]);
  for (;;) {
    const { missing, isBroken, lastFrameStart } = endOf(whole, frameMax);
    const isFenced = lastFrameStart === whole.length - fence.length;
    if (isBroken || (missing === 0 && isFenced)) return whole;
    whole = Buffer.concat([whole, missing > 0 ? Buffer.alloc(missing) : fence]);
  }
}

function id(classId: number, methodId: number): number {
  return (classId << 16) | methodId;
}
