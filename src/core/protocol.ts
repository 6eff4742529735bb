/**
 * How bytes meet the broker. A transport (a socket, an in-process pair) knows no protocol, a
 * protocol knows no socket; these are the two faces they show each other.
 */

/** What a protocol may ask of its transport. */
export interface Transport {
  /** "127.0.0.1:53011 -> 127.0.0.1:5672": RabbitMQ's form of a connection's name. */
  readonly name: string;
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
