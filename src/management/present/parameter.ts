/** A runtime parameter in JSON, its keys in RabbitMQ's order. Called by routes and definitions. */
import type { Parameter } from '../../core/parameters.js';

export function presentParameter({ value, vhost, component, name }: Parameter) {
  return { value, vhost, component, name };
}
