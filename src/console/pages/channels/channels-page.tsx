/** All channels: how they publish and consume, and what they hold. */
import type { ChannelJson } from '../../api/types.js';
import { formatCount } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { type ShownColumn, Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';

const INTERVAL_MS = 3_000;

const COLUMNS: readonly ShownColumn<ChannelJson>[] = [
  { id: 'name', title: 'Name', isUsual: true, width: 18, value: ({ name }) => name },
  { id: 'user', title: 'User', isUsual: true, width: 8, value: ({ user }) => user },
  {
    id: 'state',
    title: 'State',
    isUsual: true,
    width: 6.5,
    value: ({ state }) => state,
    cell: ({ state }) => <span class={`badge ${state === 'running' ? '' : 'warn'}`}>{state}</span>,
  },
  {
    id: 'mode',
    title: 'Mode',
    explanation: 'Publisher confirms, or transactions',
    isUsual: true,
    width: 6.5,
    value: ({ confirm, transactional }) =>
      confirm ? 'confirms' : transactional ? 'transactions' : '',
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
  { id: 'vhost', title: 'Vhost', isUsual: true, width: 7, value: ({ vhost }) => vhost },
];

interface ChannelsPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function ChannelsPage({ query }: ChannelsPageProps) {
  const { api } = useConsole();
  const { data, fault } = usePoll(
    'channels',
    () => api.get<readonly ChannelJson[]>('/channels'),
    INTERVAL_MS,
  );
  return (
    <>
      <h1>Channels</h1>
      <Fault fault={fault} what={data === undefined ? 'Channels:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['channel', 'channels']}
          rows={data}
          columns={COLUMNS}
          nameOf={({ name }) => name}
          query={query}
          empty="No channel is open."
        />
      )}
    </>
  );
}

function number(
  id: string,
  title: string,
  value: (channel: ChannelJson) => number,
  more: Partial<ShownColumn<ChannelJson>> = {},
): ShownColumn<ChannelJson> {
  const cell = (channel: ChannelJson) => (
    <span class={value(channel) === 0 ? 'zero' : ''}>{formatCount(value(channel))}</span>
  );
  return { id, title, value, cell, isNumber: true, isUsual: true, width: 7, ...more };
}
