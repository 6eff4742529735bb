/**
 * The HTTP port, and the one for HTTPS: plain requests go to a handler, requests for a WebSocket
 * become connections of the broker. Built and stopped by listeners.ts.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { isLoopbackAddress, nameConnection, ownEndOf, peerOf } from './address.js';
import type { Connections, Place } from './connections.js';
import { bind, type ListenAddress, portOf } from './listener.js';
import { SOCKET_HIGH_WATER_MARK } from './socket-transport.js';
import type { TlsGate } from './tls-gate.js';
import { judgeOrigin, judgeRequest } from './web-origin.js';
import { WebSocketTransport } from './websocket-transport.js';

/** Some clients send all frames of a publish as one message: the largest body has 128 MiB. */
export const WEBSOCKET_MESSAGE_SIZE_MAX = 136 * 1024 * 1024;
export const WEBSOCKET_PATHS: ReadonlySet<string> = new Set(['/', '/ws', '/ws/', '/ws/amqp']);
const SUBPROTOCOL = 'amqp';

/** `isLoopback`: it comes from this machine, and from no page that merely says so. */
export type RequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  isLoopback: boolean,
) => void;

export interface WebListenerOptions {
  readonly connections: Connections;
  /** Origins or their hosts that may open a WebSocket besides the host's own. */
  readonly origins: readonly string[];
  readonly messageSizeMax?: number;
  /** HTTPS. */
  readonly tls?: TlsGate | undefined;
  readonly handshakeTimeoutMs: number;
  readonly connectionCountMax: number;
  readonly handler?: RequestHandler | undefined;
  readonly onRefused: (name: string, reason: string) => void;
  readonly onFailed: (error: Error) => void;
}

export class WebListener {
  readonly #options: WebListenerOptions;
  readonly #server: Server;
  readonly #webSockets: WebSocketServer;

  constructor(options: WebListenerOptions) {
    this.#options = options;
    this.#webSockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: options.messageSizeMax ?? WEBSOCKET_MESSAGE_SIZE_MAX,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
    this.#server = this.#createServer();
    this.#server.maxConnections = options.connectionCountMax;
    this.#server
      .on('request', this.#onRequest)
      .on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        // It is a net.Socket: this server makes no others.
        this.#upgrade(request, socket as Socket, head);
      });
  }

  async listen(host: string, port: number, flag?: string): Promise<ListenAddress> {
    await bind(this.#server, { host, port, flag });
    this.#server.on('error', (error) => {
      this.#options.onFailed(error);
    });
    return { host, port: portOf(this.#server) ?? port };
  }

  #createServer(): Server {
    const { tls, handshakeTimeoutMs, onRefused } = this.#options;
    const options = {
      noDelay: true,
      highWaterMark: SOCKET_HIGH_WATER_MARK,
      headersTimeout: handshakeTimeoutMs,
    };
    if (tls === undefined) return createServer(options);
    const secured = { ...tls.serverOptions, handshakeTimeout: handshakeTimeoutMs };
    const server = createSecureServer({ ...options, ...secured });
    tls.follow(server);
    return server.on('tlsClientError', (error, socket) => {
      onRefused(nameConnection(socket), `TLS: ${error.message}`);
      socket.destroy();
    });
  }

  /** Accepts no more; requests in progress are cut, WebSockets are the connections' to close. */
  close(): void {
    if (this.#server.listening) this.#server.close();
    this.#server.closeAllConnections();
  }

  readonly #onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const { handler = answerNotFound, origins, onRefused } = this.#options;
    const { headers, socket } = request;
    const verdict = judgeRequest(headers, origins);
    if (verdict === 'refused') {
      onRefused(nameConnection(socket), tellRefused(headers.origin));
      response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(FOREIGN));
      return;
    }
    const isNear = verdict === 'near' && isLoopbackAddress(socket.remoteAddress ?? '');
    handler(request, response, isNear);
  };

  #upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const { connections, origins, onRefused } = this.#options;
    const name = nameConnection(socket);
    const { headers, url = '' } = request;
    const path = url.replace(/[?#].*$/s, '');
    if (headers.upgrade?.toLowerCase() !== 'websocket' || !WEBSOCKET_PATHS.has(path)) {
      refuse(socket, 404, NOT_FOUND);
      return;
    }
    const verdict = judgeOrigin(headers, origins);
    if (verdict === 'refused') {
      onRefused(name, tellRefused(headers.origin));
      refuse(socket, 403, FOREIGN);
      return;
    }
    const place = connections.enter();
    if (place === undefined) {
      refuse(socket, 503, { error: 'unavailable', reason: 'too many connections' });
      return;
    }
    const leave = (): void => {
      place.leave();
    };
    // ws answers a wrong handshake by itself, and closes.
    socket.once('close', leave);
    const isNear = verdict === 'near' && isLoopbackAddress(socket.remoteAddress ?? '');
    const ends = { peer: peerOf(socket), own: ownEndOf(socket) };
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      this.#open({ webSocket, socket, name, ...ends, isLoopback: isNear }, place);
    });
  }

  #open(arrival: ConstructorParameters<typeof WebSocketTransport>[0], place: Place): void {
    const { connections } = this.#options;
    connections.open(new WebSocketTransport(arrival, place, connections.context), place);
  }
}

const FOREIGN = { error: 'not_authorised', reason: 'this origin may not connect' };

function tellRefused(origin: string | undefined): string {
  return `a page of ${JSON.stringify(origin)} may not connect`;
}

/** RabbitMQ's words. */
const NOT_FOUND = { error: 'Object Not Found', reason: 'Not Found' };

function answerNotFound(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify(NOT_FOUND));
}

const STATUS_TEXTS = { 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' } as const;

/** A request for an upgrade has no response object. */
function refuse(socket: Socket, status: keyof typeof STATUS_TEXTS, body: object): void {
  const text = JSON.stringify(body);
  socket.on('error', () => {
    // Whoever was refused may go without waiting for the answer.
  });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_TEXTS[status]}`,
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(text)}`,
      '',
      text,
    ].join('\r\n'),
  );
}
