/**
 * HOT. One socket, TLS or not, as a Transport. listener.ts accepts it and hands it here; chunks
 * go to the session as the kernel gave them, and what the session writes goes to the kernel in the
 * same call where it has room.
 */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Timer } from '../core/clock.js';
import type { Endpoint, Session, TlsFacts, Traffic } from '../core/protocol.js';
import type { Place, ServedTransport, TransportContext } from './connections.js';
import type { Arrival } from './doorway.js';
import { tlsFactsOf } from './tls-facts.js';
import type { TurnMember } from './turn-queue.js';

/**
 * What may wait in the process for a slow reader before the session is asked to hold back. It is
 * given to the socket as its stream's mark (listener.ts), so that 'drain' follows whenever the mark
 * was reached. The same mark bounds what Node reads ahead of a paused session.
 */
export const SOCKET_HIGH_WATER_MARK = 256 * 1024;

/** How long a peer may take to read our last bytes and close its side. */
export const END_LIMIT_MS = 5_000;

export class SocketTransport implements ServedTransport, TurnMember {
  readonly name: string;
  readonly peer: Endpoint;
  readonly own: Endpoint;
  readonly isLoopback: boolean;
  readonly certificateUser: string | undefined;
  isWritable = true;
  isInTurnQueue = false;

  readonly #socket: Socket;
  readonly #place: Place;
  readonly #context: TransportContext;
  /**
   * A chunk of this size means that more is waiting, and libuv would go on with this socket for
   * another 31 chunks before it looks at the next one: a flooding publisher would hold up the
   * acknowledgements of its consumers.
   */
  readonly #chunkSizeMax: number;
  #session: Session | undefined;
  /** The session asked for a pause. */
  #isPaused = false;
  /** Reading goes on when the turn ends, after the other sockets had theirs. */
  #isYielding = false;
  #isEnding = false;
  #endTimer: Timer | undefined;
  #closeReason = '';
  #receivedCount = 0;
  #sentCount = 0;
  #tls: TlsFacts | undefined;

  constructor(arrival: Arrival, place: Place, context: TransportContext) {
    this.#socket = arrival.socket;
    this.#place = place;
    this.#context = context;
    this.#chunkSizeMax = arrival.chunkSizeMax;
    this.name = arrival.name;
    this.peer = arrival.peer;
    this.own = arrival.own;
    this.isLoopback = arrival.isLoopback;
    this.certificateUser = arrival.certificateUser;
  }

  established(): void {
    this.#place.establish();
  }

  /**
   * Once, in the turn in which the socket was accepted: what the socket does after that is not
   * lost.
   */
  open(session: Session, onClosed: (reason: string) => void): void {
    const { clock, touch } = this.#context;
    this.#session = session;
    this.#socket
      .on('data', (chunk: Buffer) => {
        // After end() the peer's bytes are read only to see its close, which a pause would hide.
        if (this.#isEnding) return;
        touch();
        this.#receivedCount++;
        session.onData(chunk);
        if (chunk.length >= this.#chunkSizeMax) this.#yield();
      })
      .on('drain', () => {
        if (this.isWritable) return;
        this.isWritable = true;
        if (!this.#isEnding) session.onWritable();
      })
      .on('end', () => {
        if (!this.#isEnding) this.#closeReason = 'closed by the peer';
        this.end();
      })
      .on('error', (error) => {
        this.#closeReason = error.message;
      })
      .on('close', () => {
        clock.cancel(this.#endTimer);
        this.#session = undefined;
        touch();
        const reason = this.#closeReason || 'closed by the broker';
        session.onClosed(reason);
        onClosed(reason);
      });
  }

  /**
   * libuv tries the system call at once; if the kernel took everything, Node completes the write
   * within the call and its stream counts nothing as waiting. Only then may the caller reuse the
   * bytes. Bytes for a connection that is over have no reader: they are dropped, and whoever writes
   * them learns of it from onClosed.
   */
  write(bytes: Uint8Array): boolean {
    const socket = this.#socket;
    if (this.#isEnding || socket.destroyed) return true;
    this.#sentCount++;
    socket.write(bytes);
    const waiting = socket.writableLength;
    if (waiting === 0) return true;
    if (waiting >= SOCKET_HIGH_WATER_MARK) this.isWritable = false;
    return false;
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  /** Once asked for it is kept: a socket that is closed does not know any more. */
  get tls(): TlsFacts | undefined {
    const socket = this.#socket;
    if (socket instanceof TLSSocket && !socket.destroyed) this.#tls ??= tlsFactsOf(socket);
    return this.#tls;
  }

  get traffic(): Traffic {
    const { bytesRead, bytesWritten, writableLength } = this.#socket;
    return {
      receivedBytes: bytesRead,
      receivedCount: this.#receivedCount,
      sentBytes: bytesWritten - writableLength,
      sentCount: this.#sentCount,
      pendingBytes: writableLength,
    };
  }

  requestTurnEnd(): void {
    this.#context.turns.add(this);
  }

  endTurn(): void {
    this.#session?.onTurnEnd();
    if (!this.#isYielding) return;
    this.#isYielding = false;
    if (!this.#isPaused) this.#socket.resume();
  }

  pause(): void {
    if (this.#isEnding) return;
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    if (!this.#isYielding) this.#socket.resume();
  }

  end(): void {
    if (this.#isEnding || this.#socket.destroyed) return;
    this.#isEnding = true;
    this.#endTimer = this.#context.clock.after(END_LIMIT_MS, () => {
      this.destroy();
    });
    this.#isPaused = false;
    this.#socket.end();
    this.#socket.resume();
  }

  destroy(): void {
    this.#isEnding = true;
    this.#socket.destroy();
  }

  #yield(): void {
    if (this.#isEnding) return;
    this.#isYielding = true;
    this.#socket.pause();
    this.requestTurnEnd();
  }
}
