/** A policy in JSON, as RabbitMQ's HTTP API has it. Called by routes and by definitions. */
import type { Policy } from '../../core/policy/policy.js';

export function presentPolicy({ vhost, name, pattern, applyTo, definition, priority }: Policy) {
  return { vhost, name, pattern, 'apply-to': applyTo, definition, priority };
}
