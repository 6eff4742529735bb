/** All channels: how they publish and consume, and what they hold. */
import type { ChannelJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { CHANNEL_COLUMNS } from './channel-columns.js';

const INTERVAL_MS = 3_000;

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
          columns={CHANNEL_COLUMNS}
          nameOf={({ name }) => name}
          query={query}
          empty="No channel is open."
        />
      )}
    </>
  );
}
