/**
 * Permissions of one user in all vhosts, or of all users in one vhost: shows, sets and clears them.
 * Used by the pages of a user and of a vhost.
 */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { PermissionJson } from '../../api/types.js';
import { formatRoute } from '../../routing/route.js';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';
import { Choice } from '../../widgets/choice.js';
import { Pattern } from './pattern.js';

interface PermissionsPanelProps {
  readonly permissions: readonly PermissionJson[];
  /** What is another in each row. */
  readonly by: 'user' | 'vhost';
  /** The user, or the vhost, of the page. */
  readonly of: string;
  /** The vhosts, or the users, that there are. */
  readonly choices: readonly string[];
  readonly onChange: () => void;
}

interface Grant {
  readonly chosen: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

const OPERATIONS = ['configure', 'write', 'read'] as const;
const LABELS = { configure: 'Configure', write: 'Write', read: 'Read' } as const;
const ALL = { configure: '.*', write: '.*', read: '.*' };

export function PermissionsPanel(props: PermissionsPanelProps) {
  const { permissions, by, of, choices, onChange } = props;
  const { api } = useConsole();
  const [grant, setGrant] = useState<Grant>({ chosen: '', ...ALL });
  const [cleared, setCleared] = useState<PermissionJson>();
  const tested = by === 'vhost' ? { user: of } : { vhost: of };
  const set = async (): Promise<void> => {
    const { chosen, ...patterns } = grant;
    const [vhost, user] = by === 'vhost' ? [chosen, of] : [of, chosen];
    await api.send('PUT', path('/permissions', vhost, user), patterns);
    setGrant({ chosen: '', ...ALL });
    onChange();
  };
  return (
    <section class="panel wide">
      <div class="panel-head">
        <h2>Permissions</h2>
        <a href={formatRoute({ page: 'permission-test', query: tested })}>Test permissions</a>
      </div>
      <p class="muted">
        Regular expressions, looked for anywhere in the names of queues and exchanges. An empty one
        allows nothing. The default exchange is called amq.default here.
      </p>
      {permissions.length === 0 && (
        <p class="empty">
          {by === 'vhost'
            ? 'None: the user can open no vhost. Set some below.'
            : 'None: nobody can open this vhost. Set some below.'}
        </p>
      )}
      <ul class="bindings">
        {permissions.map((permission) => (
          <PermissionRow
            key={permission[by]}
            permission={permission}
            by={by}
            onEdit={() => setGrant({ chosen: permission[by], ...patternsOf(permission) })}
            onClear={() => setCleared(permission)}
          />
        ))}
      </ul>
      <ActionForm verb="Set permissions" onSubmit={set} isRow>
        <Choice
          label={by === 'vhost' ? 'Vhost' : 'User'}
          value={grant.chosen}
          choices={choices}
          onValue={(chosen) => setGrant({ ...grant, chosen })}
        />
        {OPERATIONS.map((operation) => (
          <Field
            key={operation}
            label={LABELS[operation]}
            value={grant[operation]}
            onValue={(pattern) => setGrant({ ...grant, [operation]: pattern })}
          />
        ))}
      </ActionForm>
      {cleared !== undefined && (
        <ClearPermissions
          permission={cleared}
          onClose={() => setCleared(undefined)}
          onChange={onChange}
        />
      )}
    </section>
  );
}

interface ClearPermissionsProps {
  readonly permission: PermissionJson;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

function ClearPermissions({ permission, onClose, onChange }: ClearPermissionsProps) {
  const { api } = useConsole();
  const { user, vhost } = permission;
  return (
    <Confirmation
      title="Clear these permissions?"
      verb="Clear"
      isDangerous
      onClose={onClose}
      onConfirm={async () => {
        await api.send('DELETE', path('/permissions', vhost, user));
        onChange();
      }}
    >
      The user <b>{user}</b> can open the vhost <b>{vhost}</b> no more. Connections that are open
      stay, and may do nothing.
    </Confirmation>
  );
}

function patternsOf({ configure, write, read }: PermissionJson) {
  return { configure, write, read };
}

interface PermissionRowProps {
  readonly permission: PermissionJson;
  readonly by: 'user' | 'vhost';
  readonly onEdit: () => void;
  readonly onClear: () => void;
}

function PermissionRow({ permission, by, onEdit, onClear }: PermissionRowProps) {
  const name = permission[by];
  return (
    <li>
      <span class="grow">
        <a href={formatRoute({ page: by === 'vhost' ? 'vhosts' : 'users', names: [name] })}>
          <bdi>{name}</bdi>
        </a>
        <span class="patterns">
          {OPERATIONS.map((operation) => (
            <Pattern key={operation} title={operation} pattern={permission[operation]} />
          ))}
        </span>
      </span>
      <button type="button" class="small" aria-label={`Edit: ${name}`} onClick={onEdit}>
        Edit
      </button>
      <button type="button" class="small danger" aria-label={`Clear: ${name}`} onClick={onClear}>
        Clear
      </button>
    </li>
  );
}
