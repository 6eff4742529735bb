/** Answers of /api/topology with as much in them as a spec says. */
import type { TopologyJson } from '../../src/console/api/types.js';

type EdgeJson = TopologyJson['edges'][number];

export function topologyOf(
  exchanges: readonly string[],
  queues: readonly string[],
  edges: readonly EdgeJson[],
): TopologyJson {
  return {
    vhost: '/',
    wanted_count: exchanges.length + queues.length,
    exchanges: exchanges.map((name) => ({
      name,
      type: 'direct',
      durable: true,
      internal: false,
      binding_count: 0,
      messages_delayed: 0,
      publish_in: 0,
      publish_out: 0,
    })),
    queues: queues.map((name) => ({
      name,
      type: 'classic' as const,
      durable: true,
      state: 'running',
      consumers: 0,
      messages_ready: 0,
      messages_unacknowledged: 0,
      publish: 0,
      deliver_get: 0,
      dead_letter: 0,
    })),
    edges: [...edges],
  };
}

/** From an exchange to a queue, unless it is told otherwise. */
export function topologyEdge(
  source: string,
  destination: string,
  changes: Partial<EdgeJson> = {},
): EdgeJson {
  return {
    kind: 'binding',
    source,
    source_type: 'exchange',
    destination,
    destination_type: 'queue',
    destination_exists: true,
    binding_count: 1,
    bindings: [{ routing_key: 'k', arguments: {} }],
    dead_letter_routing_key: null,
    ...changes,
  };
}
