/**
 * What happens in a broker besides messages, told to whoever looks: the event exchange, the HTTP
 * API's event stream. Names and facts are those of RabbitMQ's event exchange, since they leave the
 * broker as they are. An emitter asks `isObserved` first, so that nothing is built for nobody.
 */
import type { Clock } from './clock.js';
import type { FieldTable } from './field.js';

export type Fact =
  | string
  | number
  | boolean
  | null
  | FieldTable
  | readonly Fact[]
  | { readonly [name: string]: Fact | undefined };

/** Of what nobody asked for: it is RabbitMQ's name for the broker itself. */
export const BROKER_ITSELF = 'rmq-internal';

interface Done {
  readonly user_who_performed_action: string;
}

interface DoneTo extends Done {
  readonly name: string;
}

interface DoneWithin extends DoneTo {
  readonly vhost: string;
}

interface VhostFacts extends DoneTo {
  readonly description: string;
  readonly tags: readonly string[];
  readonly default_queue_type: string;
  readonly tracing: boolean;
}

interface ExchangeFacts extends DoneWithin {
  readonly type: string;
  readonly durable: boolean;
  readonly auto_delete: boolean;
  readonly internal: boolean;
  readonly arguments: FieldTable;
}

interface QueueFacts extends DoneWithin {
  readonly type: string;
  readonly durable: boolean;
  readonly auto_delete: boolean;
  readonly exclusive: boolean;
  /** The connection whose exclusive queue it is, or nothing. */
  readonly owner_pid: string;
  readonly arguments: FieldTable;
}

interface BindingFacts extends Done {
  readonly vhost: string;
  readonly source_name: string;
  readonly source_kind: 'exchange';
  readonly destination_name: string;
  readonly destination_kind: 'queue' | 'exchange';
  readonly routing_key: string;
  readonly arguments: FieldTable;
}

/** RabbitMQ names connections and channels by process ids of Erlang: here by their names. */
interface ClosedConnectionFacts {
  readonly name: string;
  readonly pid: string;
  readonly vhost: string;
  readonly user: string;
  readonly node: string;
  readonly client_properties: FieldTable;
  /** The `connection_name` of the client properties. */
  readonly user_provided_name?: string | undefined;
}

interface ConnectionFacts extends ClosedConnectionFacts, Done {
  readonly type: 'network' | 'direct';
  readonly protocol: string;
  /** Milliseconds since the epoch. */
  readonly connected_at: number;
  readonly frame_max: number;
  readonly channel_max: number;
  /** Seconds between heartbeats. */
  readonly timeout: number;
  readonly auth_mechanism: string;
}

interface ChannelFacts extends DoneWithin {
  readonly pid: string;
  readonly connection: string;
  readonly number: number;
  readonly user: string;
}

interface ConsumerFacts extends Done {
  readonly vhost: string;
  readonly queue: string;
  readonly channel: string;
  readonly consumer_tag: string;
}

interface NewConsumerFacts extends ConsumerFacts {
  readonly ack_required: boolean;
  readonly exclusive: boolean;
  readonly prefetch_count: number;
  readonly arguments: FieldTable;
}

interface LoginFacts {
  /** Of the user who came, known or not. */
  readonly name: string;
  readonly connection_name: string;
  readonly connection_type: 'network' | 'direct';
  readonly protocol: string;
  readonly auth_mechanism: string;
}

interface AlarmFacts {
  readonly source: string;
  readonly node: string;
}

interface PermissionFacts extends Done {
  readonly user: string;
  readonly vhost: string;
}

interface LimitFacts extends Done {
  readonly name: 'limits';
  readonly [limit: `max-${string}`]: number;
}

interface PolicyFacts extends DoneWithin {
  readonly pattern: string;
  readonly 'apply-to': string;
  readonly priority: number;
  readonly definition: { readonly [key: string]: Fact };
}

interface ParameterFacts extends DoneTo {
  readonly component: string;
  /** None of a global one. */
  readonly vhost?: string | undefined;
}

export interface EventFacts {
  'vhost.created': VhostFacts;
  'vhost.updated': VhostFacts;
  'vhost.deleted': DoneTo;
  'vhost.limits.set': LimitFacts & { readonly vhost: string };
  'vhost.limits.cleared': LimitFacts & { readonly vhost: string };
  'exchange.created': ExchangeFacts;
  'exchange.deleted': DoneWithin;
  'queue.created': QueueFacts;
  'queue.deleted': DoneWithin;
  'queue.policy.updated': DoneWithin & { readonly type: string };
  'queue.policy.cleared': DoneWithin & { readonly type: string };
  'binding.created': BindingFacts;
  'binding.deleted': BindingFacts;
  'connection.created': ConnectionFacts;
  'connection.closed': ClosedConnectionFacts;
  'channel.created': ChannelFacts;
  'channel.closed': ChannelFacts;
  'consumer.created': NewConsumerFacts;
  'consumer.deleted': ConsumerFacts;
  'alarm.set': AlarmFacts;
  'alarm.cleared': AlarmFacts;
  'user.authentication.success': LoginFacts;
  'user.authentication.failure': LoginFacts & { readonly error: string };
  'user.created': DoneTo;
  'user.deleted': DoneTo;
  'user.password.changed': DoneTo;
  'user.password.cleared': DoneTo;
  'user.tags.set': DoneTo & { readonly tags: readonly string[] };
  'user.limits.set': LimitFacts & { readonly username: string };
  'user.limits.cleared': LimitFacts & { readonly username: string };
  'permission.created': PermissionFacts & {
    readonly configure: string;
    readonly write: string;
    readonly read: string;
  };
  'permission.deleted': PermissionFacts;
  'topic.permission.created': PermissionFacts & {
    readonly exchange: string;
    readonly write: string;
    readonly read: string;
  };
  'topic.permission.deleted': PermissionFacts;
  'policy.set': PolicyFacts;
  'policy.cleared': DoneWithin;
  'operator.policy.cleared': DoneWithin;
  'parameter.set': ParameterFacts & { readonly value: Fact };
  'parameter.cleared': ParameterFacts;
}

export type EventName = keyof EventFacts;

export interface BrokerEvent<N extends EventName = EventName> {
  readonly name: N;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly facts: EventFacts[N];
}

export interface Observer {
  /** While none is listening, no event is made. */
  readonly isListening: boolean;
  /** Comes in the middle of an operation: must not call the broker back before it is over. */
  onEvent(event: BrokerEvent): void;
}

export class Events {
  readonly observers = new Set<Observer>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isObserved(): boolean {
    for (const { isListening } of this.observers) if (isListening) return true;
    return false;
  }

  emit<N extends EventName>(name: N, facts: EventFacts[N]): void {
    const event: BrokerEvent<N> = { name, at: this.#clock.now, facts };
    for (const observer of this.observers) if (observer.isListening) observer.onEvent(event);
  }
}
