/** One connection: who it is, how it does, what is on it, and how it is closed. */
import { path } from '../../api/client.js';
import { mayEnd } from '../../api/may.js';
import type { ConnectionDetailsJson } from '../../api/types.js';
import { Chart } from '../../charts/chart.js';
import type { History } from '../../charts/history.js';
import type { Span } from '../../charts/samples.js';
import type { Series } from '../../charts/series.js';
import { spanOf, SpanSwitch } from '../../charts/span-switch.js';
import { useCharted } from '../../charts/use-charted.js';
import { formatByteRate, formatBytes, formatCount, formatDuration } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { Figure } from '../../widgets/figure.js';
import { currentTab, PageTabs } from '../../widgets/page-tabs.js';
import { SinglePage } from '../../widgets/single-page.js';
import { StateBadge } from '../queue/queue-badges.js';
import { ChannelsTab } from './channels-tab.js';
import { CloseButton } from './close-button.js';
import { ClientPanel, NetworkPanel } from './connection-facts.js';
import { signsOf } from './connection-signs.js';
import { CONNECTION_FACTS } from './connection-traffic.js';
import { ConsumersTab } from './consumers-tab.js';

const BYTES: readonly Series[] = [
  { id: 'received', title: 'Received', color: 1, explanation: 'From the client' },
  { id: 'sent', title: 'Sent', color: 2, explanation: 'To the client' },
];

const UNSENT: readonly Series[] = [
  {
    id: 'unsent',
    title: 'Unsent',
    color: 4,
    explanation: 'Bytes that wait because the client, or its network, reads slowly',
  },
];

interface ConnectionPageProps {
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}

export function ConnectionPage({ name, query }: ConnectionPageProps) {
  const span = spanOf(query);
  const where = path('/connections', name);
  const { polled, history } = useCharted<ConnectionDetailsJson>(where, span, CONNECTION_FACTS);
  return (
    <SinglePage
      noun="connection"
      list={{ page: 'connections', title: 'Connections' }}
      name={name}
      polled={polled}
      gone="This connection has ended."
      head={(connection) => <Head connection={connection} onClosed={polled.reload} />}
    >
      {(connection) => (
        <>
          <Signs connection={connection} />
          <Figures connection={connection} history={history} />
          <PageTabs
            tabs={tabsOf(connection)}
            route={{ page: 'connections', names: [name], query }}
          />
          <Tab connection={connection} history={history} span={span} query={query} />
        </>
      )}
    </SinglePage>
  );
}

interface HeadProps {
  readonly connection: ConnectionDetailsJson;
  readonly onClosed: () => void;
}

function Head({ connection, onClosed }: HeadProps) {
  const { login } = useConsole().session;
  const { name, user, user_provided_name: given } = connection;
  return (
    <>
      <span class="badges">
        <StateBadge state={connection.state} />
        {connection.ssl && <span class="badge">TLS</span>}
      </span>
      {given !== undefined && given !== '' && (
        <span class="given muted" title={given}>
          <bdi>{given}</bdi>
        </span>
      )}
      <span class="spring" />
      {mayEnd(login, user) && <CloseButton name={name} onClosed={onClosed} />}
    </>
  );
}

function Signs({ connection }: { readonly connection: ConnectionDetailsJson }) {
  return (
    <>
      {signsOf(connection).map(({ title, meaning }) => (
        <div key={title} class="notice warn" role="status">
          <strong>{title}</strong>
          <p>{meaning}</p>
        </div>
      ))}
    </>
  );
}

interface ContentProps {
  readonly connection: ConnectionDetailsJson;
  readonly history: History;
}

function Figures({ connection, history }: ContentProps) {
  const { recv_oct: received, send_oct: sent, send_pend: unsent } = connection;
  return (
    <dl class="figures panel">
      <Figure
        title="Received"
        value={formatByteRate(history.latest('received'))}
        explanation={`From the client; since it came ${formatBytes(received)}`}
      />
      <Figure
        title="Sent"
        value={formatByteRate(history.latest('sent'))}
        explanation={`To the client; since it came ${formatBytes(sent)}`}
      />
      <Figure
        title="Unsent"
        value={formatBytes(unsent)}
        exact={unsent}
        explanation="Waits because the client, or its network, reads slowly"
      />
      <Figure title="Channels" value={formatCount(connection.channels)} />
      <Figure title="Age" value={formatDuration(ageOf(connection))} />
    </dl>
  );
}

interface TabProps extends ContentProps {
  readonly span: Span;
  readonly query: Readonly<Record<string, string>>;
}

function Tab({ connection, history, span, query }: TabProps) {
  switch (currentTab(tabsOf(connection), query)) {
    case 'channels':
      return <ChannelsTab connection={connection} query={query} />;
    case 'consumers':
      return <ConsumersTab connection={connection} query={query} />;
    default:
      return (
        <>
          <SpanSwitch span={span} />
          <div class="charts">
            <Chart
              title="Bytes per second"
              history={history}
              series={BYTES}
              format={formatBytes}
              spanSeconds={span.seconds}
            />
            <Chart
              title="Unsent bytes"
              history={history}
              series={UNSENT}
              format={formatBytes}
              isWhole
              spanSeconds={span.seconds}
            />
            <ClientPanel connection={connection} />
            <NetworkPanel connection={connection} />
          </div>
        </>
      );
  }
}

function tabsOf({ channels }: ConnectionDetailsJson) {
  return [
    { id: '', title: 'Activity' },
    { id: 'channels', title: 'Channels', count: channels },
    { id: 'consumers', title: 'Consumers' },
  ];
}

/** The clock of this machine may be behind that of the broker. */
function ageOf({ connected_at: since }: ConnectionDetailsJson): number {
  const age = Math.max(0, Date.now() - since);
  return age - (age % 1_000);
}
