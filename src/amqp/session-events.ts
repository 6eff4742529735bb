/**
 * The events of one AMQP connection: its login, itself, its channels and consumers. Called by
 * connection.ts, handshake.ts and channel.ts at every change; counts it, and builds nothing unless
 * somebody looks.
 */
import type { Counters } from '../core/counters.js';
import { BROKER_ITSELF, type EventFacts, type Events } from '../core/events.js';
import { textOf } from '../core/field.js';
import type { Channel } from './channel.js';
import type { Connection } from './connection.js';
import type { ChannelConsumer } from './consumer.js';

const PROTOCOL = 'AMQP 0-9-1';

/** What the handshake agreed on. */
export interface Tuning {
  readonly frameMax: number;
  readonly channelMax: number;
  readonly heartbeatSeconds: number;
}

export class SessionEvents {
  readonly #connection: Connection;
  readonly #events: Events;
  readonly #counters: Counters;
  readonly #connectedAt: number;
  #mechanism = '';
  #vhost: string | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#events = connection.broker.events;
    this.#counters = connection.broker.counters;
    this.#connectedAt = connection.broker.clock.now;
  }

  loggedIn(user: string, mechanism: string): void {
    this.#mechanism = mechanism;
    this.#counters.loginsAdmitted++;
    if (!this.#events.isObserved) return;
    this.#events.emit('user.authentication.success', this.#login(user, mechanism));
  }

  loginRefused(user: string, mechanism: string): void {
    this.#counters.loginsRefused++;
    if (!this.#events.isObserved) return;
    this.#events.emit('user.authentication.failure', {
      ...this.#login(user, mechanism),
      error: `user '${user}' - invalid credentials`,
    });
  }

  opened(vhost: string, { frameMax, channelMax, heartbeatSeconds }: Tuning): void {
    this.#vhost = vhost;
    this.#counters.connectionsOpened++;
    if (!this.#events.isObserved) return;
    const { user } = this.#connection;
    this.#events.emit('connection.created', {
      ...this.#connectionFacts(vhost),
      type: 'network',
      protocol: PROTOCOL,
      connected_at: this.#connectedAt,
      frame_max: frameMax,
      channel_max: channelMax,
      timeout: heartbeatSeconds,
      auth_mechanism: this.#mechanism,
      user_who_performed_action: user,
    });
  }

  /** Once, and of what was opened. */
  closed(): void {
    const vhost = this.#vhost;
    this.#vhost = undefined;
    if (vhost === undefined) return;
    this.#counters.connectionsClosed++;
    if (!this.#events.isObserved) return;
    this.#events.emit('connection.closed', this.#connectionFacts(vhost));
  }

  channelOpened(channel: Channel): void {
    this.#counters.channelsOpened++;
    if (this.#events.isObserved) this.#events.emit('channel.created', channelFacts(channel));
  }

  channelClosed(channel: Channel): void {
    this.#counters.channelsClosed++;
    if (this.#events.isObserved) this.#events.emit('channel.closed', channelFacts(channel));
  }

  consumerAdded(channel: Channel, consumer: ChannelConsumer, prefetch: number): void {
    const { queue, tag, noAck, exclusive, arguments: arguments_ } = consumer;
    if (queue === undefined || !this.#events.isObserved) return;
    this.#events.emit('consumer.created', {
      ...consumerFacts(channel, tag, queue.name),
      ack_required: !noAck,
      exclusive,
      prefetch_count: prefetch,
      arguments: arguments_,
      user_who_performed_action: channel.connection.user,
    });
  }

  consumerRemoved(channel: Channel, { queue, tag }: ChannelConsumer): void {
    if (queue === undefined || !this.#events.isObserved) return;
    this.#events.emit('consumer.deleted', {
      ...consumerFacts(channel, tag, queue.name),
      user_who_performed_action: queue.isDeleted ? BROKER_ITSELF : channel.connection.user,
    });
  }

  #login(user: string, mechanism: string): EventFacts['user.authentication.success'] {
    return {
      name: user,
      connection_name: this.#connection.name,
      connection_type: 'network',
      protocol: PROTOCOL,
      auth_mechanism: mechanism,
    };
  }

  #connectionFacts(vhost: string): EventFacts['connection.closed'] {
    const { name, user, broker, clientProperties } = this.#connection;
    return {
      name,
      pid: name,
      vhost,
      user,
      node: broker.nodeName,
      client_properties: clientProperties,
      user_provided_name: textOf(clientProperties.get('connection_name')),
    };
  }
}

function channelFacts({ number, connection, vhost }: Channel): EventFacts['channel.created'] {
  const { name, user } = connection;
  const channel = `${name} (${number})`;
  return {
    name: channel,
    pid: channel,
    connection: name,
    number,
    vhost: vhost.name,
    user,
    user_who_performed_action: user,
  };
}

function consumerFacts(
  channel: Channel,
  tag: string,
  queue: string,
): Omit<EventFacts['consumer.deleted'], 'user_who_performed_action'> {
  const { connection, number, vhost } = channel;
  return {
    vhost: vhost.name,
    queue,
    channel: `${connection.name} (${number})`,
    consumer_tag: tag,
  };
}
