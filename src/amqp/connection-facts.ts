/**
 * What one AMQP connection shows of itself (core/client.ts). Filled by handshake.ts through
 * session-events.ts as it agrees with the client; everything else is looked up when asked for.
 */
import type { ClientFacts, ClientState } from '../core/client.js';
import { type FieldTable, NO_FIELDS } from '../core/field.js';
import type { Endpoint, TlsFacts, Traffic, Transport } from '../core/protocol.js';
import type { Channel } from './channel.js';
import type { ChannelTable } from './channel-table.js';
import type { Connection } from './connection.js';

export const PROTOCOL = 'AMQP 0-9-1';

/** What the handshake agreed on. */
export interface Tuning {
  readonly frameMax: number;
  readonly channelMax: number;
  readonly heartbeatSeconds: number;
}

export class ConnectionFacts implements ClientFacts {
  readonly name: string;
  readonly protocol = PROTOCOL;
  readonly connectedAt: number;
  /** Bounded, as every frame is before the tuning. */
  properties: FieldTable = NO_FIELDS;
  authMechanism = '';
  /** Empty until it is opened. */
  vhost = '';
  tuning: Tuning = { frameMax: 0, channelMax: 0, heartbeatSeconds: 0 };
  readonly #connection: Connection;
  readonly #transport: Transport;
  readonly #channels: ChannelTable;

  constructor(connection: Connection, transport: Transport, channels: ChannelTable) {
    this.name = transport.name;
    this.connectedAt = connection.broker.clock.now;
    this.#connection = connection;
    this.#transport = transport;
    this.#channels = channels;
  }

  get user(): string {
    return this.#connection.user;
  }

  get frameMax(): number {
    return this.tuning.frameMax;
  }

  get channelMax(): number {
    return this.tuning.channelMax;
  }

  get heartbeatSeconds(): number {
    return this.tuning.heartbeatSeconds;
  }

  get state(): ClientState {
    return this.#connection.shownState;
  }

  get peer(): Endpoint {
    return this.#transport.peer;
  }

  get own(): Endpoint {
    return this.#transport.own;
  }

  get tls(): TlsFacts | undefined {
    return this.#transport.tls;
  }

  get traffic(): Traffic {
    return this.#transport.traffic;
  }

  get channelCount(): number {
    return this.#channels.count;
  }

  channels(): Iterable<Channel> {
    return this.#channels.all();
  }
}
