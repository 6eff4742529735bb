/** Limits of a vhost for everybody, permissions in it for administrators. */
import type { ComponentChildren } from 'preact';
import { type Api, path } from '../../api/client.js';
import type { PermissionJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { Fault } from '../../widgets/notice.js';
import { usePoll } from '../../widgets/use-poll.js';
import type { Limits } from '../access/limit-changes.js';
import { LimitsPanel } from '../access/limits-panel.js';
import { PermissionsPanel } from '../access/permissions-panel.js';

const INTERVAL_MS = 5_000;

const LIMITS = [
  { name: 'max-connections', title: 'Connections at most' },
  { name: 'max-queues', title: 'Queues at most' },
];

interface AccessPanelsProps {
  readonly name: string;
  readonly isAdministrator: boolean;
  /** Below the limits. */
  readonly children: ComponentChildren;
}

export function AccessPanels({ name, isAdministrator, children }: AccessPanelsProps) {
  const { api } = useConsole();
  const { data, fault, reload } = usePoll(
    `access to ${name}`,
    async () => ({
      limits: await loadLimits(api, name),
      granted: isAdministrator ? await loadGranted(api, name) : undefined,
    }),
    INTERVAL_MS,
  );
  const granted = data?.granted;
  return (
    <>
      {granted !== undefined && (
        <PermissionsPanel
          permissions={granted.permissions}
          by="user"
          of={name}
          choices={granted.users}
          onChange={reload}
        />
      )}
      <div class="stack">
        <Fault fault={fault} />
        {data !== undefined && (
          <LimitsPanel
            limits={data.limits}
            known={LIMITS}
            pathOf={(limit) => path('/vhost-limits', name, limit)}
            mayChange={isAdministrator}
            onChange={reload}
          />
        )}
        {children}
      </div>
    </>
  );
}

async function loadLimits(api: Api, name: string): Promise<Limits> {
  const listed = await api.get<readonly { readonly value: Limits }[]>(path('/vhost-limits', name));
  return listed[0]?.value ?? {};
}

async function loadGranted(api: Api, name: string) {
  const [permissions, users] = await Promise.all([
    api.get<readonly PermissionJson[]>(`${path('/vhosts', name)}/permissions`),
    api.get<readonly { readonly name: string }[]>('/users', { columns: 'name' }),
  ]);
  return { permissions, users: users.map((user) => user.name) };
}
