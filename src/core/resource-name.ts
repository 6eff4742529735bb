/**
 * Names of queues and exchanges: what may be declared, and how a fault calls them. RabbitMQ's
 * rules and words, which clients match on. Used wherever a fault names a queue or an exchange.
 */
import { BrokerError } from './errors.js';

export type ResourceKind = 'queue' | 'exchange';

export function resourceText(kind: ResourceKind, name: string, vhost: string): string {
  return `${kind} '${name}' in vhost '${vhost}'`;
}

/** RabbitMQ drops line breaks from names, wherever they stand. */
export function stripLineBreaks(name: string): string {
  return /[\r\n]/.test(name) ? name.replace(/[\r\n]/g, '') : name;
}

/** Only the broker makes names that begin with `amq.`. */
export function refuseReservedName(kind: ResourceKind, name: string): void {
  if (!name.startsWith('amq.')) return;
  const message = `${kind} name '${name}' contains reserved prefix 'amq.*'`;
  throw new BrokerError('access-refused', message);
}

export function refuseDefaultExchange(name: string): void {
  if (name !== '') return;
  throw new BrokerError('access-refused', 'operation not permitted on the default exchange');
}

export function notFound(kind: ResourceKind, name: string, vhost: string): BrokerError {
  return new BrokerError('not-found', `no ${resourceText(kind, name, vhost)}`);
}
