/** One queue: how it does, what it was told, who sends to it, and what can be done with it. */
import { useRef } from 'preact/hooks';
import { isNotFound } from '../../api/client.js';
import type { QueueDetailsJson } from '../../api/types.js';
import type { History } from '../../charts/history.js';
import type { Span } from '../../charts/samples.js';
import { spanOf } from '../../charts/span-switch.js';
import { useCharted } from '../../charts/use-charted.js';
import { formatRoute } from '../../routing/route.js';
import { DEFAULT_EXCHANGE } from '../../widgets/links.js';
import { currentTab, type PageTab, PageTabs } from '../../widgets/page-tabs.js';
import { SinglePage } from '../../widgets/single-page.js';
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
import { QueueCharts } from './queue-charts.js';
import { QueueFigures } from './queue-figures.js';
import { QUEUE_FACTS } from './queue-traffic.js';
import { SettingsPanel } from './settings-panel.js';
import { TransferTab } from './transfer-tab.js';

interface QueuePageProps {
  readonly vhost: string;
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}

export function QueuePage({ vhost, name, query }: QueuePageProps) {
  const span = spanOf(query);
  const where = pathOfQueue({ vhost, name });
  const { polled, history } = useCharted<QueueDetailsJson>(where, span, QUEUE_FACTS);
  const { fault, reload } = polled;
  return (
    <SinglePage
      noun="queue"
      list={{ page: 'queues', title: 'Queues' }}
      vhost={vhost}
      name={name}
      polled={polled}
      gone="This queue has been deleted."
      head={(queue) => <Head queue={queue} onChange={reload} />}
    >
      {(queue) => {
        const tabs = tabsOf(queue);
        return (
          <>
            {!isNotFound(fault) && <HoldupList queue={queue} />}
            <QueueFigures queue={queue} />
            <PageTabs tabs={tabs} route={{ page: 'queues', names: [vhost, name], query }} />
            <Tab
              tab={currentTab(tabs, query)}
              queue={queue}
              history={history}
              span={span}
              onChange={reload}
            />
          </>
        );
      }}
    </SinglePage>
  );
}

interface HeadProps {
  readonly queue: QueueDetailsJson;
  readonly onChange: () => void;
}

function Head({ queue, onChange }: HeadProps) {
  const { vhost, name } = queue;
  return (
    <>
      <QueueBadges queue={queue} />
      <a href={formatRoute({ page: 'trace', query: { queue: name, vhost } })}>Trace its messages</a>
      <span class="spring" />
      <QueueActions queue={queue} onChange={onChange} />
    </>
  );
}

function tabsOf(queue: QueueDetailsJson): readonly PageTab[] {
  return [
    { id: '', title: 'Activity' },
    { id: 'consumers', title: 'Consumers', count: queue.consumers },
    { id: 'bindings', title: 'Bindings' },
    { id: 'messages', title: 'Messages', count: queue.messages_ready },
    { id: 'publish', title: 'Publish' },
    { id: 'move', title: 'Move and replay' },
  ];
}

interface TabProps {
  readonly tab: string;
  readonly queue: QueueDetailsJson;
  readonly history: History;
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

function TabContent({ tab, queue, history, span, onChange }: TabProps) {
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
        <QueueCharts history={history} span={span}>
          <SettingsPanel queue={queue} />
          <ArrivalsPanel queue={queue} />
        </QueueCharts>
      );
  }
}
