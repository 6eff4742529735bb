/** The question of the permission test, which the address holds. */
import { path, type Query } from '../../api/client.js';

export const PERMISSIONS = ['configure', 'write', 'read'] as const;
export const RESOURCES = ['exchange', 'queue'] as const;

export interface Question {
  readonly user: string;
  readonly vhost: string;
  readonly permission: (typeof PERMISSIONS)[number];
  readonly resource: (typeof RESOURCES)[number];
  readonly name: string;
  readonly routing_key: string;
}

export function readQuestion(query: Readonly<Record<string, string>>): Question {
  const { user = '', vhost = '', name = '', routing_key = '' } = query;
  const permission = PERMISSIONS.find((word) => word === query['permission']) ?? 'write';
  const resource = RESOURCES.find((word) => word === query['resource']) ?? 'exchange';
  return { user, vhost, permission, resource, name, routing_key };
}

/** Keys matter where one publishes to an exchange, or binds to it. */
export function hasRoutingKey({ permission, resource }: Question): boolean {
  return resource === 'exchange' && permission !== 'configure';
}

/** Where the API answers it. */
export interface DecisionRequest {
  readonly path: string;
  readonly query: Query;
}

/** Undefined as long as something lacks. */
export function requestOf(question: Question): DecisionRequest | undefined {
  const { user, vhost, permission, resource, name, routing_key: key } = question;
  if (user === '' || vhost === '' || name === '') return undefined;
  return {
    path: `${path('/permissions', vhost, user)}/decision`,
    query: {
      permission,
      resource,
      name,
      routing_key: hasRoutingKey(question) && key !== '' ? key : undefined,
    },
  };
}
