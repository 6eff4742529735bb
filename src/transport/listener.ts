/**
 * A TCP port or a Unix socket that speaks one protocol, in the clear or under TLS: accepts sockets,
 * lets each come through the doorway (doorway.ts), and brings it to the connections of the broker.
 * Built and stopped by listeners.ts.
 */
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { formatAddress } from './address.js';
import type { Connections, Place } from './connections.js';
import type { Arrival, Doorway } from './doorway.js';
import { SOCKET_HIGH_WATER_MARK, SocketTransport } from './socket-transport.js';
import { bindUnixSocket } from './unix-socket.js';

/** Connections that wait to be accepted: a burst of clients after a restart must not be refused. */
export const BACKLOG = 1024;

export interface ListenerOptions {
  readonly connections: Connections;
  readonly doorway: Doorway;
  /** The listener cannot accept. */
  readonly onFailed: (error: Error) => void;
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export class Listener {
  readonly #options: ListenerOptions;
  readonly #server: Server;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#server = createServer({ noDelay: true, highWaterMark: SOCKET_HIGH_WATER_MARK });
    this.#server.on('connection', (socket) => {
      this.#accept(socket);
    });
  }

  /** Port 0 takes a free one; the answer names it. The flag is for the advice when it is taken. */
  async listen(host: string, port: number, flag?: string): Promise<ListenAddress> {
    await bind(this.#server, { host, port, flag });
    this.#watch();
    return { host, port: portOf(this.#server) ?? port };
  }

  /** The mode is that of the socket's file. */
  async listenOn(path: string, mode: number): Promise<void> {
    await bindUnixSocket(this.#server, path, mode);
    this.#watch();
  }

  /** Accepts no more, and sends away those that are still in the doorway. */
  close(): void {
    if (this.#server.listening) this.#server.close();
    this.#options.doorway.close();
  }

  #watch(): void {
    this.#server.on('error', (error) => {
      this.#options.onFailed(error);
    });
  }

  #accept(socket: Socket): void {
    const { connections, doorway } = this.#options;
    const place = connections.enter();
    if (place === undefined) {
      socket.destroy();
      return;
    }
    doorway.enter(
      socket,
      (arrival) => {
        this.#open(arrival, place);
      },
      () => {
        place.leave();
      },
    );
  }

  #open(arrival: Arrival, place: Place): void {
    const { connections } = this.#options;
    const transport = new SocketTransport(arrival, place, connections.context);
    connections.open(transport, place);
  }
}

export interface BindOptions extends ListenAddress {
  /** Of the option that chooses the port. */
  readonly flag?: string | undefined;
}

/** Also for the server of web-listener.ts. Errors tell the way out. */
export function bind(server: Server, { host, port, flag }: BindOptions): Promise<void> {
  return listening(server, { host, port, backlog: BACKLOG }, (error) =>
    describe(error, { host, port, flag }),
  );
}

export function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

export function listening(
  server: Server,
  options: ListenOptions,
  describeError: (error: NodeJS.ErrnoException) => string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const succeed = (): void => {
      server.off('error', fail);
      resolve();
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      server.off('listening', succeed);
      reject(new Error(describeError(error), { cause: error }));
    };
    server.once('error', fail).once('listening', succeed).listen(options);
  });
}

function describe(error: NodeJS.ErrnoException, { host, port, flag }: BindOptions): string {
  const where = `cannot listen on ${formatAddress(host, port)}`;
  const by = flag === undefined ? '' : ` with ${flag}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return (
        `${where}: another process does; ` +
        `stop it or choose another port${by} (0 takes a free one)`
      );
    case 'EACCES':
      return `${where}: this user may not; choose a port above 1023${by}`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `${where}: this machine has no such address; choose another host`;
    default:
      return `${where}: ${error.message}`;
  }
}
