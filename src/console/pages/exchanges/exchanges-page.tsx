/** All exchanges. */
import { useMemo } from 'preact/hooks';
import { type Api, path } from '../../api/client.js';
import type { ExchangeJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { type ShownColumn, Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';

const INTERVAL_MS = 5_000;

const COLUMNS: readonly ShownColumn<ExchangeJson>[] = [
  {
    id: 'name',
    title: 'Name',
    isUsual: true,
    width: 14,
    value: ({ name }) => name,
    cell: ({ name }) =>
      name === '' ? <span class="muted">(default exchange)</span> : <bdi>{name}</bdi>,
  },
  { id: 'type', title: 'Type', isUsual: true, width: 11, value: ({ type }) => type },
  {
    id: 'durable',
    title: 'Durable',
    explanation: 'Survives a restart',
    isUsual: true,
    width: 5.5,
    value: ({ durable }) => durable,
    cell: ({ durable }) => (durable ? 'yes' : 'no'),
  },
  {
    id: 'auto_delete',
    title: 'Auto-delete',
    explanation: 'Goes with its last binding',
    isUsual: true,
    width: 7,
    value: (exchange) => exchange.auto_delete,
    cell: (exchange) => (exchange.auto_delete ? 'yes' : 'no'),
  },
  {
    id: 'internal',
    title: 'Internal',
    explanation: 'Clients may not publish to it, only other exchanges',
    width: 6,
    value: ({ internal }) => internal,
    cell: ({ internal }) => (internal ? 'yes' : 'no'),
  },
  {
    id: 'arguments',
    title: 'Arguments',
    width: 16,
    value: (exchange) =>
      Object.keys(exchange.arguments).length === 0 ? '' : JSON.stringify(exchange.arguments),
  },
  { id: 'policy', title: 'Policy', isUsual: true, width: 8, value: ({ policy }) => policy },
  { id: 'vhost', title: 'Vhost', isUsual: true, width: 7, value: ({ vhost }) => vhost },
];

interface ExchangesPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function ExchangesPage({ query }: ExchangesPageProps) {
  const { api } = useConsole();
  const { data, fault, reload } = usePoll(
    'exchanges',
    () => api.get<readonly ExchangeJson[]>('/exchanges'),
    INTERVAL_MS,
  );
  const actions = useMemo(() => [deletion(api)], [api]);
  return (
    <>
      <h1>Exchanges</h1>
      <Fault fault={fault} what={data === undefined ? 'Exchanges:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['exchange', 'exchanges']}
          rows={data}
          columns={COLUMNS}
          nameOf={({ vhost, name }) => `${vhost} ${name === '' ? '(default exchange)' : name}`}
          query={query}
          actions={actions}
          onDone={reload}
          empty="There are no exchanges that you may see."
        />
      )}
    </>
  );
}

function deletion(api: Api): BulkAction<ExchangeJson> {
  return {
    verb: 'Delete',
    isDangerous: true,
    consequence: () => 'They go for good, with their bindings. Who publishes to them is refused.',
    perform: ({ vhost, name }) => api.send('DELETE', path('/exchanges', vhost, name)),
  };
}
