/** How the node does: memory, disk, files, and since when; its alarms, and where it listens. */
import type { EventLoopJson, NodeJson, OverviewJson } from '../../api/types.js';
import { formatBytes, formatCount, formatDuration } from '../../format/numbers.js';
import { Figure, Gauge } from '../../widgets/figure.js';
import { alarmsOf } from './alarms.js';

export function AlarmList({ node }: { readonly node: NodeJson }) {
  return (
    <>
      {alarmsOf(node).map(({ title, remedy }) => (
        <div key={title} class="notice bad" role="alert">
          <strong>{title}</strong>
          <p>{remedy}</p>
        </div>
      ))}
    </>
  );
}

interface NodePanelProps {
  readonly overview: OverviewJson;
  readonly node: NodeJson;
  /** Null while they are unknown. */
  readonly eventLoop: EventLoopJson['event_loop_delay_ms'];
  readonly commitMs: number | null;
}

export function NodePanel({ overview, node, eventLoop, commitMs }: NodePanelProps) {
  const { listeners = [] } = overview;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{node.name}</h2>
        <span class="muted">
          {overview.product_name} {overview.product_version}
        </span>
      </div>
      <dl class="figures">
        <Figure
          title={`Memory of ${formatBytes(node.mem_limit)}`}
          value={formatBytes(node.mem_used)}
          exact={node.mem_used}
          explanation="Of the process; at the limit publishers are blocked"
        >
          <Gauge share={node.mem_used / node.mem_limit} label="Memory used" />
        </Figure>
        <Figure
          title="Disk free"
          value={formatBytes(node.disk_free)}
          exact={node.disk_free}
          explanation={`Publishers are blocked below ${formatBytes(node.disk_free_limit)}`}
        />
        <Figure title={`Files of ${formatCount(node.fd_total)}`} value={formatCount(node.fd_used)}>
          {node.fd_total > 0 && (
            <Gauge share={node.fd_used / node.fd_total} label="Open files used" />
          )}
        </Figure>
        <Figure
          title="Event loop, 99 %"
          value={formatDuration(eventLoop?.p99)}
          explanation={
            'How late the broker begins what it has to do: 99 of 100 waits in five seconds were ' +
            `shorter; the longest had ${formatDuration(eventLoop?.max)}`
          }
        />
        <Figure
          title="Commit"
          value={formatDuration(commitMs)}
          explanation={
            'From handing changes to the disk to their being there, on average just now; ' +
            'a dash if there were none'
          }
        />
        <Figure title="Up for" value={formatDuration(node.uptime)} />
      </dl>
      <ul class="listeners">
        {listeners.map(({ protocol, ip_address: host, port }) => (
          <li key={`${protocol} ${host} ${port}`}>
            <span>{protocol}</span>{' '}
            <code>
              {host.includes(':') ? `[${host}]` : host}:{port}
            </code>
          </li>
        ))}
      </ul>
    </section>
  );
}
