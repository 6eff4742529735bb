/**
 * The `expiration` property: milliseconds as decimal text. publisher.ts asks for each message that
 * has one.
 */
import { erlangPair, erlangString } from '../core/erlang-text.js';
import { BrokerError } from '../core/errors.js';

/** RabbitMQ's limit for any TTL: ten years of 365 days. */
const EXPIRATION_MAX = 315_360_000_000;

/** Throws 406 with RabbitMQ's text for anything else than a number from 0 to ten years. */
export function parseExpiration(buffer: Buffer, start: number, end: number): number {
  const octets = buffer.toString('latin1', start, end);
  const digits = /^[+-]?\d+/.exec(octets)?.[0];
  if (digits === undefined) throw invalid(octets, 'no_integer');
  if (digits.length < octets.length) {
    throw invalidFor(octets, 'leftover_string', erlangString(octets.slice(digits.length)));
  }
  const value = Number(digits);
  if (value < 0) throw invalidFor(octets, 'value_negative', String(BigInt(digits)));
  if (value > EXPIRATION_MAX) {
    throw invalidFor(octets, 'value_too_large', String(BigInt(digits.replace('+', ''))));
  }
  return value;
}

function invalidFor(octets: string, reason: string, value: string): BrokerError {
  return invalid(octets, erlangPair(reason, value, introduction(octets).length));
}

/** To Erlang every octet is a character; in the end they are the UTF-8 that they were. */
function invalid(octets: string, reason: string): BrokerError {
  const text = Buffer.from(introduction(octets) + reason, 'latin1').toString('utf8');
  return new BrokerError('precondition-failed', text);
}

function introduction(octets: string): string {
  return `invalid expiration '${octets}': `;
}
