/** The first page: what goes through the broker, what waits in it, and how it does. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type Api, path } from '../../api/client.js';
import { mayMonitor } from '../../api/may.js';
import type { EventLoopJson, NodeJson, OverviewJson } from '../../api/types.js';
import { Chart } from '../../charts/chart.js';
import { Histories } from '../../charts/histories.js';
import type { History } from '../../charts/history.js';
import { samplesQuery, type Span } from '../../charts/samples.js';
import { spanOf, SpanSwitch } from '../../charts/span-switch.js';
import { formatCount, formatDuration, formatRate } from '../../format/numbers.js';
import { formatRoute } from '../../routing/route.js';
import { useConsole, useTags } from '../../shell/context.js';
import { Figure } from '../../widgets/figure.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { FirstRun } from './first-run.js';
import { AlarmList, NodePanel } from './node-panel.js';
import { type Average, recentAverage } from './recent-average.js';
import { addressOf } from './snippets.js';
import { AGE, BACKLOG, countersOf, levelsOf, pastOf, ratesOf } from './traffic.js';

const INTERVAL_MS = 2_000;

const AGE_MEANING =
  'How long the oldest message that waits for a consumer has been in its queue, or since the ' +
  'broker started; exact to a sixteenth';

interface Look {
  readonly overview: OverviewJson;
  readonly node: NodeFacts | undefined;
}

interface NodeFacts {
  readonly node: NodeJson;
  readonly eventLoop: EventLoopJson['event_loop_delay_ms'];
}

export function OverviewPage({ query }: { readonly query: Readonly<Record<string, string>> }) {
  const { api } = useConsole();
  const isMonitor = mayMonitor(useTags());
  const span = spanOf(query);
  const histories = useMemo(() => new Histories(), []);
  const wasEmpty = useRef<boolean>(undefined);
  const commit = useRef<{ ms: number | null; since?: Average }>({ ms: null });
  const { data, fault, reload } = usePoll<Look>(
    'overview',
    async () => {
      const overview = await look(api, histories, span);
      const node = isMonitor ? await nodeFacts(api, overview.node) : undefined;
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
  useEffect(() => {
    if (histories.isNew(span)) reload();
  }, [span]);
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
      {!isMonitor && (
        <p class="muted">
          Of the vhosts that you may use. The node and the time before this page was opened are
          shown to users with the tag monitoring.
        </p>
      )}
      <Figures overview={overview} />
      <Charts overview={overview} history={histories.of(span)} span={span} />
      {node !== undefined && (
        <NodePanel overview={overview} {...node} commitMs={commit.current.ms} />
      )}
    </>
  );
}

/** With the samples of the time before, where the charts have not begun yet. */
async function look(api: Api, histories: Histories, span: Span): Promise<OverviewJson> {
  const isNew = histories.isNew(span);
  const overview = await api.get<OverviewJson>('/overview', isNew ? samplesQuery(span) : {});
  const now = Date.now();
  if (isNew && histories.isNew(span)) histories.begin(span, pastOf(overview), now);
  histories.push(now, levelsOf(overview), countersOf(overview));
  return overview;
}

interface ChartsProps {
  readonly overview: OverviewJson;
  readonly history: History;
  readonly span: Span;
}

function Charts({ overview, history, span }: ChartsProps) {
  const common = { history, spanSeconds: span.seconds };
  return (
    <>
      <SpanSwitch span={span} />
      <div class="charts three">
        <Chart
          title="Messages per second"
          series={ratesOf(overview)}
          format={formatRate}
          {...common}
        />
        <Chart
          title="Messages in queues"
          series={BACKLOG}
          format={formatCount}
          isWhole
          {...common}
        />
        <Chart title="Age of the backlog" series={AGE} format={formatDuration} {...common} />
      </div>
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

function OldestMessage({ oldest }: { readonly oldest: OverviewJson['oldest_message'] }) {
  if (oldest === null) return <Figure title="Oldest ready" value="–" explanation={AGE_MEANING} />;
  const { age_ms: age, queue, vhost } = oldest;
  return (
    <Figure title="Oldest ready" value={formatDuration(age)} explanation={AGE_MEANING}>
      <a class="of" href={formatRoute({ page: 'queues', names: [vhost, queue] })}>
        <bdi>{queue}</bdi>
      </a>
    </Figure>
  );
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
      <OldestMessage oldest={overview.oldest_message} />
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
      <Figure
        title="Consumers"
        value={formatCount(things.consumers)}
        href={formatRoute({ page: 'consumers' })}
      />
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
