/**
 * TLS for the sockets of a listener: certificates from files, one for each server name, read again
 * on request; the handshake; and the user whom a verified client certificate names. doorway.ts
 * sends sockets here, listeners.ts asks for the reload.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import {
  createSecureContext,
  createServer,
  type SecureContext,
  type SecureContextOptions,
  type Server,
  type TLSSocket,
  type TlsOptions as TlsServerOptions,
} from 'node:tls';
import { nameConnection } from './address.js';
import { type CertificateLogin, readCertificateName } from './certificate-name.js';

export const TLS_VERSIONS = ['tlsv1.2', 'tlsv1.3'] as const;

export interface CertificateFiles {
  /** PEM: the certificate, then those between it and the root. */
  readonly certfile: string;
  readonly keyfile: string;
}

export interface TlsOptions extends CertificateFiles {
  /** Of the key files. */
  readonly password?: string | undefined;
  /** Whom to believe who clients are; without it those whom the system believes. */
  readonly cacertfile?: string | undefined;
  /** Asks clients for a certificate, and refuses one that is not to be believed. */
  readonly verifyPeer: boolean;
  /** Refuses clients without a certificate. */
  readonly failIfNoPeerCert: boolean;
  readonly minVersion: (typeof TLS_VERSIONS)[number];
  /** Other certificates by server name: "mq.example.com", "*.example.com". */
  readonly serverNames?: ReadonlyMap<string, CertificateFiles> | undefined;
  readonly login: CertificateLogin;
}

export interface Secured {
  readonly socket: Socket;
  readonly certificateUser?: string | undefined;
}

/** A text says why the handshake failed. */
type OnOutcome = (outcome: Secured | string) => void;

interface Contexts {
  readonly expiresAt: number;
  readonly standard: SecureContextOptions;
  readonly byServerName: ReadonlyMap<string, SecureContext>;
}

export class TlsGate {
  readonly #options: TlsOptions;
  readonly #server: Server;
  /**
   * Node's server tells of a TLS socket without the socket below it. Both have the same ends, which
   * no other connection has at the same time.
   */
  readonly #handshakes = new Map<string, OnOutcome>();
  readonly #servers: Server[] = [];
  #contexts: Contexts;

  /** Throws on a file that is missing or wrong. */
  constructor(options: TlsOptions) {
    this.#options = options;
    this.#contexts = load(options);
    this.#server = createServer(this.serverOptions);
    this.#servers.push(this.#server);
    this.#server
      .on('secureConnection', (socket) => {
        this.#settle(socket, this.#judge(socket));
      })
      .on('tlsClientError', (error, socket) => {
        this.#settle(socket, this.#describe(error, socket));
      });
  }

  /** Of a server that shakes hands. */
  get serverOptions(): TlsServerOptions {
    const { verifyPeer, failIfNoPeerCert } = this.#options;
    return {
      ...this.#contexts.standard,
      requestCert: verifyPeer,
      // An alert tells a client without a certificate what it lacks. One that is not to be believed
      // is refused in #judge, if not here.
      rejectUnauthorized: verifyPeer && failIfNoPeerCert,
      SNICallback: (serverName, done) => {
        done(null, this.#contextFor(serverName));
      },
    };
  }

  /** A server that was made with the options above gets new certificates, too. */
  follow(server: Server): void {
    this.#servers.push(server);
  }

  /** ms since the epoch: when the first of the certificates ends. */
  get certificateExpiresAt(): number {
    return this.#contexts.expiresAt;
  }

  /** New connections get what the files hold now. Throws, and keeps the old, if one is wrong. */
  reload(): void {
    const contexts = load(this.#options);
    for (const server of this.#servers) server.setSecureContext(contexts.standard);
    this.#contexts = contexts;
  }

  /** Takes the server's part in a handshake over this socket. */
  secure(socket: Socket, onOutcome: OnOutcome): void {
    const key = nameConnection(socket);
    this.#handshakes.set(key, onOutcome);
    socket.once('close', () => {
      if (this.#handshakes.get(key) === onOutcome) this.#handshakes.delete(key);
    });
    this.#server.emit('connection', socket);
  }

  #settle(socket: TLSSocket, outcome: Secured | string): void {
    const key = nameConnection(socket);
    const onOutcome = this.#handshakes.get(key);
    this.#handshakes.delete(key);
    if (onOutcome === undefined) socket.destroy();
    else onOutcome(outcome);
  }

  #judge(socket: TLSSocket): Secured | string {
    const { verifyPeer, login } = this.#options;
    const certificate = verifyPeer ? socket.getPeerX509Certificate() : undefined;
    if (certificate === undefined) return { socket };
    if (!socket.authorized) return describeRefusal(socket);
    return { socket, certificateUser: readCertificateName(certificate, login) };
  }

  #describe(error: Error & { reason?: string }, socket: TLSSocket): string {
    const isRefused = this.#options.verifyPeer && Boolean(socket.authorizationError);
    return isRefused ? describeRefusal(socket) : `TLS: ${error.reason ?? error.message}`;
  }

  /** The exact name goes before the pattern; without either the standard certificate serves. */
  #contextFor(serverName: string): SecureContext | undefined {
    const name = serverName.toLowerCase();
    const { byServerName } = this.#contexts;
    return byServerName.get(name) ?? byServerName.get(name.replace(/^[^.]+/, '*'));
  }
}

function describeRefusal({ authorizationError }: TLSSocket): string {
  // The types say Error, Node gives the code.
  return `TLS: the client's certificate was refused: ${String(authorizationError)}`;
}

function load(options: TlsOptions): Contexts {
  const {
    cacertfile,
    minVersion,
    password,
    serverNames = new Map<string, CertificateFiles>(),
  } = options;
  const shared: SecureContextOptions = {
    minVersion: minVersion === 'tlsv1.3' ? 'TLSv1.3' : 'TLSv1.2',
    ...(cacertfile === undefined ? {} : { ca: readAuthorities(cacertfile) }),
  };
  const ends: number[] = [];
  const standard = { ...shared, ...readPair(options, password, ends) };
  const byServerName = new Map<string, SecureContext>();
  for (const [name, files] of serverNames) {
    const context = createSecureContext({ ...shared, ...readPair(files, password, ends) });
    byServerName.set(name.toLowerCase(), context);
  }
  createSecureContext(standard);
  return { standard, byServerName, expiresAt: Math.min(...ends) };
}

/** Checked one by one, so that the error names the file. */
function readPair(
  { certfile, keyfile }: CertificateFiles,
  password: string | undefined,
  ends: number[],
) {
  const cert = readPem('certificate', certfile, (pem) => new X509Certificate(pem));
  const passphrase = password === undefined ? {} : { passphrase: password };
  const key = readPem('key', keyfile, (pem) => createPrivateKey({ key: pem, ...passphrase }));
  if (!cert.value.checkPrivateKey(key.value)) {
    throw new Error(`the TLS key in ${keyfile} does not belong to the certificate in ${certfile}`);
  }
  ends.push(Date.parse(cert.value.validTo));
  return { cert: cert.pem, key: key.pem, ...passphrase };
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

function readAuthorities(file: string): string[] {
  return readPem('CA certificates', file, (pem) => {
    const certificates = pem.match(PEM_CERTIFICATE) ?? [];
    if (certificates.length === 0) throw new Error('it holds no certificate');
    for (const certificate of certificates) new X509Certificate(certificate);
    return [...certificates];
  }).value;
}

function readPem<T>(what: string, file: string, parse: (pem: string) => T) {
  try {
    const pem = readFileSync(file, 'utf8');
    return { pem, value: parse(pem) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot use the TLS ${what} in ${file}: ${reason}`, { cause: error });
  }
}
