/** Who is asked: the two metrics that RabbitMQ's dashboards join all others with. */
import { Group, type Labels } from './group.js';
import type { MetricsSource } from './source.js';

export function identity(endpoint: string): Group<MetricsSource>[] {
  const nodeLabels = ({ broker, clusterName }: MetricsSource): Labels => ({
    rabbitmq_node: broker.nodeName,
    rabbitmq_cluster: clusterName,
    // One node is a cluster of its own.
    rabbitmq_cluster_permanent_id: broker.nodeName,
    rabbitmq_endpoint: endpoint,
  });
  return [
    info(
      'build_info',
      'Versions, of this broker and of the RabbitMQ that it follows.',
      buildLabels,
    ),
    info('identity_info', 'Names, and which endpoint tells.', nodeLabels),
  ];
}

function buildLabels({ version, rabbitmqVersion }: MetricsSource): Labels {
  return {
    rabbitmq_version: rabbitmqVersion,
    product_name: 'Leveret',
    product_version: version,
    // The dashboard has a column for it, and here it is the runtime's.
    erlang_version: `Node.js ${process.versions.node}`,
  };
}

function info(
  name: string,
  help: string,
  labels: (source: MetricsSource) => Labels,
): Group<MetricsSource> {
  return new Group({
    name,
    things: (source) => [source],
    labels,
    families: [{ name, type: 'gauge', help, value: () => 1 }],
  });
}
