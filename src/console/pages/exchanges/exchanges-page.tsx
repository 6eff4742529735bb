/** All exchanges. */
import { useMemo } from 'preact/hooks';
import type { Api } from '../../api/client.js';
import type { ExchangeJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { EXCHANGE_COLUMNS, pathOfExchange } from './exchange-columns.js';

const INTERVAL_MS = 5_000;

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
          columns={EXCHANGE_COLUMNS}
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
    perform: (exchange) => api.send('DELETE', pathOfExchange(exchange)),
  };
}
