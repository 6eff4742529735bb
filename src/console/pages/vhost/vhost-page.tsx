/** One vhost: how it does, what it is told to be, who may do what in it. */
import { useMemo } from 'preact/hooks';
import { type Api, ApiFault, path } from '../../api/client.js';
import { mayAdminister, mayMonitor } from '../../api/may.js';
import type { VhostJson } from '../../api/types.js';
import { Chart, type Series } from '../../charts/chart.js';
import { History } from '../../charts/history.js';
import { formatCount, formatRate } from '../../format/numbers.js';
import { useConsole, useTags } from '../../shell/context.js';
import { SinglePage } from '../../widgets/single-page.js';
import { usePoll } from '../../widgets/use-poll.js';
import { stateOf } from '../vhosts/vhost-state.js';
import { AccessPanels } from './access-panels.js';
import { DeleteVhost } from './delete-vhost.js';
import { MetadataPanel } from './metadata-panel.js';
import { TracingPanel } from './tracing-panel.js';
import { UsagePanel } from './usage-panel.js';

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
const RATES: readonly Series[] = [
  { id: 'publish', title: 'In', color: 1, explanation: 'Published by clients' },
  { id: 'deliver_get', title: 'Out', color: 2, explanation: 'Handed out, again each time' },
  { id: 'ack', title: 'Acknowledged', color: 3 },
];

export function VhostPage({ name }: { readonly name: string }) {
  const { api } = useConsole();
  const tags = useTags();
  const isAdministrator = mayAdminister(tags);
  const history = useMemo(() => new History(), []);
  const polled = usePoll(
    `vhost ${name}`,
    async () => {
      const vhost = await load(api, name, isAdministrator);
      remember(history, vhost);
      return vhost;
    },
    INTERVAL_MS,
  );
  return (
    <SinglePage
      noun="vhost"
      list={{ page: 'vhosts', title: 'Vhosts' }}
      name={name}
      polled={polled}
      gone="This vhost has been deleted."
      head={(vhost) => <Head vhost={vhost} isAdministrator={isAdministrator} />}
    >
      {(vhost) => (
        <>
          <UsagePanel vhost={vhost} mayMonitor={mayMonitor(tags)} />
          <div class="charts">
            <Chart
              title="Messages"
              history={history}
              series={BACKLOG}
              format={formatCount}
              isWhole
            />
            <Chart
              title="Messages per second"
              history={history}
              series={RATES}
              format={formatRate}
            />
            <AccessPanels name={name} isAdministrator={isAdministrator}>
              <TracingPanel vhost={vhost} mayChange={isAdministrator} onChange={polled.reload} />
            </AccessPanels>
            <MetadataPanel vhost={vhost} mayChange={isAdministrator} onChange={polled.reload} />
          </div>
        </>
      )}
    </SinglePage>
  );
}

/** By itself a vhost is shown to administrators; others find theirs in the list. */
async function load(api: Api, name: string, isAdministrator: boolean): Promise<VhostJson> {
  if (isAdministrator) return api.get<VhostJson>(path('/vhosts', name));
  const vhosts = await api.get<readonly VhostJson[]>('/vhosts');
  const vhost = vhosts.find((each) => each.name === name);
  if (vhost === undefined) throw new ApiFault(404, 'Not Found');
  return vhost;
}

function remember(history: History, vhost: VhostJson): void {
  const { messages_ready: ready, messages_unacknowledged: unacked, message_stats: stats } = vhost;
  const { publish = 0, deliver_get = 0, ack = 0 } = stats ?? {};
  history.push(Date.now(), { ready, unacked }, { publish, deliver_get, ack });
}

interface HeadProps {
  readonly vhost: VhostJson;
  readonly isAdministrator: boolean;
}

function Head({ vhost, isAdministrator }: HeadProps) {
  const { description, tags, tracing } = vhost;
  return (
    <>
      <span class="badges">
        <span class="badge">{stateOf(vhost)}</span>
        {tracing && <span class="badge warn">tracing</span>}
        {tags.map((tag) => (
          <span key={tag} class="badge">
            <bdi>{tag}</bdi>
          </span>
        ))}
      </span>
      {description !== '' && <bdi class="muted wrap">{description}</bdi>}
      <span class="spring" />
      {isAdministrator && <DeleteVhost vhost={vhost} />}
    </>
  );
}
