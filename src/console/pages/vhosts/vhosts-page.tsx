/** All vhosts that the user may see; administrators add and delete them. */
import { useMemo, useState } from 'preact/hooks';
import { type Api, path } from '../../api/client.js';
import { mayAdminister } from '../../api/may.js';
import type { VhostJson } from '../../api/types.js';
import { useConsole, useTags } from '../../shell/context.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { messageTotal } from '../queues/message-total.js';
import { AddVhost } from './add-vhost.js';
import { VHOST_COLUMNS } from './vhost-columns.js';

const INTERVAL_MS = 5_000;

interface VhostsPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function VhostsPage({ query }: VhostsPageProps) {
  const { api } = useConsole();
  const isAdministrator = mayAdminister(useTags());
  const [isAdding, setAdding] = useState(false);
  const { data, fault, reload } = usePoll(
    'vhosts',
    () => api.get<readonly VhostJson[]>('/vhosts'),
    INTERVAL_MS,
  );
  const actions = useMemo(() => (isAdministrator ? [deletion(api)] : []), [api, isAdministrator]);
  return (
    <>
      <div class="page-head">
        <h1>Vhosts</h1>
        <span class="spring" />
        {isAdministrator && (
          <button type="button" class="primary" onClick={() => setAdding(true)}>
            Add a vhost
          </button>
        )}
      </div>
      <Fault fault={fault} what={data === undefined ? 'Vhosts:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['vhost', 'vhosts']}
          rows={data}
          columns={VHOST_COLUMNS}
          nameOf={({ name }) => name}
          query={query}
          actions={actions}
          onDone={reload}
          empty={
            isAdministrator
              ? 'There are no vhosts. Add one, so that clients have one to connect to.'
              : 'There are no vhosts that you may see. An administrator gives permissions in them.'
          }
        />
      )}
      {isAdding && <AddVhost onClose={() => setAdding(false)} />}
    </>
  );
}

function deletion(api: Api): BulkAction<VhostJson> {
  return {
    verb: 'Delete',
    isDangerous: true,
    isTyped: true,
    consequence: (vhosts) =>
      `Everything in them goes for good: ${messageTotal(vhosts, 'messages')}, all queues, ` +
      'exchanges, bindings, policies, permissions and limits. Their connections are closed.',
    perform: ({ name }) => api.send('DELETE', path('/vhosts', name)),
  };
}
