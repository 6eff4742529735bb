/**
 * What a connection, its channels and their consumers show of themselves to operators. Implemented
 * by protocols, which register their connections with vhost-clients.ts; read by management. Nothing
 * here costs anything until somebody asks.
 */
import type { ChannelCounters } from './channel-counters.js';
import type { Consumer, Owner } from './consumer.js';
import type { FieldTable } from './field.js';
import type { Endpoint, TlsFacts, Traffic } from './protocol.js';
import type { Queue } from './queue/queue.js';

/**
 * Blocked: it is not read from while a resource runs short; blocking: it would be, if it published.
 * Flow: it is not read from because the store, or the peer itself, is behind.
 */
export type ClientState = 'running' | 'blocking' | 'blocked' | 'flow' | 'closing';

export interface ClientFacts {
  readonly name: string;
  readonly user: string;
  readonly vhost: string;
  /** Its name and version: "AMQP 0-9-1". */
  readonly protocol: string;
  readonly authMechanism: string;
  /** ms since the epoch. */
  readonly connectedAt: number;
  /** What the client says of itself. */
  readonly properties: FieldTable;
  readonly frameMax: number;
  readonly channelMax: number;
  /** 0 is none. */
  readonly heartbeatSeconds: number;
  readonly state: ClientState;
  readonly peer: Endpoint;
  readonly own: Endpoint;
  /** Undefined where nothing is encrypted. */
  readonly tls: TlsFacts | undefined;
  readonly traffic: Traffic;
  readonly channelCount: number;
  channels(): Iterable<ClientChannel>;
}

export interface ClientChannel {
  readonly client: ClientFacts;
  readonly number: number;
  /** That of its connection with its number: "127.0.0.1:53011 -> 127.0.0.1:5672 (1)". */
  readonly name: string;
  readonly state: 'running' | 'closing';
  /** Unsettled deliveries that each consumer to come may hold; 0 is no limit. */
  readonly prefetch: number;
  /** Likewise all consumers together. */
  readonly channelPrefetch: number;
  readonly isConfirming: boolean;
  readonly isTransactional: boolean;
  /** Those of queues. */
  readonly consumerCount: number;
  readonly unacknowledgedCount: number;
  readonly unconfirmedCount: number;
  /** Publishes and settlements that wait for the commit of a transaction. */
  readonly uncommittedCount: number;
  readonly uncommittedAckCount: number;
  /** When it last sent a method or was sent a message: ms since the epoch. */
  readonly lastActiveAt: number;
  readonly counters: ChannelCounters;
  /** By tag. */
  readonly consumers: ReadonlyMap<string, ClientConsumer>;
  /**
   * Ends a consumer without its client, which hears of it if it wants to; what it holds stays with
   * the channel. False if there is none of this tag.
   */
  cancelConsumer(tag: string, by: Owner): boolean;
}

export interface ClientConsumer extends Consumer<never> {
  /** Undefined for that of direct replies. */
  readonly queue: Queue | undefined;
}
