/** What server.ts tells the HTTP API of the node besides the broker: where it listens. */
export interface ListenerFacts {
  /** RabbitMQ's name: "amqp", "amqp/ssl", "http", "https", "http/prometheus". */
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  /** So many connections may wait to be accepted, where it is not left to Node. */
  readonly backlog?: number;
  /** ms since the epoch: when the first of its certificates ends. */
  readonly certificateExpiresAt?: number;
}
