/** Metrics of the node as a whole: what comes and goes, the process, logins, alarms, totals. */
import type { Counters } from '../../core/counters.js';
import type { Resource } from '../../core/alarms.js';
import { type LoginCounts, loginCounts } from '../logins.js';
import { Group } from './group.js';
import type { MetricsSource } from './source.js';

const NO_LABELS = {};

const ofCounters = (source: MetricsSource): Iterable<Counters> => [source.broker.counters];
const ofNode = (source: MetricsSource): Iterable<MetricsSource> => [source];
const noLabels = () => NO_LABELS;

export const CHURN = new Group<Counters>({
  name: 'connection_churn_metrics',
  things: ofCounters,
  labels: noLabels,
  families: [
    {
      name: 'connections_opened_total',
      type: 'counter',
      help: 'Connections that were opened.',
      value: ({ connectionsOpened }) => connectionsOpened,
    },
    {
      name: 'connections_closed_total',
      type: 'counter',
      help: 'Connections that have ended, in whatever way.',
      value: ({ connectionsClosed }) => connectionsClosed,
    },
    {
      name: 'channels_opened_total',
      type: 'counter',
      help: 'Channels that were opened.',
      value: ({ channelsOpened }) => channelsOpened,
    },
    {
      name: 'channels_closed_total',
      type: 'counter',
      help: 'Channels that have ended.',
      value: ({ channelsClosed }) => channelsClosed,
    },
    {
      name: 'queues_declared_total',
      type: 'counter',
      help: 'Declares of queues, of those that were there too.',
      value: ({ queuesDeclared }) => queuesDeclared,
    },
    {
      name: 'queues_created_total',
      type: 'counter',
      help: 'Queues that were made.',
      value: ({ queuesCreated }) => queuesCreated,
    },
    {
      name: 'queues_deleted_total',
      type: 'counter',
      help: 'Queues that have gone.',
      value: ({ queuesDeleted }) => queuesDeleted,
    },
  ],
});

export const NODE_USE = new Group<MetricsSource>({
  name: 'node_coarse_metrics',
  things: ofNode,
  labels: noLabels,
  families: [
    {
      name: 'process_open_fds',
      type: 'gauge',
      help: 'File descriptors that the process has open.',
      value: ({ machine }) => machine.openFiles,
    },
    {
      name: 'process_open_tcp_sockets',
      type: 'gauge',
      help: 'Sockets that the process has open.',
      value: ({ machine }) => machine.openSockets,
    },
    {
      name: 'process_resident_memory_bytes',
      type: 'gauge',
      help: 'Memory that the process has.',
      value: ({ machine }) => machine.memoryBytes,
    },
    {
      name: 'disk_space_available_bytes',
      type: 'gauge',
      help: 'Space that is left on the disk of the data folder.',
      value: ({ machine }) => machine.diskFreeBytes,
    },
  ],
});

export const NODE_LIMITS = new Group<MetricsSource>({
  name: 'node_metrics',
  things: ofNode,
  labels: noLabels,
  families: [
    {
      name: 'process_max_fds',
      type: 'gauge',
      help: 'File descriptors that the process may have open.',
      value: ({ machine }) => machine.openFilesMax,
    },
    {
      name: 'process_max_tcp_sockets',
      type: 'gauge',
      help: 'Sockets that the process may have open: each is a file descriptor.',
      value: ({ machine }) => machine.openFilesMax,
    },
    {
      name: 'resident_memory_limit_bytes',
      type: 'gauge',
      help: 'Memory beyond which publishers are blocked.',
      value: ({ machine }) => machine.memoryBytesMax,
    },
    {
      name: 'disk_space_available_limit_bytes',
      type: 'gauge',
      help: 'Free space on the disk below which publishers are blocked; 0 for no limit.',
      value: ({ machine }) => machine.diskFreeBytesMin ?? 0,
    },
    {
      name: 'erlang_uptime_seconds',
      type: 'gauge',
      help: "How long the broker runs; the name is RabbitMQ's.",
      value: ({ machine }) => machine.uptimeSeconds,
    },
  ],
});

export const LOGINS = new Group<LoginCounts>({
  name: 'auth_attempt_metrics',
  things: (source) => loginCounts(source.broker.counters),
  labels: ({ protocol }) => ({ protocol }),
  families: [
    {
      name: 'auth_attempts_total',
      type: 'counter',
      help: 'Logins that were tried.',
      value: ({ admitted, refused }) => admitted + refused,
    },
    {
      name: 'auth_attempts_succeeded_total',
      type: 'counter',
      help: 'Logins that were admitted.',
      value: ({ admitted }) => admitted,
    },
    {
      name: 'auth_attempts_failed_total',
      type: 'counter',
      help: 'Logins that were refused.',
      value: ({ refused }) => refused,
    },
  ],
});

const raised = (resource: Resource) => (source: MetricsSource) =>
  source.broker.alarms.isRaised(resource) ? 1 : 0;

export const ALARMS = new Group<MetricsSource>({
  name: 'alarm_metrics',
  things: ofNode,
  labels: noLabels,
  families: [
    {
      name: 'alarms_file_descriptor_limit',
      type: 'gauge',
      help: 'Whether file descriptors run short: not watched, hence always 0.',
      value: () => 0,
    },
    {
      name: 'alarms_free_disk_space_watermark',
      type: 'gauge',
      help: 'Whether publishers are blocked because the disk is full.',
      value: raised('disk'),
    },
    {
      name: 'alarms_memory_used_watermark',
      type: 'gauge',
      help: 'Whether publishers are blocked because memory runs short.',
      value: raised('memory'),
    },
  ],
});

export const TOTALS = new Group<MetricsSource>({
  name: 'totals',
  things: ofNode,
  labels: noLabels,
  families: [
    {
      name: 'connections',
      type: 'gauge',
      help: 'Connections that are open.',
      value: ({ broker }) => sumOf(broker.vhosts(), (vhost) => vhost.clients.count),
    },
    {
      name: 'channels',
      type: 'gauge',
      help: 'Channels that are open.',
      value: ({ broker }) => broker.limits.channelCount,
    },
    {
      name: 'consumers',
      type: 'gauge',
      help: 'Consumers of all queues.',
      value: ({ broker }) =>
        sumOf(broker.vhosts(), (vhost) => sumOf(vhost.queues(), (queue) => queue.consumerCount)),
    },
    {
      name: 'queues',
      type: 'gauge',
      help: 'Queues that there are.',
      value: ({ broker }) => sumOf(broker.vhosts(), (vhost) => vhost.queueCount),
    },
  ],
});

function sumOf<T>(things: Iterable<T>, value: (thing: T) => number): number {
  let sum = 0;
  for (const thing of things) sum += value(thing);
  return sum;
}
