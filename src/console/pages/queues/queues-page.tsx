/** All queues, and what can be done with many at once. */
import { useMemo } from 'preact/hooks';
import type { Api } from '../../api/client.js';
import type { QueueJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { messageTotal } from './message-total.js';
import { pathOfQueue, queueColumns } from './queue-columns.js';
import { COLUMNS_ASKED, nameOfQueue, type QueueRow } from './queue-row.js';
import { useRowsInSight } from './use-rows-in-sight.js';

/** Of all of them; those in sight are asked for by themselves. */
const INTERVAL_MS = 5_000;
/** As many as the API takes. */
const ASKED_AT_ONCE = 500;
const NOT_UP_TO_DATE = 'Not up to date:';

interface QueuesPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function QueuesPage({ query }: QueuesPageProps) {
  const { api } = useConsole();
  const { data, fault, reload } = usePoll(
    'queues',
    () => api.get<readonly QueueRow[]>('/queues', { columns: COLUMNS_ASKED }),
    INTERVAL_MS,
  );
  const sight = useRowsInSight();
  const actions = useMemo(() => actionsOf(api), [api]);
  const columns = useMemo(() => queueColumns(sight.histories), [sight.histories]);
  return (
    <>
      <h1>Queues</h1>
      <Fault fault={fault ?? sight.fault} what={data === undefined ? 'Queues:' : NOT_UP_TO_DATE} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['queue', 'queues']}
          rows={data}
          columns={columns}
          nameOf={nameOfQueue}
          query={query}
          actions={actions}
          onDone={() => {
            reload();
            sight.reload();
          }}
          empty="There are no queues yet. Clients declare them."
          loadWhole={(rows) => loadWhole(api, rows)}
          onSight={sight.onSight}
          newest={sight.newest}
        />
      )}
    </>
  );
}

/** All that the API tells of these, some at a time. */
async function loadWhole(api: Api, rows: readonly QueueRow[]): Promise<readonly QueueJson[]> {
  const whole: QueueJson[] = [];
  for (let start = 0; start < rows.length; start += ASKED_AT_ONCE) {
    const queues = rows.slice(start, start + ASKED_AT_ONCE).map(({ vhost, name }) => {
      return { vhost, name };
    });
    whole.push(...(await api.ask<readonly QueueJson[]>('/queues', {}, { queues })));
  }
  return whole;
}

function actionsOf(api: Api): readonly BulkAction<QueueRow>[] {
  const act = (queue: QueueRow, action: string): Promise<unknown> =>
    api.send('POST', `${pathOfQueue(queue)}/actions`, { action });
  return [
    {
      verb: 'Pause',
      consequence: () => 'They take messages, but hand none out until they are resumed.',
      perform: (queue) => act(queue, 'pause'),
    },
    {
      verb: 'Resume',
      consequence: () => 'They hand out messages again.',
      perform: (queue) => act(queue, 'resume'),
    },
    {
      verb: 'Purge',
      isDangerous: true,
      consequence: (queues) => `Deleted for good: ${messageTotal(queues, 'messages_ready')}.`,
      perform: (queue) => api.send('DELETE', `${pathOfQueue(queue)}/contents`),
    },
    {
      verb: 'Delete',
      isDangerous: true,
      consequence: (queues) =>
        `They go for good, with ${messageTotal(queues, 'messages')} and their bindings.`,
      perform: (queue) => api.send('DELETE', pathOfQueue(queue)),
    },
  ];
}
