/**
 * HOT. One WebSocket as a Transport: the messages of either side are parts of one stream of bytes,
 * cut anywhere. web-listener.ts accepts it and hands it here.
 */
import type { Socket } from 'node:net';
import type { RawData, WebSocket } from 'ws';
import type { Timer } from '../core/clock.js';
import type { Endpoint, Session, Traffic } from '../core/protocol.js';
import type { Place, ServedTransport, TransportContext } from './connections.js';
import { END_LIMIT_MS, SOCKET_HIGH_WATER_MARK } from './socket-transport.js';
import type { TurnMember } from './turn-queue.js';

/** Shorter than the minute after which many proxies hang up on a silent connection. */
export const PING_INTERVAL_MS = 30_000;

/**
 * Before the login, when a message may not be as long as after it: ws keeps what it has of one. The
 * longest handshake that there may be has frames of 8 KiB.
 */
export const STRANGER_BYTES_MAX = 64 * 1024;

const CLOSE_NORMAL = 1000;
const CLOSE_UNSUPPORTED_DATA = 1003;

export interface WebSocketArrival {
  readonly webSocket: WebSocket;
  /** The one below it. */
  readonly socket: Socket;
  readonly name: string;
  readonly peer: Endpoint;
  readonly own: Endpoint;
  readonly isLoopback: boolean;
}

export class WebSocketTransport implements ServedTransport, TurnMember {
  readonly name: string;
  readonly peer: Endpoint;
  readonly own: Endpoint;
  /** The HTTP port has none. */
  readonly tls = undefined;
  readonly isLoopback: boolean;
  isWritable = true;
  isInTurnQueue = false;

  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #place: Place;
  readonly #context: TransportContext;
  #session: Session | undefined;
  #isPaused = false;
  #isEnding = false;
  #isAnswerDue = false;
  #pingTimer: Timer | undefined;
  #endTimer: Timer | undefined;
  #closeReason = '';
  #receivedCount = 0;
  #sentCount = 0;

  constructor(arrival: WebSocketArrival, place: Place, context: TransportContext) {
    this.#webSocket = arrival.webSocket;
    this.#socket = arrival.socket;
    this.#place = place;
    this.#context = context;
    this.name = arrival.name;
    this.peer = arrival.peer;
    this.own = arrival.own;
    this.isLoopback = arrival.isLoopback;
  }

  established(): void {
    this.#place.establish();
    this.#socket.off('data', this.#onStrangerData);
  }

  open(session: Session, onClosed: (reason: string) => void): void {
    const { clock, touch } = this.#context;
    this.#session = session;
    this.#webSocket
      .on('message', (data: RawData, isBinary: boolean) => {
        this.#onMessage(session, data, isBinary);
      })
      .on('pong', () => {
        this.#isAnswerDue = false;
      })
      .on('error', (error) => {
        this.#closeReason = error.message;
      })
      .on('close', () => {
        clock.cancel(this.#pingTimer);
        clock.cancel(this.#endTimer);
        this.#session = undefined;
        touch();
        const byPeer = this.#isEnding ? 'closed by the broker' : 'closed by the peer';
        const reason = this.#closeReason || byPeer;
        session.onClosed(reason);
        onClosed(reason);
      });
    this.#socket.on('data', this.#onStrangerData).on('drain', () => {
      if (this.isWritable) return;
      this.isWritable = true;
      if (!this.#isEnding) this.#session?.onWritable();
    });
    this.#watch();
  }

  /** What ws does not hold back leaves as it does for a bare socket (socket-transport.ts). */
  write(bytes: Uint8Array): boolean {
    const webSocket = this.#webSocket;
    if (this.#isEnding || webSocket.readyState !== webSocket.OPEN) return true;
    this.#sentCount++;
    webSocket.send(bytes, { binary: true });
    const waiting = webSocket.bufferedAmount;
    if (waiting === 0) return true;
    if (waiting >= SOCKET_HIGH_WATER_MARK) this.isWritable = false;
    return false;
  }

  get bufferedBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  /** Bytes are those of the socket below: with what HTTP and WebSocket add. */
  get traffic(): Traffic {
    const { bytesRead, bytesWritten, writableLength } = this.#socket;
    return {
      receivedBytes: bytesRead,
      receivedCount: this.#receivedCount,
      sentBytes: bytesWritten - writableLength,
      sentCount: this.#sentCount,
      pendingBytes: this.bufferedBytes,
    };
  }

  requestTurnEnd(): void {
    this.#context.turns.add(this);
  }

  endTurn(): void {
    this.#session?.onTurnEnd();
  }

  pause(): void {
    if (this.#isEnding) return;
    this.#isPaused = true;
    this.#webSocket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#webSocket.resume();
  }

  end(): void {
    this.#end(CLOSE_NORMAL, '');
  }

  destroy(): void {
    this.#isEnding = true;
    this.#webSocket.terminate();
  }

  #onMessage(session: Session, data: RawData, isBinary: boolean): void {
    if (this.#isEnding) return;
    this.#context.touch();
    this.#isAnswerDue = false;
    this.#receivedCount++;
    if (isBinary) {
      // 'nodebuffer' is ws's default, in which a message is one buffer.
      session.onData(data as Buffer);
      return;
    }
    this.#closeReason = 'the peer sent text, and AMQP is binary';
    this.#end(CLOSE_UNSUPPORTED_DATA, 'AMQP takes binary messages');
  }

  #end(code: number, reason: string): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#endTimer = this.#context.clock.after(END_LIMIT_MS, () => {
      this.#webSocket.terminate();
    });
    // The peer's close must be read.
    if (this.#isPaused) this.resume();
    this.#webSocket.close(code, reason);
  }

  readonly #onStrangerData = (): void => {
    if (this.#socket.bytesRead <= STRANGER_BYTES_MAX) return;
    this.#closeReason = 'the peer sent too much before it logged in';
    this.destroy();
  };

  /** Nothing is expected of a peer that is not read from. */
  #watch(): void {
    this.#pingTimer = this.#context.clock.after(PING_INTERVAL_MS, () => {
      if (this.#isAnswerDue && !this.#isPaused) {
        this.#closeReason = 'the peer does not answer pings';
        this.destroy();
        return;
      }
      this.#isAnswerDue = true;
      if (!this.#isEnding) this.#webSocket.ping();
      this.#watch();
    });
  }
}
