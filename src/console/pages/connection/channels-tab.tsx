/** The channels of one connection. */
import { path } from '../../api/client.js';
import type { ChannelJson, ConnectionJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { CHANNEL_COLUMNS } from '../channels/channel-columns.js';

const INTERVAL_MS = 3_000;

/** What all of them have in common is told by the page. */
const COLUMNS = CHANNEL_COLUMNS.filter(({ id }) => id !== 'user' && id !== 'vhost');

interface ChannelsTabProps {
  readonly connection: ConnectionJson;
  readonly query: Readonly<Record<string, string>>;
}

export function ChannelsTab({ connection, query }: ChannelsTabProps) {
  const { api } = useConsole();
  const where = path('/connections', connection.name, 'channels');
  const { data, fault } = usePoll(where, () => api.get<readonly ChannelJson[]>(where), INTERVAL_MS);
  return (
    <>
      <Fault fault={fault} what={data === undefined ? 'Channels:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['channel', 'channels']}
          rows={data}
          columns={COLUMNS}
          nameOf={({ name }) => name}
          query={query}
          empty="It has opened no channel: a client publishes and consumes on one."
        />
      )}
    </>
  );
}
