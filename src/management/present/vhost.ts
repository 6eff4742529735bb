/** A vhost in JSON, as RabbitMQ's HTTP API has it. Called by routes/vhosts.ts. */
import type { Vhost } from '../../core/vhost.js';

export function presentVhost({ name, definition, firehose }: Vhost, nodeName: string) {
  const { description, tags, defaultQueueType } = definition;
  return {
    name,
    description,
    tags,
    // RabbitMQ's word where nothing was said.
    default_queue_type: defaultQueueType === '' ? 'undefined' : defaultQueueType,
    metadata: {
      description,
      tags,
      ...(defaultQueueType !== '' && { default_queue_type: defaultQueueType }),
    },
    tracing: firehose.isOn,
    cluster_state: { [nodeName]: 'running' },
  };
}
