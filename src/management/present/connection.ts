/** A connection in JSON, as RabbitMQ's HTTP API has it. Called by routes/connections.ts. */
import type { ClientFacts } from '../../core/client.js';
import { textOf } from '../../core/field.js';
import { jsonOfTable } from '../field-json.js';

/**
 * `absent` stands for what there is none of: in RabbitMQ null in lists, else an empty text. One
 * literal, for the reason that queue.ts has; what is undefined has no key in JSON.
 */
export function presentConnection(client: ClientFacts, node: string, absent: null | '' = null) {
  const { name, user, peer, own, traffic, properties, tls } = client;
  const certificate = tls?.certificate;
  return {
    name,
    node,
    vhost: client.vhost,
    user,
    user_who_performed_action: user,
    type: 'network',
    protocol: client.protocol,
    auth_mechanism: client.authMechanism,
    state: client.state,
    connected_at: client.connectedAt,
    client_properties: jsonOfTable(properties),
    user_provided_name: textOf(properties.get('connection_name')),
    host: own.host,
    port: own.port,
    peer_host: peer.host,
    peer_port: peer.port,
    channels: client.channelCount,
    channel_max: client.channelMax,
    frame_max: client.frameMax,
    timeout: client.heartbeatSeconds,
    ssl: tls !== undefined,
    ssl_protocol: tls?.protocol ?? absent,
    ssl_key_exchange: tls?.keyExchange ?? absent,
    ssl_cipher: tls?.cipher ?? absent,
    ssl_hash: tls?.hash ?? absent,
    peer_cert_subject: certificate?.subject ?? absent,
    peer_cert_issuer: certificate?.issuer ?? absent,
    peer_cert_validity: certificate?.validity ?? absent,
    recv_oct: traffic.receivedBytes,
    send_oct: traffic.sentBytes,
    recv_cnt: traffic.receivedCount,
    send_cnt: traffic.sentCount,
    send_pend: traffic.pendingBytes,
  };
}

/** By itself, it also tells why it is blocked, or would be: as connection.blocked does. */
export function presentConnectionDetails(client: ClientFacts, node: string, alarm: string) {
  const isBlocked = client.state === 'blocked' || client.state === 'blocking';
  return {
    ...presentConnection(client, node, ''),
    ...(isBlocked && { blocked_reason: alarm }),
  };
}

/** As RabbitMQ tells who has connected, where it need not look at the connection itself. */
export function presentTrackedConnection({ name, vhost, user }: ClientFacts, node: string) {
  return { name, vhost, user, node };
}
