/** What the list of queues can show. */
import { path } from '../../api/client.js';
import type { QueueJson } from '../../api/types.js';
import { formatBytes, formatCount } from '../../format/numbers.js';
import { formatRoute } from '../../routing/route.js';
import type { ShownColumn } from '../../table/table.js';
import { StateBadge } from '../queue/queue-badges.js';

export function nameOfQueue({ vhost, name }: QueueJson): string {
  return `${vhost} ${name}`;
}

export function pathOfQueue({ vhost, name }: Pick<QueueJson, 'vhost' | 'name'>): string {
  return path('/queues', vhost, name);
}

export const QUEUE_COLUMNS: readonly ShownColumn<QueueJson>[] = [
  {
    id: 'name',
    title: 'Name',
    isUsual: true,
    width: 14,
    value: ({ name }) => name,
    cell: ({ vhost, name }) => (
      <a href={formatRoute({ page: 'queues', names: [vhost, name] })}>
        <bdi>{name}</bdi>
      </a>
    ),
  },
  {
    id: 'ready',
    title: 'Ready',
    explanation: 'Waiting for a consumer',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: (queue) => queue.messages_ready,
    cell: (queue) => <Count value={queue.messages_ready} />,
  },
  {
    id: 'unacked',
    title: 'Unacked',
    explanation: 'With a consumer that has not acknowledged them yet',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: (queue) => queue.messages_unacknowledged,
    cell: (queue) => <Count value={queue.messages_unacknowledged} />,
  },
  {
    id: 'total',
    title: 'Total',
    isNumber: true,
    width: 6.5,
    value: ({ messages }) => messages,
    cell: ({ messages }) => <Count value={messages} />,
  },
  {
    id: 'bytes',
    title: 'Bytes',
    explanation: 'Of the bodies of all its messages',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: (queue) => queue.message_bytes,
    cell: (queue) => formatBytes(queue.message_bytes),
  },
  {
    id: 'consumers',
    title: 'Consumers',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: ({ consumers }) => consumers,
    cell: ({ consumers }) => <Count value={consumers} />,
  },
  {
    id: 'state',
    title: 'State',
    isUsual: true,
    width: 6,
    value: ({ state }) => state,
    cell: ({ state }) => <StateBadge state={state} />,
  },
  { id: 'type', title: 'Type', isUsual: true, width: 5.5, value: ({ type }) => type },
  {
    id: 'durable',
    title: 'Durable',
    explanation: 'Survives a restart',
    width: 5.5,
    value: ({ durable }) => durable,
    cell: ({ durable }) => (durable ? 'yes' : 'no'),
  },
  { id: 'policy', title: 'Policy', isUsual: true, width: 8, value: ({ policy }) => policy },
  { id: 'vhost', title: 'Vhost', isUsual: true, width: 7, value: ({ vhost }) => vhost },
];

/** Nothing stands back, so that what is there stands out. */
function Count({ value }: { readonly value: number }) {
  return <span class={value === 0 ? 'zero' : ''}>{formatCount(value)}</span>;
}
