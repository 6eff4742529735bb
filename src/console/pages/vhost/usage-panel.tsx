/** Figures of a vhost: messages, and how many queues and connections there are. */
import { path } from '../../api/client.js';
import type { VhostJson } from '../../api/types.js';
import { formatBytes, formatCount } from '../../format/numbers.js';
import { formatRoute } from '../../routing/route.js';
import { useConsole } from '../../shell/context.js';
import { termFor } from '../../table/filter.js';
import { Figure } from '../../widgets/figure.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';

/** Connections come one by one. */
const INTERVAL_MS = 10_000;

interface UsagePanelProps {
  readonly vhost: VhostJson;
  readonly mayMonitor: boolean;
}

export function UsagePanel({ vhost, mayMonitor }: UsagePanelProps) {
  const { api } = useConsole();
  const { name } = vhost;
  const { data, fault } = usePoll(
    `usage of ${name}`,
    async () => {
      const one = { page: 1, page_size: 1, disable_stats: 'true', columns: 'name' };
      const [queues, connections] = await Promise.all([
        api.get<{ readonly total_count: number }>(path('/queues', name), one),
        // Others see only their own.
        mayMonitor
          ? api.get<readonly unknown[]>(`${path('/vhosts', name)}/connections`, { columns: 'name' })
          : undefined,
      ]);
      return { queueCount: queues.total_count, connectionCount: connections?.length };
    },
    INTERVAL_MS,
  );
  const filter = termFor('vhost', name);
  return (
    <>
      <Fault fault={fault} />
      <dl class="figures panel">
        <Figure
          title="Ready"
          value={formatCount(vhost.messages_ready)}
          exact={vhost.messages_ready}
          explanation="Messages that wait for a consumer"
        />
        <Figure
          title="Unacknowledged"
          value={formatCount(vhost.messages_unacknowledged)}
          exact={vhost.messages_unacknowledged}
          explanation="Messages with a consumer that has not acknowledged them yet"
        />
        <Figure
          title="Queues"
          value={formatCount(data?.queueCount)}
          exact={data?.queueCount}
          href={formatRoute({ page: 'queues', query: { filter } })}
        />
        {mayMonitor && (
          <Figure
            title="Connections"
            value={formatCount(data?.connectionCount)}
            exact={data?.connectionCount}
            href={formatRoute({ page: 'connections', query: { filter } })}
          />
        )}
        <Figure
          title="Received"
          value={formatBytes(vhost.recv_oct)}
          exact={vhost.recv_oct}
          explanation="Bytes from clients since the broker has started"
        />
        <Figure
          title="Sent"
          value={formatBytes(vhost.send_oct)}
          exact={vhost.send_oct}
          explanation="Bytes to clients since the broker has started"
        />
      </dl>
    </>
  );
}
