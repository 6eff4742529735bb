/** Sets and clears the password of a user. Part of user-page.tsx. */
import { useState } from 'preact/hooks';
import { basicAuthorization } from '../../api/session.js';
import type { UserJson } from '../../api/types.js';
import { useConsole } from '../../shell/context.js';
import { ActionForm } from '../../widgets/action-form.js';
import { Confirmation } from '../../widgets/dialog.js';
import { Field } from '../../widgets/field.js';
import { changeUser } from './change-user.js';

interface PasswordPanelProps {
  readonly user: UserJson;
  readonly onChange: () => void;
}

export function PasswordPanel({ user, onChange }: PasswordPanelProps) {
  const { api, session } = useConsole();
  const [password, setPassword] = useState('');
  const [isDone, setDone] = useState(false);
  const [isClearing, setClearing] = useState(false);
  const { name } = user;
  const { login } = session;
  const isMyself = login?.name === name;
  const set = async (): Promise<void> => {
    setDone(false);
    await changeUser(api, name, { password });
    // The session goes on with the new one.
    if (isMyself) session.enter({ ...login, authorization: basicAuthorization(name, password) });
    setPassword('');
    setDone(true);
    onChange();
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Password</h2>
        {user.password_hash !== '' && (
          <button type="button" class="small danger" onClick={() => setClearing(true)}>
            Clear the password
          </button>
        )}
      </div>
      <p class="muted">
        {user.password_hash === ''
          ? 'None: the user can log in by a certificate only.'
          : 'There is one. Connections that are open stay when it changes.'}
      </p>
      <ActionForm verb="Set the password" onSubmit={set} isRow>
        <Field
          label="New password"
          type="password"
          value={password}
          onValue={setPassword}
          isRequired
        />
      </ActionForm>
      {isDone && (
        <p class="notice good" role="status">
          The password has been set.
        </p>
      )}
      {isClearing && (
        <Confirmation
          title={`Clear the password of ${name}?`}
          verb="Clear"
          isDangerous
          onClose={() => setClearing(false)}
          onConfirm={async () => {
            setDone(false);
            await changeUser(api, name, { password: '' });
            onChange();
          }}
        >
          The user can log in by a certificate only, until a password is set again.
          {isMyself && ' It is you: you are logged out, and cannot come back.'}
        </Confirmation>
      )}
    </section>
  );
}
