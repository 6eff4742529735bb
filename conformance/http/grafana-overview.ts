/**
 * The metrics that the queries of Grafana's dashboard "RabbitMQ-Overview" ask for, as it was for
 * RabbitMQ 3.10 and as it is for 4.x, and the labels that they join and choose by.
 */
const GLOBAL_MESSAGES = [
  ...['acknowledged', 'confirmed', 'delivered', 'delivered_consume_auto_ack'],
  ...['delivered_consume_manual_ack', 'delivered_get_auto_ack', 'delivered_get_manual_ack'],
  ...['get_empty', 'received', 'received_confirm', 'redelivered', 'routed'],
  ...['unroutable_dropped', 'unroutable_returned'],
];

export const overviewMetrics: readonly string[] = [
  'rabbitmq_build_info',
  'rabbitmq_identity_info',
  'rabbitmq_connections',
  'rabbitmq_connections_opened_total',
  'rabbitmq_connections_closed_total',
  'rabbitmq_channels',
  'rabbitmq_channels_opened_total',
  'rabbitmq_channels_closed_total',
  'rabbitmq_queues',
  'rabbitmq_queues_declared_total',
  'rabbitmq_queues_created_total',
  'rabbitmq_queues_deleted_total',
  'rabbitmq_consumers',
  'rabbitmq_channel_consumers',
  'rabbitmq_global_publishers',
  'rabbitmq_global_consumers',
  'rabbitmq_queue_messages_ready',
  'rabbitmq_queue_messages_unacked',
  ...GLOBAL_MESSAGES.map((what) => `rabbitmq_global_messages_${what}_total`),
  'rabbitmq_message_size_bytes_bucket',
  'rabbitmq_message_size_bytes_sum',
  'rabbitmq_message_size_bytes_count',
  'rabbitmq_process_resident_memory_bytes',
  'rabbitmq_resident_memory_limit_bytes',
  'rabbitmq_process_open_fds',
  'rabbitmq_process_max_fds',
  'rabbitmq_process_open_tcp_sockets',
  'rabbitmq_process_max_tcp_sockets',
  'rabbitmq_disk_space_available_bytes',
  'rabbitmq_disk_space_available_limit_bytes',
  'rabbitmq_erlang_uptime_seconds',
];

export const overviewLabels: Readonly<Record<string, readonly string[]>> = {
  rabbitmq_build_info: ['rabbitmq_version', 'erlang_version'],
  rabbitmq_identity_info: ['rabbitmq_node', 'rabbitmq_cluster', 'rabbitmq_endpoint'],
};
