/**
 * Names of queues and exchanges: what may be declared, and how a fault calls them. RabbitMQ's
 * rules and words, which clients match on. Used wherever a fault names a queue or an exchange.
 */
import { BrokerError } from './errors.js';
import { utf8Size } from './utf8-size.js';

export type ResourceKind = 'queue' | 'exchange';

export function resourceText(kind: ResourceKind, name: string, vhost: string): string {
  return `${kind} '${name}' in vhost '${vhost}'`;
}

/** RabbitMQ drops line breaks from names, wherever they stand. */
export function stripLineBreaks(name: string): string {
  return /[\r\n]/.test(name) ? name.replace(/[\r\n]/g, '') : name;
}

/** A short string, such as every client names it with (AMQP 0-9-1 §4.2.5.3). */
const SIZE_MAX = 255;

/**
 * Only the broker makes names that begin with `amq.`, and nobody one that no client could name:
 * over HTTP RabbitMQ makes exchanges of such names.
 */
export function refuseUnfitName(kind: ResourceKind, name: string): void {
  if (name.startsWith('amq.')) {
    const message = `${kind} name '${name}' contains reserved prefix 'amq.*'`;
    throw new BrokerError('access-refused', message);
  }
  const size = utf8Size(name);
  if (size <= SIZE_MAX) return;
  throw new BrokerError(
    'precondition-failed',
    `${kind} should be less than ${SIZE_MAX} bytes, actually was ${size}\n`,
  );
}

export function refuseDefaultExchange(name: string): void {
  if (name !== '') return;
  throw new BrokerError('access-refused', 'operation not permitted on the default exchange');
}

export function notFound(kind: ResourceKind, name: string, vhost: string): BrokerError {
  return new BrokerError('not-found', `no ${resourceText(kind, name, vhost)}`);
}
