/** What lists of channels can show. */
import type { ChannelJson } from '../../api/types.js';
import { formatCount } from '../../format/numbers.js';
import { Count } from '../../table/cells.js';
import type { ShownColumn } from '../../table/table.js';
import { ChannelLink } from '../../widgets/links.js';
import { StateBadge } from '../queue/queue-badges.js';

export const CHANNEL_COLUMNS: readonly ShownColumn<ChannelJson>[] = [
  {
    id: 'name',
    title: 'Name',
    isUsual: true,
    width: 18,
    value: ({ name }) => name,
    cell: ({ name }) => <ChannelLink name={name} />,
  },
  {
    id: 'user',
    title: 'User',
    isUsual: true,
    width: 8,
    value: ({ user }) => user,
    cell: ({ user }) => <bdi>{user}</bdi>,
  },
  {
    id: 'state',
    title: 'State',
    isUsual: true,
    width: 6.5,
    value: ({ state }) => state,
    cell: ({ state }) => <StateBadge state={state} />,
  },
  {
    id: 'mode',
    title: 'Mode',
    explanation: 'Publisher confirms, or transactions',
    isUsual: true,
    width: 6.5,
    value: modeOf,
  },
  number('consumers', 'Consumers', (channel) => channel.consumer_count),
  number('unacked', 'Unacked', (channel) => channel.messages_unacknowledged, {
    explanation: 'With its consumers, who have not acknowledged them yet',
  }),
  {
    ...number('prefetch', 'Prefetch', (channel) => channel.prefetch_count, {
      explanation: 'So many may each new consumer hold unacknowledged; ∞ is no limit',
    }),
    cell: (channel) => (channel.prefetch_count === 0 ? '∞' : formatCount(channel.prefetch_count)),
  },
  number('unconfirmed', 'Unconfirmed', (channel) => channel.messages_unconfirmed, {
    explanation: 'Published, and not on the disk yet',
  }),
  number('uncommitted', 'Uncommitted', (channel) => channel.messages_uncommitted, {
    isUsual: false,
  }),
  {
    id: 'vhost',
    title: 'Vhost',
    isUsual: true,
    width: 7,
    value: ({ vhost }) => vhost,
    cell: ({ vhost }) => <bdi>{vhost}</bdi>,
  },
];

/** "confirms", "transactions", or neither. */
export function modeOf({
  confirm,
  transactional,
}: Pick<ChannelJson, 'confirm' | 'transactional'>): string {
  if (confirm) return 'confirms';
  return transactional ? 'transactions' : '';
}

function number(
  id: string,
  title: string,
  value: (channel: ChannelJson) => number,
  more: Partial<ShownColumn<ChannelJson>> = {},
): ShownColumn<ChannelJson> {
  const cell = (channel: ChannelJson) => <Count value={value(channel)} />;
  return { id, title, value, cell, isNumber: true, isUsual: true, width: 7, ...more };
}
