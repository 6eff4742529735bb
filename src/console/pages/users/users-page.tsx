/** All users, for administrators: who they are, what their tags are, where they may go. */
import { useMemo, useState } from 'preact/hooks';
import { type Api, path } from '../../api/client.js';
import type { PermissionJson, UserJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { useConsole } from '../../shell/context.js';
import type { BulkAction } from '../../table/bulk-actions.js';
import { type ShownColumn, Table } from '../../table/table.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import { AddUser } from './add-user.js';
import { limitsText, type UserRow, userRows } from './user-row.js';

const INTERVAL_MS = 5_000;

const COLUMNS: readonly ShownColumn<UserRow>[] = [
  {
    id: 'name',
    title: 'Name',
    isUsual: true,
    width: 12,
    value: ({ name }) => name,
    cell: ({ name }) => (
      <a href={formatRoute({ page: 'users', names: [name] })}>
        <bdi>{name}</bdi>
      </a>
    ),
  },
  {
    id: 'tags',
    title: 'Tags',
    explanation: 'What the user may do in the console and over the HTTP API',
    isUsual: true,
    width: 13,
    value: ({ tags }) => tags.join(', '),
  },
  {
    id: 'password',
    title: 'Password',
    explanation: 'Whether the user can log in with one',
    isUsual: true,
    width: 6.5,
    value: ({ has_password: has }) => (has ? 'yes' : 'no'),
  },
  {
    id: 'vhosts',
    title: 'Vhosts',
    explanation: 'Those in which the user has permissions',
    isUsual: true,
    width: 16,
    value: ({ vhosts }) => vhosts.join(', '),
    cell: ({ vhosts }) =>
      vhosts.length === 0 ? (
        <span class="badge warn">none</span>
      ) : (
        vhosts.map((name, index) => [index > 0 && ', ', <bdi key={name}>{name}</bdi>])
      ),
  },
  {
    id: 'limits',
    title: 'Limits',
    isUsual: true,
    width: 16,
    value: ({ limits }) => limitsText(limits),
  },
];

interface UsersPageProps {
  readonly query: Readonly<Record<string, string>>;
}

export function UsersPage({ query }: UsersPageProps) {
  const { api, session } = useConsole();
  const [isAdding, setAdding] = useState(false);
  const { data, fault, reload } = usePoll('users', () => loadRows(api), INTERVAL_MS);
  const actions = useMemo(() => [deletion(api, session.login?.name)], [api, session]);
  return (
    <>
      <div class="page-head">
        <h1>Users</h1>
        <span class="spring" />
        <button type="button" class="primary" onClick={() => setAdding(true)}>
          Add a user
        </button>
      </div>
      <Fault fault={fault} what={data === undefined ? 'Users:' : 'Not up to date:'} />
      {(data !== undefined || fault === undefined) && (
        <Table
          noun={['user', 'users']}
          rows={data}
          columns={COLUMNS}
          nameOf={({ name }) => name}
          query={query}
          actions={actions}
          onDone={reload}
          empty="There are no users."
        />
      )}
      {isAdding && <AddUser onClose={() => setAdding(false)} />}
    </>
  );
}

async function loadRows(api: Api): Promise<readonly UserRow[]> {
  const [users, permissions] = await Promise.all([
    api.get<readonly UserJson[]>('/users'),
    api.get<readonly PermissionJson[]>('/permissions', { columns: 'user,vhost' }),
  ]);
  return userRows(users, permissions);
}

function deletion(api: Api, myself: string | undefined): BulkAction<UserRow> {
  return {
    verb: 'Delete',
    isDangerous: true,
    consequence: (users) =>
      'They go for good, with their permissions and limits. Their connections are closed.' +
      (users.some(({ name }) => name === myself) ? ' You are one of them.' : ''),
    perform: ({ name }) => api.send('DELETE', path('/users', name)),
  };
}
