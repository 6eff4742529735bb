/**
 * The events of one AMQP connection: its login, itself, its channels and consumers. Called by
 * connection.ts, handshake.ts and channel.ts at every change; counts it, and builds nothing unless
 * somebody looks.
 */
import type { Owner } from '../core/consumer.js';
import type { Counters } from '../core/counters.js';
import { BROKER_ITSELF, type EventFacts, type Events } from '../core/events.js';
import { textOf } from '../core/field.js';
import type { Channel } from './channel.js';
import type { Connection } from './connection.js';
import { PROTOCOL } from './connection-facts.js';
import type { ChannelConsumer } from './consumer.js';

export class SessionEvents {
  readonly #connection: Connection;
  readonly #events: Events;
  readonly #counters: Counters;
  #isOpen = false;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#events = connection.broker.events;
    this.#counters = connection.broker.counters;
  }

  loggedIn(user: string, mechanism: string): void {
    this.#connection.facts.authMechanism = mechanism;
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

  opened(vhost: string): void {
    const { user, facts } = this.#connection;
    facts.vhost = vhost;
    this.#isOpen = true;
    this.#counters.connectionsOpened++;
    if (!this.#events.isObserved) return;
    this.#events.emit('connection.created', {
      ...this.#connectionFacts(),
      type: 'network',
      protocol: PROTOCOL,
      connected_at: facts.connectedAt,
      frame_max: facts.frameMax,
      channel_max: facts.channelMax,
      timeout: facts.heartbeatSeconds,
      auth_mechanism: facts.authMechanism,
      user_who_performed_action: user,
    });
  }

  /** Once, and of what was opened. */
  closed(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#counters.noteDisconnected(this.#connection.facts.traffic);
    if (!this.#events.isObserved) return;
    this.#events.emit('connection.closed', this.#connectionFacts());
  }

  channelOpened(channel: Channel): void {
    this.#counters.channelsOpened++;
    if (this.#events.isObserved) this.#events.emit('channel.created', channelFacts(channel));
  }

  channelClosed(channel: Channel): void {
    this.#counters.channelsClosed++;
    if (this.#events.isObserved) this.#events.emit('channel.closed', channelFacts(channel));
  }

  consumerAdded(channel: Channel, consumer: ChannelConsumer): void {
    const { queue, tag, noAck, exclusive, prefetch, arguments: arguments_ } = consumer;
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

  /** By the client, or with its queue, unless it is said by whom. */
  consumerRemoved(channel: Channel, { queue, tag }: ChannelConsumer, by?: Owner): void {
    if (queue === undefined || !this.#events.isObserved) return;
    this.#events.emit('consumer.deleted', {
      ...consumerFacts(channel, tag, queue.name),
      user_who_performed_action:
        by?.user ?? (queue.isDeleted ? BROKER_ITSELF : channel.connection.user),
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

  #connectionFacts(): EventFacts['connection.closed'] {
    const { broker, facts } = this.#connection;
    const { name, user, vhost, properties } = facts;
    return {
      name,
      pid: name,
      vhost,
      user,
      node: broker.nodeName,
      client_properties: properties,
      user_provided_name: textOf(properties.get('connection_name')),
    };
  }
}

function channelFacts(channel: Channel): EventFacts['channel.created'] {
  const { name, number, connection, vhost } = channel;
  const { user } = connection;
  return {
    name,
    pid: name,
    connection: connection.name,
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
  return {
    vhost: channel.vhost.name,
    queue,
    channel: channel.name,
    consumer_tag: tag,
  };
}
