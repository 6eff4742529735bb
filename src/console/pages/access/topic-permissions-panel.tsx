/** Topic permissions of one user: shows, sets and clears them. Part of the page of a user. */
import { useState } from 'preact/hooks';
import { path } from '../../api/client.js';
import type { TopicPermissionJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { Choice } from '../../widgets/choice.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';
import { Pattern } from './pattern.js';

interface TopicPermissionsPanelProps {
  readonly user: string;
  readonly permissions: readonly TopicPermissionJson[];
  readonly vhosts: readonly string[];
  readonly onChange: () => void;
}

const NOTHING_CHOSEN = { vhost: '', exchange: '', write: '.*', read: '.*' };

export function TopicPermissionsPanel(props: TopicPermissionsPanelProps) {
  const { user, permissions, vhosts, onChange } = props;
  const { api } = useConsole();
  const [grant, setGrant] = useState(NOTHING_CHOSEN);
  const [cleared, setCleared] = useState<TopicPermissionJson>();
  const set = async (): Promise<void> => {
    const { vhost, ...said } = grant;
    await api.send('PUT', path('/topic-permissions', vhost, user), said);
    setGrant(NOTHING_CHOSEN);
    onChange();
  };
  return (
    <section class="panel wide">
      <h2>Topic permissions</h2>
      <p class="muted">
        For the routing keys of a topic exchange: those to publish with (write) and to bind with
        (read). Where there are none, every key is allowed. {'{username}'} and {'{vhost}'} stand for
        the names.
      </p>
      {permissions.length === 0 && <p class="empty">None: every routing key is allowed.</p>}
      <ul class="bindings">
        {permissions.map((permission) => (
          <li key={`${permission.vhost} ${permission.exchange}`}>
            <span class="grow">
              <bdi>{permission.exchange}</bdi> <span class="muted">in</span>{' '}
              <bdi>{permission.vhost}</bdi>
              <span class="patterns">
                <Pattern title="write" pattern={permission.write} />
                <Pattern title="read" pattern={permission.read} />
              </span>
            </span>
            <button
              type="button"
              class="small"
              aria-label={`Edit topic permissions: ${permission.exchange}`}
              onClick={() => setGrant(fieldsOf(permission))}
            >
              Edit
            </button>
            <button
              type="button"
              class="small danger"
              aria-label={`Clear topic permissions: ${permission.exchange}`}
              onClick={() => setCleared(permission)}
            >
              Clear
            </button>
          </li>
        ))}
      </ul>
      <ActionForm verb="Set topic permissions" onSubmit={set} isRow>
        <GrantFields grant={grant} vhosts={vhosts} onGrant={setGrant} />
      </ActionForm>
      {cleared !== undefined && (
        <ClearTopicPermissions
          permission={cleared}
          onClose={() => setCleared(undefined)}
          onChange={onChange}
        />
      )}
    </section>
  );
}

interface ClearTopicPermissionsProps {
  readonly permission: TopicPermissionJson;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

function ClearTopicPermissions(props: ClearTopicPermissionsProps) {
  const { permission, onClose, onChange } = props;
  const { api } = useConsole();
  const { user, vhost, exchange } = permission;
  return (
    <Confirmation
      title="Clear these topic permissions?"
      verb="Clear"
      isDangerous
      onClose={onClose}
      onConfirm={async () => {
        await api.send('DELETE', path('/topic-permissions', vhost, user, exchange));
        onChange();
      }}
    >
      Every routing key of <b>{exchange}</b> in the vhost <b>{vhost}</b> is allowed then.
    </Confirmation>
  );
}

interface GrantFieldsProps {
  readonly grant: typeof NOTHING_CHOSEN;
  readonly vhosts: readonly string[];
  readonly onGrant: (grant: typeof NOTHING_CHOSEN) => void;
}

function GrantFields({ grant, vhosts, onGrant }: GrantFieldsProps) {
  const change = (changes: Partial<typeof NOTHING_CHOSEN>): void =>
    onGrant({ ...grant, ...changes });
  return (
    <>
      <Choice
        label="Vhost"
        value={grant.vhost}
        choices={vhosts}
        onValue={(vhost) => change({ vhost })}
      />
      <Field
        label="Topic exchange"
        value={grant.exchange}
        onValue={(exchange) => change({ exchange })}
        isRequired
      />
      <Field label="Write" value={grant.write} onValue={(write) => change({ write })} />
      <Field label="Read" value={grant.read} onValue={(read) => change({ read })} />
    </>
  );
}

function fieldsOf({ vhost, exchange, write, read }: TopicPermissionJson): typeof NOTHING_CHOSEN {
  return { vhost, exchange, write, read };
}
