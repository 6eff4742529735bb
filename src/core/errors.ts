/**
 * The faults a peer can make against the broker, by kind. Thrown anywhere in core and by the
 * protocols, caught in one place per protocol, which turns the kind into its own reply
 * (amqp/replies.ts).
 */

export type FaultKind =
  | 'not-found'
  | 'access-refused'
  | 'resource-locked'
  | 'precondition-failed'
  | 'not-allowed'
  | 'not-implemented'
  | 'command-invalid'
  | 'content-too-large'
  | 'resource-error'
  | 'internal-error';

/** `message` is RabbitMQ's text without the leading reply name ("no queue 'q' in vhost '/'"). */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
