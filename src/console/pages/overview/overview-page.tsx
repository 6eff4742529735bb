/** The first page: what goes through the broker, what waits in it, and how it does. */
import { useMemo, useRef } from 'preact/hooks';
import { type Api, path } from '../../api/client.js';
import { mayMonitor } from '../../api/may.js';
import type { EventLoopJson, NodeJson, OverviewJson } from '../../api/types.js';
import { Chart, type Series } from '../../charts/chart.js';
import { History } from '../../charts/history.js';
import { formatCount, formatRate } from '../../format/numbers.js';
import { formatRoute } from '../../routing/route.js';
import { useConsole, useTags } from '../../shell/context.js';
import { Figure } from '../../widgets/figure.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { FirstRun } from './first-run.js';
import { AlarmList, NodePanel } from './node-panel.js';
import { type Average, recentAverage } from './recent-average.js';
import { addressOf } from './snippets.js';

const INTERVAL_MS = 2_000;

const RATES: readonly Series[] = [
  { id: 'publish', title: 'In', color: 1, explanation: 'Messages that publishers have sent' },
  {
    id: 'deliver_get',
    title: 'Out',
    color: 2,
    explanation: 'Messages handed to consumers or taken by get, returned ones each time',
  },
  { id: 'ack', title: 'Acknowledged', color: 3 },
  { id: 'redeliver', title: 'Redelivered', color: 4, explanation: 'Handed out a second time' },
  {
    id: 'unroutable',
    title: 'Unroutable',
    color: 5,
    explanation: 'No queue took them: returned to the publisher, or dropped',
  },
];

const BACKLOG: readonly Series[] = [
  { id: 'ready', title: 'Ready', color: 1, explanation: 'Waiting for a consumer' },
  {
    id: 'unacked',
    title: 'Unacknowledged',
    color: 2,
    explanation: 'With a consumer that has not acknowledged them yet',
  },
];

interface Look {
  readonly overview: OverviewJson;
  readonly node: NodeFacts | undefined;
}

interface NodeFacts {
  readonly node: NodeJson;
  readonly eventLoop: EventLoopJson['event_loop_delay_ms'];
}

export function OverviewPage() {
  const { api } = useConsole();
  const isMonitor = mayMonitor(useTags());
  const history = useMemo(() => new History(), []);
  const wasEmpty = useRef<boolean>(undefined);
  const commit = useRef<{ ms: number | null; since?: Average }>({ ms: null });
  const { data, fault } = usePoll<Look>(
    'overview',
    async () => {
      const overview = await api.get<OverviewJson>('/overview');
      const node = isMonitor ? await nodeFacts(api, overview.node) : undefined;
      remember(history, overview);
      if (node !== undefined) {
        const { io_sync_count: count, io_sync_avg_time: average } = node.node;
        commit.current = {
          ms: recentAverage(commit.current.since, { count, average }),
          since: { count, average },
        };
      }
      return { overview, node };
    },
    INTERVAL_MS,
  );
  if (data === undefined) return fault === undefined ? <Loading /> : <Fault fault={fault} />;
  const { overview, node } = data;
  const { message_stats: stats, listeners = [] } = overview;
  // Decided once, so that the panel stays when the first message comes.
  wasEmpty.current ??= stats?.publish === 0 && overview.object_totals.queues === 0;
  return (
    <>
      <h1 class="hidden">Overview</h1>
      <Fault fault={fault} what="Not up to date:" />
      {node !== undefined && <AlarmList node={node.node} />}
      {wasEmpty.current && (
        <FirstRun
          address={addressOf(listeners, location.hostname)}
          publishedCount={stats?.publish ?? 0}
        />
      )}
      <Figures overview={overview} />
      <div class="charts">
        {stats !== undefined && (
          <Chart title="Messages per second" history={history} series={RATES} format={formatRate} />
        )}
        <Chart
          title="Messages in queues"
          history={history}
          series={BACKLOG}
          format={formatCount}
          isWhole
        />
      </div>
      {node !== undefined && (
        <NodePanel overview={overview} {...node} commitMs={commit.current.ms} />
      )}
    </>
  );
}

async function nodeFacts(api: Api, name: string): Promise<NodeFacts> {
  const where = path('/nodes', name);
  const [node, eventLoop] = await Promise.all([
    api.get<NodeJson>(where),
    api.get<EventLoopJson>(`${where}/event-loop`),
  ]);
  return { node, eventLoop: eventLoop.event_loop_delay_ms };
}

function Figures({ overview }: { readonly overview: OverviewJson }) {
  const { queue_totals: queued, object_totals: things } = overview;
  return (
    <dl class="figures panel">
      <Figure
        title="Backlog"
        value={formatCount(queued.messages)}
        exact={queued.messages}
        explanation="All messages in queues: ready and unacknowledged"
      />
      <Figure title="Ready" value={formatCount(queued.messages_ready)} />
      <Figure title="Unacknowledged" value={formatCount(queued.messages_unacknowledged)} />
      <Figure
        title="Connections"
        value={formatCount(things.connections)}
        href={formatRoute({ page: 'connections' })}
      />
      <Figure
        title="Channels"
        value={formatCount(things.channels)}
        href={formatRoute({ page: 'channels' })}
      />
      <Figure title="Consumers" value={formatCount(things.consumers)} />
      <Figure
        title="Queues"
        value={formatCount(things.queues)}
        href={formatRoute({ page: 'queues' })}
      />
      <Figure
        title="Exchanges"
        value={formatCount(things.exchanges)}
        href={formatRoute({ page: 'exchanges' })}
      />
    </dl>
  );
}

function remember(history: History, { queue_totals: queued, message_stats: stats }: OverviewJson) {
  history.push(
    Date.now(),
    { ready: queued.messages_ready, unacked: queued.messages_unacknowledged },
    stats && {
      publish: stats.publish,
      deliver_get: stats.deliver_get,
      ack: stats.ack,
      redeliver: stats.redeliver,
      unroutable: stats.return_unroutable + stats.drop_unroutable,
    },
  );
}
