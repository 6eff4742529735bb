/** One exchange: what goes through it, what it was told, what leads where, and what waits in it. */
import { useState } from 'preact/hooks';
import type { ExchangeDetailsJson } from '../../api/types.js';
import { Chart } from '../../charts/chart.js';
import type { History } from '../../charts/history.js';
import type { Span } from '../../charts/samples.js';
import type { Series } from '../../charts/series.js';
import { spanOf, SpanSwitch } from '../../charts/span-switch.js';
import { useCharted } from '../../charts/use-charted.js';
import { formatCount, formatRate } from '../../format/numbers.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Figure } from '../../widgets/figure.js';
import { DEFAULT_EXCHANGE } from '../../widgets/links.js';
import { currentTab, PageTabs } from '../../widgets/page-tabs.js';
import { SinglePage } from '../../widgets/single-page.js';
import { isPredeclared, pathOfExchange } from '../exchanges/exchange-columns.js';
import { PublishPanel } from '../queue/publish-panel.js';
import { SettingsPanel } from '../queue/settings-panel.js';
import { BindingsTab } from './bindings-tab.js';
import { DelayedTab } from './delayed-tab.js';
import { EXCHANGE_FACTS } from './exchange-traffic.js';
import { RoutePanel } from './route-panel.js';

const IN: Series = {
  id: 'in',
  title: 'In',
  color: 1,
  explanation: 'Messages that are published to this exchange',
};
const OUT: Series = {
  id: 'out',
  title: 'Out',
  color: 2,
  explanation: 'Copies of them that go to queues, over other exchanges too',
};
const UNROUTABLE: Series = {
  id: 'unroutable',
  title: 'Unroutable',
  color: 5,
  explanation: 'Messages of which no queue took a copy: returned to the publisher, or dropped',
};
const TRAFFIC = [IN, OUT, UNROUTABLE];

interface ExchangePageProps {
  readonly vhost: string;
  /** "amq.default" of the one without a name. */
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}

export function ExchangePage({ vhost, name, query }: ExchangePageProps) {
  const span = spanOf(query);
  const where = pathOfExchange({ vhost, name });
  const { polled, history } = useCharted<ExchangeDetailsJson>(where, span, EXCHANGE_FACTS);
  return (
    <SinglePage
      noun="exchange"
      list={{ page: 'exchanges', title: 'Exchanges' }}
      vhost={vhost}
      name={name}
      {...(name === DEFAULT_EXCHANGE && { shownName: 'Default exchange' })}
      polled={polled}
      gone="This exchange has been deleted."
      head={(exchange) => <Head exchange={exchange} />}
    >
      {(exchange) => (
        <>
          <Figures exchange={exchange} history={history} />
          <PageTabs
            tabs={tabsOf(exchange)}
            route={{ page: 'exchanges', names: [vhost, name], query }}
          />
          <Tab
            exchange={exchange}
            history={history}
            span={span}
            query={query}
            onChange={polled.reload}
          />
        </>
      )}
    </SinglePage>
  );
}

interface ExchangeProps {
  readonly exchange: ExchangeDetailsJson;
}

function Head({ exchange }: ExchangeProps) {
  const { api } = useConsole();
  const [isAsked, setAsked] = useState(false);
  const words = [
    exchange.type,
    exchange.durable ? 'durable' : 'transient',
    ...(exchange.auto_delete ? ['auto-delete'] : []),
    ...(exchange.internal ? ['internal'] : []),
  ];
  return (
    <>
      <span class="badges">
        {words.map((word) => (
          <span key={word} class="badge">
            {word}
          </span>
        ))}
      </span>
      <span class="spring" />
      {!isPredeclared(exchange) && (
        <button type="button" class="danger" onClick={() => setAsked(true)}>
          Delete
        </button>
      )}
      {isAsked && (
        <Confirmation
          title={`Delete ${exchange.name}?`}
          verb="Delete"
          isDangerous
          onClose={() => setAsked(false)}
          onConfirm={async () => {
            await api.send('DELETE', pathOfExchange(exchange));
            goTo({ page: 'exchanges' });
          }}
        >
          It goes for good, with its bindings
          {(exchange.messages_delayed ?? 0) > 0 &&
            ` and ${formatCount(exchange.messages_delayed)} messages that wait in it`}
          . Who publishes to it is refused.
        </Confirmation>
      )}
    </>
  );
}

interface ContentProps extends ExchangeProps {
  readonly history: History;
}

function Figures({ exchange, history }: ContentProps) {
  return (
    <dl class="figures panel">
      {TRAFFIC.map(({ id, title, explanation = '' }) => (
        <Figure
          key={id}
          title={title}
          value={formatRate(history.latest(id))}
          explanation={explanation}
        />
      ))}
      {exchange.messages_delayed !== undefined && (
        <Figure
          title="Delayed"
          value={formatCount(exchange.messages_delayed)}
          exact={exchange.messages_delayed}
          explanation="Messages that wait here until they are due"
        />
      )}
    </dl>
  );
}

interface TabProps extends ContentProps {
  readonly onChange: () => void;
  readonly span: Span;
  readonly query: Readonly<Record<string, string>>;
}

function Tab({ exchange, history, span, query, onChange }: TabProps) {
  switch (currentTab(tabsOf(exchange), query)) {
    case 'bindings':
      return <BindingsTab exchange={exchange} query={query} />;
    case 'routing':
      return <RoutePanel exchange={exchange} />;
    case 'publish':
      return (
        <PublishPanel
          vhost={exchange.vhost}
          exchange={exchange.name === '' ? DEFAULT_EXCHANGE : exchange.name}
          onChange={onChange}
        />
      );
    case 'delayed':
      return <DelayedTab exchange={exchange} />;
    default:
      return (
        <>
          <SpanSwitch span={span} />
          <div class="charts">
            <Chart
              title="Messages per second"
              history={history}
              series={TRAFFIC}
              format={formatRate}
              spanSeconds={span.seconds}
            />
            <SettingsPanel
              queue={{
                ...exchange,
                policy: exchange.policy ?? null,
                operator_policy: exchange.operator_policy ?? null,
              }}
            />
          </div>
        </>
      );
  }
}

function tabsOf({ messages_delayed: delayed, internal }: ExchangeDetailsJson) {
  return [
    { id: '', title: 'Activity' },
    { id: 'bindings', title: 'Bindings' },
    { id: 'routing', title: 'Routing' },
    ...(internal ? [] : [{ id: 'publish', title: 'Publish' }]),
    ...(delayed === undefined ? [] : [{ id: 'delayed', title: 'Delayed', count: delayed }]),
  ];
}
