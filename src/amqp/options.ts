/** What an AMQP listener may be told. */
/** Where events of connections go; log.ts has one. */
export interface Log {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

export interface AmqpOptions {
  readonly log: Log;
  /** Leveret's own version, told to clients in the server properties. */
  readonly version: string;
  /** How the broker calls itself: "leveret@host". */
  readonly nodeName: string;
  /** What the broker runs on: "Node.js 20.1.0". */
  readonly platform: string;
  /** Another unguessable text at each call: server-named consumers. */
  readonly token: () => string;
  /** The user whom SASL ANONYMOUS logs in; without it the mechanism is not offered. */
  readonly anonymousUser?: string | undefined;
  /** From accept to Connection.Open. */
  readonly handshakeTimeoutMs: number;
  /** How long a refused login waits for the end of its connection. */
  readonly loginDelayMs: number;
  readonly frameMax: number;
  readonly channelMax: number;
  readonly consumersPerChannelMax: number;
  /** How long a delivery may go unsettled, unless queue or consumer say otherwise; 0 for ever. */
  readonly consumerTimeoutMs: number;
  /** Offered to clients; 0 offers none. They may choose another. */
  readonly heartbeatSeconds: number;
}

/** RabbitMQ's defaults, but for consumers, which it does not limit unless told to. */
export const AMQP_DEFAULTS = {
  nodeName: 'leveret@localhost',
  platform: 'Node.js',
  handshakeTimeoutMs: 10_000,
  loginDelayMs: 1_000,
  frameMax: 131_072,
  channelMax: 2_047,
  consumersPerChannelMax: 65_535,
  consumerTimeoutMs: 1_800_000,
  heartbeatSeconds: 60,
} as const;
