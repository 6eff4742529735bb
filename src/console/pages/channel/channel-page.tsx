/** One channel: its mode, what it publishes and takes, what it holds, and its consumers. */
import { useMemo } from 'preact/hooks';
import { path } from '../../api/client.js';
import { mayEnd } from '../../api/may.js';
import type { ChannelDetailsJson } from '../../api/types.js';
import type { History } from '../../charts/history.js';
import { spanOf, SpanSwitch } from '../../charts/span-switch.js';
import { useCharted } from '../../charts/use-charted.js';
import { formatCount, formatDuration, formatRate } from '../../format/numbers.js';
import { useConsole } from '../../shell/context.js';
import { Table } from '../../table/table.js';
import { Fact, Facts } from '../../widgets/facts.js';
import { Figure } from '../../widgets/figure.js';
import { ConnectionLink } from '../../widgets/links.js';
import { SinglePage } from '../../widgets/single-page.js';
import { modeOf } from '../channels/channel-columns.js';
import { CloseButton } from '../connection/close-button.js';
import { cancelling, CONSUMER_COLUMNS, nameOfConsumer } from '../consumers/consumer-columns.js';
import { StateBadge } from '../queue/queue-badges.js';
import { ChannelCharts } from './channel-charts.js';
import { CHANNEL_FACTS } from './channel-traffic.js';

const COMMON = ['user', 'vhost', 'connection', 'channel'];
const COLUMNS = CONSUMER_COLUMNS.filter(({ id }) => !COMMON.includes(id));

interface ChannelPageProps {
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}

export function ChannelPage({ name, query }: ChannelPageProps) {
  const span = spanOf(query);
  const where = path('/channels', name);
  const { polled, history } = useCharted<ChannelDetailsJson>(where, span, CHANNEL_FACTS);
  return (
    <SinglePage
      noun="channel"
      list={{ page: 'channels', title: 'Channels' }}
      name={name}
      polled={polled}
      gone="This channel has been closed."
      head={(channel) => <Head channel={channel} onClosed={polled.reload} />}
    >
      {(channel) => (
        <>
          <Figures channel={channel} history={history} />
          <SpanSwitch span={span} />
          <div class="charts">
            <ChannelCharts history={history} spanSeconds={span.seconds} />
            <ModePanel channel={channel} />
          </div>
          <Consumers channel={channel} query={query} onDone={polled.reload} />
        </>
      )}
    </SinglePage>
  );
}

interface ChannelProps {
  readonly channel: ChannelDetailsJson;
}

function Head({ channel, onClosed }: ChannelProps & { readonly onClosed: () => void }) {
  const { login } = useConsole().session;
  const mode = modeOf(channel);
  const { name: connection } = channel.connection_details;
  return (
    <>
      <span class="badges">
        <StateBadge state={channel.state} />
        {mode !== '' && <span class="badge">{mode}</span>}
      </span>
      <span class="spring" />
      {mayEnd(login, channel.user) && <CloseButton name={connection} onClosed={onClosed} />}
    </>
  );
}

function Figures({ channel, history }: ChannelProps & { readonly history: History }) {
  return (
    <dl class="figures panel">
      <Figure
        title="In"
        value={formatRate(history.latest('publish'))}
        explanation="Messages that it publishes"
      />
      <Figure
        title="Out"
        value={formatRate(history.latest('deliver_get'))}
        explanation="Messages handed to its consumers, or taken by get"
      />
      <Figure
        title="Unacknowledged"
        value={formatCount(channel.messages_unacknowledged)}
        exact={channel.messages_unacknowledged}
        explanation="It was sent them, and has not acknowledged them yet"
      />
      <Figure
        title="Unconfirmed"
        value={formatCount(channel.messages_unconfirmed)}
        exact={channel.messages_unconfirmed}
        explanation="It has published them, and they are not on the disk yet"
      />
      {channel.transactional && (
        <Figure
          title="Uncommitted"
          value={formatCount(channel.messages_uncommitted + channel.acks_uncommitted)}
          explanation="Messages and acknowledgements that wait for tx.commit"
        />
      )}
      <Figure title="Consumers" value={formatCount(channel.consumer_count)} />
    </dl>
  );
}

function ModePanel({ channel }: ChannelProps) {
  const { prefetch_count: prefetch, global_prefetch_count: shared } = channel;
  const held = channel.messages_unacknowledged;
  return (
    <section class="panel wide">
      <h2>Channel</h2>
      <Facts isWide>
        <Fact title="Connection">
          <ConnectionLink name={channel.connection_details.name} />
        </Fact>
        <Fact title="User">
          <bdi>{channel.user}</bdi>
        </Fact>
        <Fact title="Vhost">
          <bdi>{channel.vhost}</bdi>
        </Fact>
        <Fact title="Number">{channel.number.toLocaleString('en')}</Fact>
        <Fact title="Publishing">{publishing(channel)}</Fact>
        <Fact title="Prefetch of each consumer" explanation="Of those that are to come">
          {prefetch === 0 ? 'no limit' : formatCount(prefetch)}
        </Fact>
        <Fact title="Prefetch of all together">
          {shared === 0
            ? 'no limit'
            : `${formatCount(shared)}, of which ${formatCount(held)} are used`}
        </Fact>
        {channel.idle_since !== undefined && (
          <Fact title="Idle for">{formatDuration(idleFor(channel.idle_since))}</Fact>
        )}
      </Facts>
    </section>
  );
}

interface ConsumersProps extends ChannelProps {
  readonly query: Readonly<Record<string, string>>;
  readonly onDone: () => void;
}

function Consumers({ channel, query, onDone }: ConsumersProps) {
  const { api, session } = useConsole();
  const isOurs = mayEnd(session.login, channel.user);
  const actions = useMemo(() => (isOurs ? [cancelling(api)] : []), [api, isOurs]);
  return (
    <section class="panel">
      <h2>Consumers</h2>
      <Table
        noun={['consumer', 'consumers']}
        rows={channel.consumer_details}
        columns={COLUMNS}
        nameOf={nameOfConsumer}
        query={query}
        actions={actions}
        onDone={onDone}
        empty="It does not consume from any queue."
      />
    </section>
  );
}

function publishing({ confirm, transactional }: ChannelDetailsJson): string {
  if (confirm) return 'with confirms: told when a message is on the disk';
  return transactional ? 'in transactions: nothing counts before tx.commit' : 'without confirms';
}

/** Whole seconds. The clock of this machine may be behind that of the broker. */
function idleFor(since: string): number {
  const ms = Math.max(0, Date.now() - Date.parse(since));
  return ms - (ms % 1_000);
}
