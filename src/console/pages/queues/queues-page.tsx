/** All queues, and what can be done with many at once. */
import { useMemo } from 'preact/hooks';
import type { QueueJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { messageTotal } from './message-total.js';
import { nameOfQueue, pathOfQueue, QUEUE_COLUMNS } from './queue-columns.js';

const INTERVAL_MS = 3_000;

/** Of ten thousand queues the whole JSON is six megabytes; what the list shows is two. */
const COLUMNS_ASKED = [
  'name,vhost,type,state,durable,policy,consumers',
  'messages,messages_ready,messages_unacknowledged,message_bytes',
].join(',');

interface QueuesPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function QueuesPage({ query }: QueuesPageProps) {
  const { api } = useConsole();
  const { data, fault, reload } = usePoll(
    'queues',
    () => api.get<readonly QueueJson[]>('/queues', { columns: COLUMNS_ASKED }),
    INTERVAL_MS,
  );
  const actions = useMemo(() => actionsOf(api), [api]);
  return (
    <>
      <h1>Queues</h1>
      <Fault fault={fault} what={data === undefined ? 'Queues:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['queue', 'queues']}
          rows={data}
          columns={QUEUE_COLUMNS}
          nameOf={nameOfQueue}
          query={query}
          actions={actions}
          onDone={reload}
          empty="There are no queues yet. Clients declare them."
        />
      )}
    </>
  );
}

function actionsOf(api: ReturnType<typeof useConsole>['api']): readonly BulkAction<QueueJson>[] {
  const act = (queue: QueueJson, action: string): Promise<unknown> =>
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
