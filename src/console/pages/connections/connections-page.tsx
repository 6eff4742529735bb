/** All connections: who it is, from where, how it does. */
import { useMemo } from 'preact/hooks';
import { type Api, path } from '../../api/client.js';
import type { ConnectionJson } from '../../api/types.js';
import { formatBytes, formatCount, formatDuration } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { type ShownColumn, Table } from '../../table/table.js';
import { ConnectionLink } from '../../widgets/links.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { clientName } from './client-name.js';

const INTERVAL_MS = 3_000;

const COLUMNS: readonly ShownColumn<ConnectionJson>[] = [
  {
    id: 'name',
    title: 'Name',
    isUsual: true,
    width: 17,
    value: ({ name }) => name,
    cell: ({ name }) => <ConnectionLink name={name} />,
  },
  {
    id: 'given_name',
    title: 'Given name',
    explanation: 'What the client calls its connection',
    width: 10,
    value: (connection) => connection.user_provided_name,
    cell: (connection) => <bdi>{connection.user_provided_name}</bdi>,
  },
  { id: 'user', title: 'User', isUsual: true, width: 8, value: ({ user }) => user },
  {
    id: 'state',
    title: 'State',
    explanation: 'flow: the broker reads slower; blocked: an alarm is on',
    isUsual: true,
    width: 6.5,
    value: ({ state }) => state,
    cell: ({ state }) => <span class={`badge ${state === 'running' ? '' : 'warn'}`}>{state}</span>,
  },
  {
    id: 'channels',
    title: 'Channels',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: ({ channels }) => channels,
    cell: ({ channels }) => formatCount(channels),
  },
  {
    id: 'received',
    title: 'Received',
    explanation: 'Bytes from the client',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: (connection) => connection.recv_oct,
    cell: (connection) => formatBytes(connection.recv_oct),
  },
  {
    id: 'sent',
    title: 'Sent',
    explanation: 'Bytes to the client',
    isUsual: true,
    isNumber: true,
    width: 6.5,
    value: (connection) => connection.send_oct,
    cell: (connection) => formatBytes(connection.send_oct),
  },
  {
    id: 'unsent',
    title: 'Unsent',
    explanation: 'Bytes that wait because the client, or its network, reads slowly',
    isNumber: true,
    width: 6.5,
    value: (connection) => connection.send_pend,
    cell: (connection) => formatBytes(connection.send_pend),
  },
  {
    id: 'client',
    title: 'Client',
    isUsual: true,
    width: 13,
    value: (connection) => clientName(connection.client_properties),
  },
  { id: 'protocol', title: 'Protocol', width: 8, value: ({ protocol }) => protocol },
  { id: 'tls', title: 'TLS', width: 5, value: ({ ssl }) => ssl, cell: ({ ssl }) => ssl && 'yes' },
  {
    id: 'age',
    title: 'Age',
    isNumber: true,
    width: 7,
    value: (connection) => connection.connected_at,
    cell: (connection) => formatDuration(Date.now() - connection.connected_at),
  },
  { id: 'vhost', title: 'Vhost', isUsual: true, width: 7, value: ({ vhost }) => vhost },
];

interface ConnectionsPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function ConnectionsPage({ query }: ConnectionsPageProps) {
  const { api } = useConsole();
  const { data, fault, reload } = usePoll(
    'connections',
    () => api.get<readonly ConnectionJson[]>('/connections'),
    INTERVAL_MS,
  );
  const actions = useMemo(() => [closing(api)], [api]);
  return (
    <>
      <h1>Connections</h1>
      <Fault fault={fault} what={data === undefined ? 'Connections:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['connection', 'connections']}
          rows={data}
          columns={COLUMNS}
          nameOf={({ name }) => name}
          query={query}
          actions={actions}
          onDone={reload}
          empty="Nobody is connected."
        />
      )}
    </>
  );
}

function closing(api: Api): BulkAction<ConnectionJson> {
  return {
    verb: 'Close',
    isDangerous: true,
    consequence: () => 'What they hold unacknowledged goes back to its queues. Most connect again.',
    perform: ({ name }) => api.send('DELETE', path('/connections', name)),
  };
}
