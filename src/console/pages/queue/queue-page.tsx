/** One queue: how it does, what it was told, who sends to it, and what can be done with it. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { ApiFault } from '../../api/client.js';
import type { QueueDetailsJson } from '../../api/types.js';
import { Histories } from '../../charts/histories.js';
import { samplesQuery, type Span } from '../../charts/samples.js';
import { spanOf } from '../../charts/span-switch.js';
import { formatRoute } from '../../routing/route.js';
import { useConsole } from '../../shell/context.js';
import { DEFAULT_EXCHANGE } from '../../widgets/links.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { currentTab, PageTabs } from '../../widgets/page-tabs.js';
import { type Polled, usePoll } from '../../widgets/use-poll.js';
import { pathOfQueue } from '../queues/queue-columns.js';
import { ArrivalsPanel } from './arrivals-panel.js';
import { BindingsPanel } from './bindings-panel.js';
import { BrowsePanel } from './browse-panel.js';
import { ConsumersPanel } from './consumers-panel.js';
import { GetPanel } from './get-panel.js';
import { HoldupList } from './holdup-list.js';
import { PublishPanel } from './publish-panel.js';
import { QueueActions } from './queue-actions.js';
import { QueueBadges } from './queue-badges.js';
import { pastOf, pushLook, QueueCharts } from './queue-charts.js';
import { QueueFigures } from './queue-figures.js';
import { SettingsPanel } from './settings-panel.js';
import { TransferTab } from './transfer-tab.js';

const INTERVAL_MS = 2_000;

interface QueuePageProps {
  readonly vhost: string;
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}

export function QueuePage({ vhost, name, query }: QueuePageProps) {
  const histories = useMemo(() => new Histories(), []);
  const span = spanOf(query);
  const { data, fault, reload } = useQueue({ vhost, name }, histories, span);
  const isGone = fault instanceof ApiFault && fault.status === 404;
  if (data === undefined) {
    if (fault === undefined) return <Loading />;
    return isGone ? <NoSuchQueue vhost={vhost} name={name} /> : <Fault fault={fault} />;
  }
  const tabs = [
    { id: '', title: 'Activity' },
    { id: 'consumers', title: 'Consumers', count: data.consumers },
    { id: 'bindings', title: 'Bindings' },
    { id: 'messages', title: 'Messages', count: data.messages_ready },
    { id: 'publish', title: 'Publish' },
    { id: 'move', title: 'Move and replay' },
  ];
  const tab = currentTab(tabs, query);
  return (
    <>
      <div class="page-head">
        <p class="crumbs">
          <a href={formatRoute({ page: 'queues' })}>Queues</a> in the vhost{' '}
          <b>
            <bdi>{vhost}</bdi>
          </b>
        </p>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <QueueBadges queue={data} />
        <a href={formatRoute({ page: 'trace', query: { queue: name, vhost } })}>
          Trace its messages
        </a>
        <span class="spring" />
        <QueueActions queue={data} onChange={reload} />
      </div>
      {isGone ? (
        <p class="notice bad" role="alert">
          This queue has been deleted. What is shown is the last that was known.
        </p>
      ) : (
        <Fault fault={fault} what="Not up to date:" />
      )}
      {!isGone && <HoldupList queue={data} />}
      <QueueFigures queue={data} />
      <PageTabs tabs={tabs} route={{ page: 'queues', names: [vhost, name], query }} />
      <Tab tab={tab} queue={data} histories={histories} span={span} onChange={reload} />
    </>
  );
}

/** Asks for samples where a chart is to begin with them. */
function useQueue(
  { vhost, name }: Pick<QueuePageProps, 'vhost' | 'name'>,
  histories: Histories,
  span: Span,
): Polled<QueueDetailsJson> {
  const { api } = useConsole();
  const where = pathOfQueue({ vhost, name });
  const polled = usePoll(
    where,
    async () => {
      const isNew = histories.isNew(span);
      const queue = await api.get<QueueDetailsJson>(where, isNew ? samplesQuery(span) : {});
      const now = Date.now();
      if (isNew) histories.begin(span, pastOf(queue), now);
      pushLook(histories, queue, now);
      return queue;
    },
    INTERVAL_MS,
  );
  const { data, reload } = polled;
  useEffect(() => {
    if (data !== undefined && histories.isNew(span)) reload();
  }, [span]);
  return polled;
}

interface TabProps {
  readonly tab: string;
  readonly queue: QueueDetailsJson;
  readonly histories: Histories;
  readonly span: Span;
  readonly onChange: () => void;
}

/** What somebody has typed or looked up stays while another part is shown. */
const KEPT: readonly string[] = ['messages', 'publish'];

function Tab(props: TabProps) {
  const { tab } = props;
  const visited = useRef(new Set<string>());
  visited.current.add(tab);
  return (
    <>
      {!KEPT.includes(tab) && <TabContent {...props} />}
      {KEPT.filter((id) => visited.current.has(id)).map((id) => (
        <div key={id} hidden={id !== tab}>
          <TabContent {...props} tab={id} />
        </div>
      ))}
    </>
  );
}

function TabContent({ tab, queue, histories, span, onChange }: TabProps) {
  switch (tab) {
    case 'consumers':
      return <ConsumersPanel queue={queue} onChange={onChange} />;
    case 'bindings':
      return <BindingsPanel queue={queue} />;
    case 'messages':
      return (
        <div class="charts">
          <BrowsePanel queue={queue} onChange={onChange} />
          <GetPanel queue={queue} onChange={onChange} />
        </div>
      );
    case 'publish':
      return (
        <PublishPanel
          vhost={queue.vhost}
          exchange={DEFAULT_EXCHANGE}
          routingKey={queue.name}
          onChange={onChange}
        />
      );
    case 'move':
      return <TransferTab queue={queue} onChange={onChange} />;
    default:
      return (
        <QueueCharts histories={histories} span={span}>
          <SettingsPanel queue={queue} />
          <ArrivalsPanel queue={queue} />
        </QueueCharts>
      );
  }
}

function NoSuchQueue({ vhost, name }: Pick<QueuePageProps, 'vhost' | 'name'>) {
  return (
    <section>
      <h1>No such queue</h1>
      <p>
        There is no queue{' '}
        <b>
          <bdi>{name}</bdi>
        </b>{' '}
        in the vhost{' '}
        <b>
          <bdi>{vhost}</bdi>
        </b>
        , or you may not see it. <a href={formatRoute({ page: 'queues' })}>All queues</a>
      </p>
    </section>
  );
}
