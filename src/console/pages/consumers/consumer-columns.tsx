/** What lists of consumers can show, and how one is cancelled. */
import { type Api, path } from '../../api/client.js';
import type { ConsumerJson } from '../../api/types.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { Count } from '../../table/cells.js';
import type { ShownColumn } from '../../table/table.js';
import { ChannelLink, ConnectionLink, QueueLink } from '../../widgets/links.js';
import { fullness, prefetchText } from './prefetch.js';

export const CONSUMER_COLUMNS: readonly ShownColumn<ConsumerJson>[] = [
  {
    id: 'queue',
    title: 'Queue',
    isUsual: true,
    width: 12,
    value: ({ queue }) => queue.name,
    cell: ({ queue }) => <QueueLink {...queue} />,
  },
  {
    id: 'tag',
    title: 'Tag',
    explanation: 'What the client, or the broker for it, calls this consumer',
    isUsual: true,
    width: 12,
    value: (consumer) => consumer.consumer_tag,
    cell: (consumer) => <bdi>{consumer.consumer_tag}</bdi>,
  },
  {
    id: 'channel',
    title: 'Channel',
    isUsual: true,
    width: 16,
    value: (consumer) => consumer.channel_details.name,
    cell: (consumer) => <ChannelLink name={consumer.channel_details.name} />,
  },
  {
    id: 'connection',
    title: 'Connection',
    width: 16,
    value: (consumer) => consumer.channel_details.connection_name,
    cell: (consumer) => <ConnectionLink name={consumer.channel_details.connection_name} />,
  },
  {
    id: 'user',
    title: 'User',
    width: 8,
    value: (consumer) => consumer.channel_details.user,
    cell: (consumer) => <bdi>{consumer.channel_details.user}</bdi>,
  },
  {
    id: 'status',
    title: 'Status',
    explanation: 'single active: it alone is served; waiting: it takes over when that one goes',
    isUsual: true,
    width: 7.5,
    value: statusOf,
    cell: (consumer) => <span class="badge">{statusOf(consumer)}</span>,
  },
  {
    id: 'unacked',
    title: 'Unacked',
    explanation: 'Messages that it holds and has not acknowledged',
    isUsual: true,
    isNumber: true,
    width: 6,
    value: (consumer) => consumer.messages_unacknowledged,
    cell: ({ messages_unacknowledged: held }) => <Count value={held} />,
  },
  {
    id: 'prefetch',
    title: 'Prefetch',
    explanation: 'So many may it hold unacknowledged; ∞ is no limit',
    isUsual: true,
    isNumber: true,
    width: 6,
    value: ({ ack_required: isAcked, prefetch_count: count }) => (isAcked ? count : 0),
    cell: prefetchText,
  },
  {
    id: 'full',
    title: 'Full',
    explanation:
      'How much of its prefetch it holds; at 100 % it gets no more until it acknowledges',
    isUsual: true,
    isNumber: true,
    width: 5,
    value: (consumer) => percent(fullness(consumer)),
    cell: (consumer) => percentText(fullness(consumer)),
  },
  {
    id: 'priority',
    title: 'Priority',
    explanation: 'x-priority: those with the highest are served first; 0 unless it is given',
    isNumber: true,
    width: 5.5,
    value: priorityOf,
  },
  {
    id: 'ack',
    title: 'Acks',
    explanation: 'no: what it is sent counts as acknowledged at once',
    isUsual: true,
    width: 4.5,
    value: (consumer) => consumer.ack_required,
    cell: (consumer) => (consumer.ack_required ? 'yes' : 'no'),
  },
  {
    id: 'exclusive',
    title: 'Exclusive',
    explanation: 'No other may consume from the queue beside it',
    width: 6,
    value: ({ exclusive }) => exclusive,
    cell: ({ exclusive }) => (exclusive ? 'yes' : 'no'),
  },
  {
    id: 'arguments',
    title: 'Arguments',
    width: 14,
    value: (consumer) =>
      Object.keys(consumer.arguments).length === 0 ? '' : JSON.stringify(consumer.arguments),
  },
  {
    id: 'vhost',
    title: 'Vhost',
    isUsual: true,
    width: 7,
    value: ({ queue }) => queue.vhost,
    cell: ({ queue }) => <bdi>{queue.vhost}</bdi>,
  },
];

export function nameOfConsumer({ channel_details: { name }, consumer_tag: tag }: ConsumerJson) {
  return `${tag} on ${name}`;
}

export function cancelling(api: Api): BulkAction<ConsumerJson> {
  return {
    verb: 'Cancel',
    isDangerous: true,
    consequence: () =>
      'They get no more messages, and clients that can be told are told. What they hold stays ' +
      'with their channels.',
    perform: ({ queue, channel_details: { name }, consumer_tag: tag }) =>
      api.send('DELETE', path('/consumers', queue.vhost, name, tag)),
  };
}

function statusOf({ activity_status: status }: ConsumerJson): string {
  if (status === 'up') return 'active';
  return status === 'single_active' ? 'single active' : 'waiting';
}

function priorityOf({ arguments: told }: ConsumerJson): number {
  const priority: unknown = { 'x-priority': 0, ...told }['x-priority'];
  return typeof priority === 'number' ? priority : 0;
}

function percent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.round(share * 100);
}

function percentText(share: number | undefined) {
  if (share === undefined) return <span class="zero">–</span>;
  return <span class={share === 0 ? 'zero' : ''}>{percent(share)} %</span>;
}
