/** All consumers: from which queue, on which channel, and how much they hold. */
import { useMemo } from 'preact/hooks';
import type { ConsumerJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { cancelling, CONSUMER_COLUMNS, nameOfConsumer } from './consumer-columns.js';

const INTERVAL_MS = 3_000;

interface ConsumersPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function ConsumersPage({ query }: ConsumersPageProps) {
  const { api } = useConsole();
  const { data, fault, reload } = usePoll(
    'consumers',
    () => api.get<readonly ConsumerJson[]>('/consumers'),
    INTERVAL_MS,
  );
  const actions = useMemo(() => [cancelling(api)], [api]);
  return (
    <>
      <h1>Consumers</h1>
      <Fault fault={fault} what={data === undefined ? 'Consumers:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['consumer', 'consumers']}
          rows={data}
          columns={CONSUMER_COLUMNS}
          nameOf={nameOfConsumer}
          query={query}
          actions={actions}
          onDone={reload}
          empty="Nobody consumes. A client does with basic.consume on a channel."
        />
      )}
    </>
  );
}
