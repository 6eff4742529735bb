/**
 * What a socket has to do before its protocol begins: tell for whom it speaks, if it is a trusted
 * proxy, then shake hands under TLS. Bounded in time; whoever fails is closed with a reason.
 * listener.ts sends every socket through.
 */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Clock, Timer } from '../core/clock.js';
import type { Endpoint } from '../core/protocol.js';
import { type Ends, isLoopbackAddress, nameConnection, ownEndOf, peerOf } from './address.js';
import { readProxyHeader } from './proxy-header.js';
import type { Secured, TlsGate } from './tls-gate.js';
import type { TrustedAddresses } from './trusted-addresses.js';

/** A socket that is through. */
export interface Arrival {
  readonly socket: Socket;
  readonly name: string;
  readonly peer: Endpoint;
  readonly own: Endpoint;
  readonly isLoopback: boolean;
  /** The most that comes at once; a chunk of this size means that there is more. */
  readonly chunkSizeMax: number;
  readonly certificateUser?: string | undefined;
}

export interface DoorwayOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly touch: () => void;
  readonly proxies?: TrustedAddresses | undefined;
  readonly tls?: TlsGate | undefined;
  /** Set for a Unix socket, whose clients have no address. */
  readonly unixPath?: string | undefined;
  readonly onRefused: (name: string, reason: string) => void;
}

/** libuv reads 64 KiB at once, Node takes 16 KiB at once out of a TLS connection. */
const CHUNK_SIZE_MAX = 64 * 1024;
const TLS_CHUNK_SIZE_MAX = 16 * 1024;

/** A socket in the doorway. */
interface Visit {
  readonly socket: Socket;
  readonly timer: Timer;
  /** That of the proxied connection, once it is known. */
  name: string;
  refuse(reason: string): void;
}

export class Doorway {
  readonly #options: DoorwayOptions;
  readonly #visits = new Set<Visit>();
  #unixCount = 0;

  constructor(options: DoorwayOptions) {
    this.#options = options;
  }

  /** One of the two is called, once; the first in the same turn if there is nothing to wait for. */
  enter(socket: Socket, onArrival: (arrival: Arrival) => void, onLost: () => void): void {
    const { tls, proxies, unixPath } = this.#options;
    if (unixPath !== undefined) {
      onArrival(this.#arriveUnix(socket, unixPath));
      return;
    }
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) {
      // It was reset before we came to it, and has no name.
      socket.destroy();
      onLost();
      return;
    }
    const isProxy = proxies?.includes(remoteAddress) === true;
    if (!isProxy && tls === undefined) {
      onArrival(arrive(endsOf(socket), { socket }));
      return;
    }
    const visit = this.#receive(socket, onLost);
    const goOn = (ends: Ends): void => {
      visit.name = nameConnection(ends);
      if (tls !== undefined) {
        this.#secure(visit, tls, (secured) => onArrival(arrive(ends, secured)));
        return;
      }
      this.#leave(visit);
      // What came behind the header flows when the turn's calls are done.
      socket.resume();
      onArrival(arrive(ends, { socket }));
    };
    if (isProxy) this.#awaitHeader(visit, goOn);
    else goOn(endsOf(socket));
  }

  /** Whoever is still in it is sent away. */
  close(): void {
    for (const visit of this.#visits) visit.refuse('the broker stops');
  }

  #arriveUnix(socket: Socket, path: string): Arrival {
    const name = `unix:${++this.#unixCount} -> unix:${path}`;
    const ends = { peer: { host: '', port: 0 }, own: { host: path, port: 0 } };
    return { socket, name, ...ends, isLoopback: true, chunkSizeMax: CHUNK_SIZE_MAX };
  }

  #receive(socket: Socket, onLost: () => void): Visit {
    const { clock, timeoutMs, onRefused, touch } = this.#options;
    touch();
    const visit: Visit = {
      socket,
      name: nameConnection(endsOf(socket)),
      timer: clock.after(timeoutMs, () => visit.refuse('the handshake took too long')),
      refuse: (reason) => {
        if (!this.#visits.delete(visit)) return;
        clock.cancel(visit.timer);
        socket.destroy();
        onRefused(visit.name, reason);
        onLost();
      },
    };
    this.#visits.add(visit);
    socket
      .on('error', (error) => visit.refuse(error.message))
      .on('close', () => visit.refuse('closed in the handshake'));
    return visit;
  }

  /** The visit is over, and well: its socket is somebody else's. */
  #leave(visit: Visit): void {
    this.#visits.delete(visit);
    this.#options.clock.cancel(visit.timer);
  }

  #awaitHeader(visit: Visit, onEnds: (ends: Ends) => void): void {
    const { socket } = visit;
    let received: Buffer = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const header = readProxyHeader(received);
      if (header.kind === 'incomplete') return;
      if (header.kind === 'malformed') {
        visit.refuse(`the proxy sent ${header.reason}`);
        return;
      }
      socket.off('data', onData).pause();
      if (received.length > header.size) socket.unshift(received.subarray(header.size));
      onEnds(header.ends ?? endsOf(socket));
    };
    socket.on('data', onData);
  }

  #secure(visit: Visit, tls: TlsGate, onSecured: (secured: Secured) => void): void {
    tls.secure(visit.socket, (outcome) => {
      if (!this.#visits.has(visit)) return;
      if (typeof outcome === 'string') visit.refuse(outcome);
      else {
        this.#leave(visit);
        onSecured(outcome);
      }
    });
  }
}

function arrive(ends: Ends, { socket, certificateUser }: Secured): Arrival {
  return {
    socket,
    name: nameConnection(ends),
    peer: peerOf(ends),
    own: ownEndOf(ends),
    isLoopback: isLoopbackAddress(ends.remoteAddress ?? ''),
    chunkSizeMax: socket instanceof TLSSocket ? TLS_CHUNK_SIZE_MAX : CHUNK_SIZE_MAX,
    certificateUser,
  };
}

/** A copy, since a socket forgets its ends when it closes. */
function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): Ends {
  return { remoteAddress, remotePort, localAddress, localPort };
}
