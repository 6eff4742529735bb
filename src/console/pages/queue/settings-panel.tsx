/** The arguments of a queue or an exchange, and the policy in force with the reason why it is. */
import { path } from '../../api/client.js';
import type { PolicyJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { useConsole } from '../../shell/context.js';
import { usePoll } from '../../widgets/use-poll.js';
import { routeOfPolicy } from '../policies/policy-columns.js';
import { settingsOf, type Told } from './settings.js';

const INTERVAL_MS = 10_000;

interface SettingsPanelProps {
  /** Or an exchange. */
  readonly queue: Told & { readonly vhost: string };
}

export function SettingsPanel({ queue }: SettingsPanelProps) {
  const settings = settingsOf(queue);
  return (
    <section class="panel">
      <h2>Arguments and policy</h2>
      {settings.length === 0 && <p class="empty">No arguments, and no policy matches.</p>}
      <dl class="facts">
        {settings.map(({ name, value, from }) => (
          <div key={`${from} ${name}`}>
            <dt>{name}</dt>
            <dd>
              {value === '' ? <span class="muted">empty</span> : <code>{value}</code>}{' '}
              <span class="muted">({from})</span>
            </dd>
          </div>
        ))}
      </dl>
      {queue.policy !== null && (
        <PolicyReason vhost={queue.vhost} name={queue.policy} kind="policies" />
      )}
      {queue.operator_policy !== null && (
        <PolicyReason vhost={queue.vhost} name={queue.operator_policy} kind="operator-policies" />
      )}
    </section>
  );
}

interface PolicyReasonProps {
  readonly vhost: string;
  readonly name: string;
  readonly kind: 'policies' | 'operator-policies';
}

function PolicyReason({ vhost, name, kind }: PolicyReasonProps) {
  const { api } = useConsole();
  const where = path(`/${kind}`, vhost, name);
  const { data } = usePoll(where, () => api.get<PolicyJson>(where), INTERVAL_MS);
  if (data === undefined) return null;
  return (
    <p class="muted">
      {kind === 'policies' ? 'Policy' : 'Operator policy'}{' '}
      <a
        href={formatRoute(
          routeOfPolicy({ kind: kind === 'policies' ? 'user' : 'operator', vhost, name }),
        )}
      >
        <bdi>{name}</bdi>
      </a>{' '}
      is in force: of those whose pattern matches the name, <code>{data.pattern}</code> has the
      highest priority, {data.priority}.
    </p>
  );
}
