/**
 * Faults of the broker as RabbitMQ's API tells those that it meets on a channel of its own, which
 * is how it publishes and gets: with reply code and name. Used by routes/messages.ts and where a
 * decision is told.
 */
import { BrokerError, type FaultKind } from '../../core/errors.js';
import { ApiError } from '../api-error.js';

const REPLIES: Readonly<Record<FaultKind, readonly [code: number, name: string]>> = {
  'content-too-large': [311, 'CONTENT_TOO_LARGE'],
  'access-refused': [403, 'ACCESS_REFUSED'],
  'not-found': [404, 'NOT_FOUND'],
  'resource-locked': [405, 'RESOURCE_LOCKED'],
  'precondition-failed': [406, 'PRECONDITION_FAILED'],
  'command-invalid': [503, 'COMMAND_INVALID'],
  'resource-error': [506, 'RESOURCE_ERROR'],
  'not-allowed': [530, 'NOT_ALLOWED'],
  'not-implemented': [540, 'NOT_IMPLEMENTED'],
  'internal-error': [541, 'INTERNAL_ERROR'],
};

/** Of a publish: all of them are a 400. What is no fault of the broker's stays as it is. */
export function publishFault(fault: unknown): unknown {
  if (!(fault instanceof BrokerError)) return fault;
  return ApiError.badRequest(textOfFault(fault));
}

/** "404 NOT_FOUND - no queue 'q' in vhost '/'", as a client is told. */
export function textOfFault({ kind, message }: BrokerError): string {
  const [code, name] = REPLIES[kind];
  return `${code} ${name} - ${message}`;
}

/** Of a get, likewise; a missing queue is a 404, and a permission that lacks a 401. */
export function getFault(fault: unknown): unknown {
  if (!(fault instanceof BrokerError)) return fault;
  const text = `${REPLIES[fault.kind][1]} - ${fault.message}`;
  if (fault.kind === 'not-found') return new ApiError(404, 'not_found', text);
  return fault.kind === 'access-refused' ? ApiError.notAuthorised(text) : publishFault(fault);
}
