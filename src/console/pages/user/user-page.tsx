/** One user, for administrators: tags, password, permissions and limits, and what can be done. */
import { useState } from 'preact/hooks';
import { type Api, ApiFault, path } from '../../api/client.js';
import type { PermissionJson, TopicPermissionJson, UserJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { goTo } from '../../routing/use-route.js';
import { useConsole } from '../../shell/context.js';
import { termFor } from '../../table/filter.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Fault, Loading } from '../../widgets/notice.js';
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
  const { data, fault, reload } = usePoll(`user ${name}`, () => load(api, name), INTERVAL_MS);
  if (data === undefined) {
    if (fault === undefined) return <Loading />;
    return fault instanceof ApiFault && fault.status === 404 ? (
      <Gone name={name} />
    ) : (
      <Fault fault={fault} />
    );
  }
  const { user, permissions, topicPermissions, vhosts } = data;
  return (
    <>
      <Head user={user} />
      <Fault fault={fault} what="Not up to date:" />
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
    </>
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
    <div class="page-head">
      <p class="crumbs">
        <a href={formatRoute({ page: 'users' })}>Users</a>
      </p>
      <h1>
        <bdi>{name}</bdi>
      </h1>
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
    </div>
  );
}

function Gone({ name }: { readonly name: string }) {
  return (
    <section>
      <h1>No such user</h1>
      <p>
        There is no user <b>{name}</b>. <a href={formatRoute({ page: 'users' })}>All users</a>
      </p>
    </section>
  );
}
