/**
 * Addresses as people and RabbitMQ's tools read them. Used by doorway.ts, listener.ts,
 * web-listener.ts and the ready line.
 */
import type { Endpoint } from '../core/protocol.js';

export interface Ends {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
}

/** RabbitMQ's name of a connection: "127.0.0.1:53011 -> 127.0.0.1:5672". */
export function nameConnection(ends: Ends): string {
  const remote = formatAddress(ends.remoteAddress ?? '?', ends.remotePort ?? 0);
  return `${remote} -> ${formatAddress(ends.localAddress ?? '?', ends.localPort ?? 0)}`;
}

export function peerOf({ remoteAddress = '?', remotePort = 0 }: Ends): Endpoint {
  return { host: withoutMapping(remoteAddress), port: remotePort };
}

export function ownEndOf({ localAddress = '?', localPort = 0 }: Ends): Endpoint {
  return { host: withoutMapping(localAddress), port: localPort };
}

/**
 * IPv6 goes in brackets, and an IPv4 peer of an IPv6 socket is shown as what it is, both as
 * RabbitMQ does.
 */
export function formatAddress(host: string, port: number): string {
  const plain = withoutMapping(host);
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
}

/** 127.0.0.0/8 and ::1, for users who may connect from this machine only. */
export function isLoopbackAddress(host: string): boolean {
  return host === '::1' || withoutMapping(host).startsWith('127.');
}

/** An IPv4 address that came as IPv6. */
export function withoutMapping(host: string): string {
  return /^::ffff:[\d.]+$/i.test(host) ? host.slice('::ffff:'.length) : host;
}
