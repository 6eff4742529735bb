/**
 * How a queue or an exchange is called in the texts of faults: RabbitMQ's words, which clients
 * match on.
 */

export type ResourceKind = 'queue' | 'exchange';

export function resourceText(kind: ResourceKind, name: string, vhost: string): string {
  return `${kind} '${name}' in vhost '${vhost}'`;
}
