/**
 * The `expiration` property: milliseconds as decimal text. publisher.ts asks for each message that
 * has one.
 */
import { BrokerError } from '../core/errors.js';

/** RabbitMQ's limit for any TTL: ten years of 365 days. */
const EXPIRATION_MAX = 315_360_000_000;

/** Throws 406 with RabbitMQ's text for anything else than a number from 0 to ten years. */
export function parseExpiration(buffer: Buffer, start: number, end: number): number {
  const text = buffer.toString('latin1', start, end);
  const digits = /^[+-]?\d+/.exec(text)?.[0];
  if (digits === undefined) throw invalid(text, 'no_integer');
  if (digits.length < text.length) {
    throw invalid(text, `{leftover_string,"${text.slice(digits.length)}"}`);
  }
  const value = Number(digits);
  if (value < 0) throw invalid(text, `{value_negative,${value}}`);
  if (value > EXPIRATION_MAX) throw invalid(text, `{value_too_large,${digits}}`);
  return value;
}

function invalid(text: string, reason: string): BrokerError {
  return new BrokerError('precondition-failed', `invalid expiration '${text}': ${reason}`);
}
