/** Permissions in JSON, as RabbitMQ's HTTP API and its exports have them. */
import type { PermissionDefinition, TopicPermissionDefinition } from '../../core/definitions.js';

export function presentPermission(permission: PermissionDefinition) {
  const { user, vhost, configure, write, read } = permission;
  return { user, vhost, configure, write, read };
}

export function presentTopicPermission(permission: TopicPermissionDefinition) {
  const { user, vhost, exchange, write, read } = permission;
  return { user, vhost, exchange, write, read };
}
