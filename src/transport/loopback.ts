/**
 * Two transports joined back to back, without a port: for specs, and for an embedding program that
 * talks to its own broker. Nothing is delivered from within a call: bytes wait for `turn`, which a
 * scheduler runs or a spec calls, so that what happens, and in which order, depends on the calls
 * alone.
 */
import { assert } from '../core/assert.js';
import type { Endpoint, Session, Traffic, Transport } from '../core/protocol.js';

export interface LoopbackOptions {
  /**
   * Called when there is something for `turn` to do. Without it whoever made the pair calls `turn`.
   */
  readonly schedule?: (turn: () => void) => void;
  readonly isLoopback?: boolean;
  /** Bytes on their way in one direction before the writer is asked to hold back. */
  readonly highWaterMark?: number;
  /**
   * Chunks are handed on as written, and `write` says that they are kept: the road of a slow
   * socket.
   */
  readonly keepsReferences?: boolean;
}

const HIGH_WATER_MARK = 256 * 1024;
/** Both are in this process. */
const HERE: Endpoint = { host: '127.0.0.1', port: 0 };

export class LoopbackPair {
  readonly client: LoopbackTransport;
  readonly server: LoopbackTransport;

  readonly #schedule: ((turn: () => void) => void) | undefined;
  #isScheduled = false;

  constructor(name: string, options: LoopbackOptions = {}) {
    this.#schedule = options.schedule;
    const wake = (): void => {
      this.#wake();
    };
    this.client = new LoopbackTransport(name, options, wake);
    this.server = new LoopbackTransport(name, options, wake);
    this.client.join(this.server);
    this.server.join(this.client);
  }

  /**
   * One round of an event loop: what was written before it arrives, turns end, closes happen. True
   * when more waits.
   */
  turn(): boolean {
    const { client, server } = this;
    const isClosing = client.isClosing || server.isClosing;
    const toServer = server.takeInbox();
    const toClient = client.takeInbox();
    server.receive(toServer);
    client.receive(toClient);
    server.endTurn();
    client.endTurn();
    // A close that was asked for within this turn comes in the next, after the bytes written before
    // it.
    if (isClosing) {
      server.close();
      client.close();
    }
    return server.hasWork || client.hasWork;
  }

  /** Turns until nothing moves any more. */
  settle(turnCountMax = 100_000): void {
    let turnCount = 0;
    while (this.turn()) {
      turnCount++;
      assert(turnCount < turnCountMax, 'the two ends of a loopback never come to rest');
    }
  }

  #wake(): void {
    if (this.#isScheduled || this.#schedule === undefined) return;
    this.#isScheduled = true;
    this.#schedule(() => {
      this.#isScheduled = false;
      if (this.turn()) this.#wake();
    });
  }
}

/**
 * One end. Made by LoopbackPair, which alone calls the methods that are not Transport's, `open`
 * excepted.
 */
export class LoopbackTransport implements Transport {
  readonly name: string;
  readonly peer = HERE;
  readonly own = HERE;
  readonly tls = undefined;
  readonly isLoopback: boolean;
  isWritable = true;

  readonly #highWaterMark: number;
  readonly #keepsReferences: boolean;
  readonly #wake: () => void;
  #peer: LoopbackTransport | undefined;
  #session: Session | undefined;
  #inbox: Uint8Array[] = [];
  /** Bytes that wait to be read here. */
  inboxSize = 0;
  #isPaused = false;
  #wantsTurnEnd = false;
  #isEnding = false;
  #isClosed = false;
  #receivedBytes = 0;
  #receivedCount = 0;
  #sentBytes = 0;
  #sentCount = 0;

  constructor(name: string, options: LoopbackOptions, wake: () => void) {
    this.name = name;
    this.isLoopback = options.isLoopback ?? true;
    this.#highWaterMark = options.highWaterMark ?? HIGH_WATER_MARK;
    this.#keepsReferences = options.keepsReferences ?? false;
    this.#wake = wake;
  }

  open(session: Session): void {
    this.#session = session;
    this.#wake();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  established(): void {
    // Nobody counts those who knock here.
  }

  write(bytes: Uint8Array): boolean {
    if (this.#isEnding || this.#isClosed || bytes.length === 0) return true;
    this.#sentBytes += bytes.length;
    this.#sentCount++;
    const isFull = this.#peer?.put(this.#keepsReferences ? bytes : Buffer.from(bytes)) ?? false;
    if (isFull) this.isWritable = false;
    this.#wake();
    return !this.#keepsReferences;
  }

  get bufferedBytes(): number {
    return this.#peer?.inboxSize ?? 0;
  }

  get traffic(): Traffic {
    const { bufferedBytes } = this;
    return {
      receivedBytes: this.#receivedBytes,
      receivedCount: this.#receivedCount,
      sentBytes: this.#sentBytes - bufferedBytes,
      sentCount: this.#sentCount,
      pendingBytes: bufferedBytes,
    };
  }

  requestTurnEnd(): void {
    this.#wantsTurnEnd = true;
    this.#wake();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#wake();
  }

  end(): void {
    this.#isEnding = true;
    this.#wake();
  }

  destroy(): void {
    this.#isEnding = true;
    this.#peer?.dropInbox();
    this.#wake();
  }

  join(peer: LoopbackTransport): void {
    this.#peer = peer;
  }

  get isClosing(): boolean {
    return this.#isEnding && !this.#isClosed;
  }

  get hasWork(): boolean {
    if (this.#isClosed) return false;
    return this.#isEnding || this.#wantsTurnEnd || (this.#canRead && this.#inbox.length > 0);
  }

  /** True when the writer is to hold back. */
  put(bytes: Uint8Array): boolean {
    this.#inbox.push(bytes);
    this.inboxSize += bytes.length;
    return this.inboxSize >= this.#highWaterMark;
  }

  dropInbox(): void {
    this.#inbox = [];
    this.inboxSize = 0;
  }

  takeInbox(): readonly Uint8Array[] {
    if (!this.#canRead) return [];
    const chunks = this.#inbox;
    this.dropInbox();
    return chunks;
  }

  /** What is left of the chunks when the session pauses goes back to the front. */
  receive(chunks: readonly Uint8Array[]): void {
    if (chunks.length === 0) return;
    for (const [index, chunk] of chunks.entries()) {
      if (!this.#canRead) {
        const rest = chunks.slice(index);
        this.#inbox.unshift(...rest);
        for (const { length } of rest) this.inboxSize += length;
        break;
      }
      this.#receivedBytes += chunk.length;
      this.#receivedCount++;
      if (!this.#isEnding) this.#session?.onData(chunk);
    }
    if (this.inboxSize === 0) this.#peer?.drained();
  }

  endTurn(): void {
    if (!this.#wantsTurnEnd) return;
    this.#wantsTurnEnd = false;
    this.#session?.onTurnEnd();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.dropInbox();
    const session = this.#session;
    this.#session = undefined;
    session?.onClosed(this.#isEnding ? 'closed by this end' : 'closed by the peer');
  }

  drained(): void {
    if (this.isWritable) return;
    this.isWritable = true;
    if (!this.#isEnding) this.#session?.onWritable();
  }

  /** A pause does not hold up a close. */
  get #canRead(): boolean {
    if (this.#session === undefined) return false;
    return !this.#isPaused || this.#isEnding || this.#peer?.isClosing === true;
  }
}
