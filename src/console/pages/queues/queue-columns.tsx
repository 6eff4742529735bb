/** What the list of queues can show. */
import { path } from '../../api/client.js';
import type { QueueJson } from '../../api/types.js';
import { Sparkline } from '../../charts/sparkline.js';
import { formatBytes, formatCount, formatDuration, formatRate } from '../../format/numbers.js';
import { formatRoute } from '../../routing/route.js';
import { Count, Rate } from '../../table/cells.js';
import type { RowHistories } from '../../table/row-histories.js';
import type { ShownColumn } from '../../table/table.js';
import { StateBadge } from '../queue/queue-badges.js';
import { nameOfQueue, type QueueRow, TREND_SECONDS } from './queue-row.js';

export function pathOfQueue({ vhost, name }: Pick<QueueJson, 'vhost' | 'name'>): string {
  return path('/queues', vhost, name);
}

/** Lines are drawn of these histories. */
export function queueColumns(histories: RowHistories): readonly ShownColumn<QueueRow>[] {
  return [...NUMBERS.slice(0, TREND_AT), ...trends(histories), ...NUMBERS.slice(TREND_AT)];
}

/** Behind the name and what waits. */
const TREND_AT = 3;

function trends(histories: RowHistories): readonly ShownColumn<QueueRow>[] {
  const common = { isPicture: true, width: 7.25, value: () => undefined };
  return [
    {
      id: 'trend',
      title: '5 min',
      explanation: 'Its messages in five minutes, or since somebody asked; from zero up',
      isUsual: true,
      ...common,
      cell: (row) => (
        <Sparkline
          history={histories.of(nameOfQueue(row))}
          id="messages"
          what="Messages"
          seconds={TREND_SECONDS}
          format={formatCount}
        />
      ),
    },
    {
      id: 'trend_in',
      title: 'In, 5 min',
      explanation: 'Messages per second that came in, likewise',
      ...common,
      cell: (row) => (
        <Sparkline
          history={histories.of(nameOfQueue(row))}
          id="publish"
          what="In"
          seconds={TREND_SECONDS}
          format={formatRate}
        />
      ),
    },
  ];
}

const NUMBERS: readonly ShownColumn<QueueRow>[] = [
  {
    id: 'name',
    title: 'Name',
    isUsual: true,
    width: 13,
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
    width: 6,
    value: (queue) => queue.messages_ready,
    cell: (queue) => <Count value={queue.messages_ready} />,
  },
  {
    id: 'unacked',
    title: 'Unacked',
    explanation: 'With a consumer that has not acknowledged them yet',
    isUsual: true,
    isNumber: true,
    width: 6,
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
    isNumber: true,
    width: 6.5,
    value: (queue) => queue.message_bytes,
    cell: (queue) => formatBytes(queue.message_bytes),
  },
  {
    id: 'age',
    title: 'Oldest',
    explanation: 'How long its oldest ready message has been in it, or since the broker started',
    isNumber: true,
    width: 7.5,
    value: (queue) => queue.oldest_message_age_ms,
    cell: (queue) => formatDuration(queue.oldest_message_age_ms),
  },
  {
    id: 'in',
    title: 'In',
    explanation: 'Messages per second that came in, in the last five seconds',
    isUsual: true,
    isNumber: true,
    width: 5.5,
    value: inOf,
    cell: (queue) => <Rate value={inOf(queue)} />,
  },
  {
    id: 'out',
    title: 'Out',
    explanation: 'Messages per second handed out, returned ones each time',
    isUsual: true,
    isNumber: true,
    width: 5.5,
    value: outOf,
    cell: (queue) => <Rate value={outOf(queue)} />,
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
    width: 5.5,
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
  { id: 'policy', title: 'Policy', isUsual: true, width: 7, value: ({ policy }) => policy },
  { id: 'vhost', title: 'Vhost', isUsual: true, width: 7, value: ({ vhost }) => vhost },
];

function inOf({ message_stats: stats }: QueueRow): number {
  return stats?.publish_details?.rate ?? 0;
}

function outOf({ message_stats: stats }: QueueRow): number {
  return stats?.deliver_get_details?.rate ?? 0;
}
