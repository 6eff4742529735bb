/** One queue: how it does, what it was told, who sends to it, and what can be done with it. */
import { useMemo } from 'preact/hooks';
import { ApiFault } from '../../api/client.js';
import type { QueueDetailsJson, QueueJson } from '../../api/types.js';
import { Chart, type Series } from '../../charts/chart.js';
import { History } from '../../charts/history.js';
import { formatBytes, formatCount } from '../../format/numbers.js';
import { formatRoute } from '../../routing/route.js';
import { useConsole } from '../../shell/context.js';
import { Figure } from '../../widgets/figure.js';
import { Fault, Loading } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { pathOfQueue } from '../queues/queue-columns.js';
import { BindingsPanel } from './bindings-panel.js';
import { BrowsePanel } from './browse-panel.js';
import { ConsumersPanel } from './consumers-panel.js';
import { GetPanel } from './get-panel.js';
import { holdupOf } from './holdups.js';
import { PublishPanel } from './publish-panel.js';
import { QueueActions } from './queue-actions.js';
import { QueueBadges } from './queue-badges.js';
import { SettingsPanel } from './settings-panel.js';

const INTERVAL_MS = 2_000;

const BACKLOG: readonly Series[] = [
  { id: 'ready', title: 'Ready', color: 1, explanation: 'Waiting for a consumer' },
  {
    id: 'unacked',
    title: 'Unacknowledged',
    color: 2,
    explanation: 'With a consumer that has not acknowledged them yet',
  },
];

interface QueuePageProps {
  readonly vhost: string;
  readonly name: string;
}

export function QueuePage({ vhost, name }: QueuePageProps) {
  const { api } = useConsole();
  const history = useMemo(() => new History(), []);
  const where = pathOfQueue({ vhost, name });
  const { data, fault, reload } = usePoll(
    where,
    async () => {
      const queue = await api.get<QueueDetailsJson>(where);
      const { messages_ready: ready, messages_unacknowledged: unacked } = queue;
      history.push(Date.now(), { ready, unacked });
      return queue;
    },
    INTERVAL_MS,
  );
  if (data === undefined) {
    if (fault === undefined) return <Loading />;
    return fault instanceof ApiFault && fault.status === 404 ? (
      <Gone vhost={vhost} name={name} />
    ) : (
      <Fault fault={fault} />
    );
  }
  const isGone = fault instanceof ApiFault && fault.status === 404;
  return (
    <>
      <div class="page-head">
        <p class="crumbs">
          <a href={formatRoute({ page: 'queues' })}>Queues</a> in the vhost <b>{vhost}</b>
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
      {!isGone && <Holdup queue={data} />}
      <QueueFigures queue={data} />
      <div class="charts">
        <Chart title="Messages" history={history} series={BACKLOG} format={formatCount} isWhole />
        <SettingsPanel queue={data} />
        <ConsumersPanel consumers={data.consumer_details} onChange={reload} />
        <BindingsPanel queue={data} />
        <PublishPanel queue={data} onChange={reload} />
        <GetPanel queue={data} onChange={reload} />
        <BrowsePanel queue={data} onChange={reload} />
      </div>
    </>
  );
}

function Holdup({ queue }: { readonly queue: QueueDetailsJson }) {
  const holdup = holdupOf(queue);
  if (holdup === undefined) return null;
  return (
    <div class="notice warn" role="status">
      <strong>{holdup.title}</strong>
      <p>{holdup.remedy}</p>
    </div>
  );
}

function QueueFigures({ queue }: { readonly queue: QueueJson }) {
  return (
    <dl class="figures panel">
      <Figure
        title="Ready"
        value={formatCount(queue.messages_ready)}
        exact={queue.messages_ready}
        explanation="Waiting for a consumer"
      />
      <Figure
        title="Unacknowledged"
        value={formatCount(queue.messages_unacknowledged)}
        exact={queue.messages_unacknowledged}
        explanation="With a consumer that has not acknowledged them yet"
      />
      <Figure title="Consumers" value={formatCount(queue.consumers)} exact={queue.consumers} />
      <Figure
        title="Bodies"
        value={formatBytes(queue.message_bytes)}
        exact={queue.message_bytes}
        explanation="Size of the bodies of all its messages"
      />
      <Figure
        title="On disk only"
        value={formatCount(queue.messages_paged_out)}
        exact={queue.messages_paged_out}
        explanation="Messages that have left memory until their turn nears"
      />
    </dl>
  );
}

function Gone({ vhost, name }: QueuePageProps) {
  return (
    <section>
      <h1>No such queue</h1>
      <p>
        There is no queue <b>{name}</b> in the vhost <b>{vhost}</b>, or you may not see it.{' '}
        <a href={formatRoute({ page: 'queues' })}>All queues</a>
      </p>
    </section>
  );
}
