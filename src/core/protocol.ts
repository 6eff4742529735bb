/**
 * How bytes meet the broker. A transport (a socket, an in-process pair) knows no protocol, a
 * protocol knows no socket; these are the two faces they show each other.
 */

/** One end of a connection. */
export interface Endpoint {
  /** An address; the path of a Unix socket, or empty at its other end. */
  readonly host: string;
  /** 0 where there are no ports. */
  readonly port: number;
}

/** Encryption as it was agreed on, in RabbitMQ's words: "tlsv1.3", "any", "aes_256_gcm", "aead". */
export interface TlsFacts {
  readonly protocol: string;
  readonly keyExchange: string;
  readonly cipher: string;
  readonly hash: string;
  /** That of the peer, if it has shown one. */
  readonly certificate?: CertificateFacts | undefined;
}

/** Names in the notation of RFC 4514; a period: "2026-01-01T00:00:00Z - 2126-01-01T00:00:00Z". */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly validity: string;
}

/** Bytes, and in how many pieces they were read and written. */
export interface Traffic {
  readonly receivedBytes: number;
  readonly receivedCount: number;
  readonly sentBytes: number;
  readonly sentCount: number;
  /** Bytes that were written and have not left. */
  readonly pendingBytes: number;
}

/** What a protocol may ask of its transport. */
export interface Transport {
  /** "127.0.0.1:53011 -> 127.0.0.1:5672": RabbitMQ's form of a connection's name. */
  readonly name: string;
  readonly peer: Endpoint;
  readonly own: Endpoint;
  /** Undefined where nothing is encrypted. */
  readonly tls: TlsFacts | undefined;
  /** Until now; made up when asked for. */
  readonly traffic: Traffic;
  readonly isLoopback: boolean;
  /**
   * The user whom the peer's verified certificate names: empty where it names none, absent where
   * there is no such certificate.
   */
  readonly certificateUser?: string | undefined;
  /**
   * False while the peer reads slower than it is written to; `Session.onWritable` tells of the
   * change.
   */
  readonly isWritable: boolean;
  /** Bytes that were written and have not left. */
  readonly bufferedBytes: number;
  /** The peer is logged in: it counts among those that knock no more. */
  established(): void;
  /**
   * Hands bytes over in order. True: they have left and the caller may reuse them; false: they are
   * kept by reference until they have.
   */
  write(bytes: Uint8Array): boolean;
  /**
   * Asks for one `Session.onTurnEnd` at the end of this turn; any number of calls in a turn count
   * once.
   */
  requestTurnEnd(): void;
  /** Stops and resumes reading. Counted by no one: pause twice, resume once. */
  pause(): void;
  resume(): void;
  /** Closes once everything written has left, and in any case soon. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
}

/** What a transport tells its protocol. No call comes after `onClosed`. */
export interface Session {
  /** A chunk as the kernel gave it; valid only during the call. */
  onData(chunk: Uint8Array): void;
  onTurnEnd(): void;
  onWritable(): void;
  onClosed(reason: string): void;
  /**
   * The broker stops: say goodbye (AMQP: Connection.Close 320; 541 when storage has failed) and
   * end.
   */
  shutdown(cause: ShutdownCause): void;
}

export type ShutdownCause = 'stop' | 'storage-failure';

export interface Protocol {
  readonly name: string;
  accept(transport: Transport): Session;
}
