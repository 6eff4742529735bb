/**
 * SASL mechanisms: the response of Connection.Start-Ok in, a user and a password out. handshake.ts
 * asks core's Access about them. Source: RFC 4616 (PLAIN), RFC 4422 (EXTERNAL), RFC 4505
 * (ANONYMOUS) and RabbitMQ's AMQPLAIN, a field table with LOGIN and PASSWORD.
 */
import { textOf } from '../core/field.js';
import { AmqpFault } from './replies.js';
import { readTable } from './wire/field-table.js';

export interface Credentials {
  readonly user: string;
  /** Undefined for a user who is known without one. */
  readonly password: string | undefined;
}

/** Users who are known without a password; a mechanism without its user is not offered. */
export interface KnownUsers {
  /** From the client's certificate. */
  readonly external?: string | undefined;
  readonly anonymous?: string | undefined;
}

/** For Connection.Start. */
export function offeredMechanisms({ external, anonymous }: KnownUsers): string {
  const names = ['AMQPLAIN', 'PLAIN'];
  if (external !== undefined) names.push('EXTERNAL');
  if (anonymous !== undefined) names.push('ANONYMOUS');
  return names.join(' ');
}

/** Throws 503 for a mechanism that was not offered, 502 for a response that cannot be read. */
export function readCredentials(
  mechanism: string,
  response: Buffer,
  known: KnownUsers = {},
): Credentials {
  switch (mechanism) {
    case 'PLAIN':
      return readPlain(response);
    case 'AMQPLAIN':
      return readAmqplain(response);
    case 'EXTERNAL':
      return ofKnown(known.external, mechanism);
    case 'ANONYMOUS':
      return ofKnown(known.anonymous, mechanism);
    default:
      throw new AmqpFault('command-invalid', `unknown authentication mechanism '${mechanism}'`);
  }
}

/** The response tells nothing: an identity to act for, or a trace for the log. */
function ofKnown(user: string | undefined, mechanism: string): Credentials {
  if (user !== undefined) return { user, password: undefined };
  throw new AmqpFault('command-invalid', `invalid authentication mechanism '${mechanism}'`);
}

/**
 * NUL user NUL password; the authorization identity before the first NUL must be empty, as in
 * RabbitMQ.
 */
function readPlain(response: Buffer): Credentials {
  const second = response.indexOf(0, 1);
  if (response[0] !== 0 || second < 0 || response.indexOf(0, second + 1) >= 0) {
    throw new AmqpFault('syntax-error', 'PLAIN response invalid: expected NUL user NUL password');
  }
  return {
    user: response.toString('utf8', 1, second),
    password: response.toString('utf8', second + 1),
  };
}

/** The table comes without its length prefix. */
function readAmqplain(response: Buffer): Credentials {
  const prefixed = Buffer.allocUnsafe(response.length + 4);
  prefixed.writeUInt32BE(response.length, 0);
  response.copy(prefixed, 4);
  const { table } = readTable(prefixed, 0, prefixed.length);
  const user = textOf(table.get('LOGIN'));
  const password = textOf(table.get('PASSWORD'));
  if (user === undefined || password === undefined) {
    throw new AmqpFault('syntax-error', 'AMQPLAIN auth info is missing LOGIN or PASSWORD field');
  }
  return { user, password };
}
