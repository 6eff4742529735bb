/** One user, for administrators: tags, password, permissions and limits, and what can be done. */
import { useState } from 'preact/hooks';
import { type Api, path } from '../../api/client.js';
import type { PermissionJson, TopicPermissionJson, UserJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { termFor } from '../../table/filter.js';
import { Confirmation } from '../../widgets/dialog.js';
import { SinglePage } from '../../widgets/single-page.js';
import { usePoll } from '../../widgets/use-poll.js';
import { LimitsPanel } from '../access/limits-panel.js';
import { PermissionsPanel } from '../access/permissions-panel.js';
import { TopicPermissionsPanel } from '../access/topic-permissions-panel.js';
import { PasswordPanel } from './password-panel.js';
import { TagsPanel } from './tags-panel.js';

const INTERVAL_MS = 5_000;

const LIMITS = [
  { name: 'max-connections', title: 'Connections at most' },
  { name: 'max-channels', title: 'Channels at most, of all connections together' },
];

interface UserFacts {
  readonly user: UserJson;
  readonly permissions: readonly PermissionJson[];
  readonly topicPermissions: readonly TopicPermissionJson[];
  readonly vhosts: readonly string[];
}

export function UserPage({ name }: { readonly name: string }) {
  const { api } = useConsole();
  const polled = usePoll(`user ${name}`, () => load(api, name), INTERVAL_MS);
  const { reload } = polled;
  return (
    <SinglePage
      noun="user"
      list={{ page: 'users', title: 'Users' }}
      name={name}
      polled={polled}
      gone="This user has been deleted."
      head={({ user }) => <Head user={user} />}
    >
      {({ user, permissions, topicPermissions, vhosts }) => (
        <div class="charts">
          <PermissionsPanel
            permissions={permissions}
            by="vhost"
            of={name}
            choices={vhosts}
            onChange={reload}
          />
          <TopicPermissionsPanel
            user={name}
            permissions={topicPermissions}
            vhosts={vhosts}
            onChange={reload}
          />
          <TagsPanel key={user.tags.join()} user={user} onChange={reload} />
          <div class="stack">
            <PasswordPanel user={user} onChange={reload} />
            <LimitsPanel
              limits={user.limits}
              known={LIMITS}
              pathOf={(limit) => path('/user-limits', name, limit)}
              mayChange
              onChange={reload}
            />
          </div>
        </div>
      )}
    </SinglePage>
  );
}

async function load(api: Api, name: string): Promise<UserFacts> {
  const where = path('/users', name);
  const [user, permissions, topicPermissions, vhosts] = await Promise.all([
    api.get<UserJson>(where),
    api.get<readonly PermissionJson[]>(`${where}/permissions`),
    api.get<readonly TopicPermissionJson[]>(`${where}/topic-permissions`),
    api.get<readonly { name: string }[]>('/vhosts', { columns: 'name', disable_stats: 'true' }),
  ]);
  return { user, permissions, topicPermissions, vhosts: vhosts.map((vhost) => vhost.name) };
}

function Head({ user: { name, tags } }: { readonly user: UserJson }) {
  const { api, session } = useConsole();
  const [isDeleting, setDeleting] = useState(false);
  const isMyself = session.login?.name === name;
  return (
    <>
      <span class="badges">
        {isMyself && <span class="badge">you</span>}
        {tags.map((tag) => (
          <span key={tag} class="badge">
            {tag}
          </span>
        ))}
      </span>
      <span class="spring" />
      <div class="buttons">
        <a
          class="button"
          href={formatRoute({ page: 'connections', query: { filter: termFor('user', name) } })}
        >
          Connections
        </a>
        <button type="button" class="danger" onClick={() => setDeleting(true)}>
          Delete
        </button>
      </div>
      {isDeleting && (
        <Confirmation
          title={`Delete ${name}?`}
          verb="Delete"
          isDangerous
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await api.send('DELETE', path('/users', name));
            goTo({ page: 'users' });
          }}
        >
          The user goes for good, with all permissions and limits. The connections of the user are
          closed.
          {isMyself && ' It is you: you are logged out, and cannot come back.'}
        </Confirmation>
      )}
    </>
  );
}
