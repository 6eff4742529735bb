/** The consumers of one connection, on all of its channels. */
import { useMemo } from 'preact/hooks';
import { path } from '../../api/client.js';
import { mayEnd } from '../../api/may.js';
import type { ConnectionJson, ConsumerJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { cancelling, CONSUMER_COLUMNS, nameOfConsumer } from '../consumers/consumer-columns.js';

const INTERVAL_MS = 3_000;

/** What all of them have in common is told by the page. */
const COLUMNS = CONSUMER_COLUMNS.filter(({ id }) => !['user', 'vhost', 'connection'].includes(id));

interface ConsumersTabProps {
  readonly connection: ConnectionJson;
  readonly query: Readonly<Record<string, string>>;
}

export function ConsumersTab({ connection, query }: ConsumersTabProps) {
  const { api, session } = useConsole();
  const where = path('/connections', connection.name, 'consumers');
  const { data, fault, reload } = usePoll(
    where,
    () => api.get<readonly ConsumerJson[]>(where),
    INTERVAL_MS,
  );
  const isOurs = mayEnd(session.login, connection.user);
  const actions = useMemo(() => (isOurs ? [cancelling(api)] : []), [api, isOurs]);
  return (
    <>
      <Fault fault={fault} what={data === undefined ? 'Consumers:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['consumer', 'consumers']}
          rows={data}
          columns={COLUMNS}
          nameOf={nameOfConsumer}
          query={query}
          actions={actions}
          onDone={reload}
          empty="It does not consume from any queue."
        />
      )}
    </>
  );
}
