/**
 * Asks for name and password: as a page of its own, or above the page on which a session has
 * expired, which then goes on.
 */
import { useState } from 'preact/hooks';
import { messageOf, whoIs } from '../api/client.js';
import { basicAuthorization } from '../api/session.js';
import { Dialog } from '../widgets/dialog.js';
import { useConsole } from './context.js';

const HARE =
  'M12 3c-2.600 0-3.600 5.200-2.600 11.200C6.700 15.900 5 18.800 5 22c0 5 4.500 7 11 7s11-2 11-7' +
  'c0-3.200-1.700-6.100-4.400-7.800C23.600 8.200 22.600 3 20 3s-3.400 4.600-3.700 9.600h-.6' +
  'C15.400 7.600 14.600 3 12 3z';

export function LoginPage() {
  return (
    <main class="login-page">
      <div class="login">
        <h1>
          <Mark /> Leveret
        </h1>
        <LoginForm />
      </div>
    </main>
  );
}

export function LoginAgain() {
  const { session } = useConsole();
  return (
    <Dialog title="Log in again">
      <p class="dialog-text">
        The session of {session.login?.name} has ended. The page goes on where it was.
      </p>
      <LoginForm name={session.login?.name ?? ''} />
      <button type="button" class="quiet" onClick={() => session.leave()}>
        Log out
      </button>
    </Dialog>
  );
}

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path d={HARE} />
    </svg>
  );
}

function LoginForm({ name: knownName = '' }: { readonly name?: string }) {
  const { session, fetch } = useConsole();
  const [name, setName] = useState(knownName);
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const logIn = async (): Promise<void> => {
    setBusy(true);
    try {
      const authorization = basicAuthorization(name, password);
      const { name: user, tags } = await whoIs(fetch, authorization);
      session.enter({ name: user, tags, authorization });
    } catch (error) {
      setFault(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void logIn();
      }}
    >
      <label>
        User
        <input
          name="username"
          autocomplete="username"
          autofocus={knownName === ''}
          required
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <label>
        Password
        <input
          name="password"
          type="password"
          autocomplete="current-password"
          autofocus={knownName !== ''}
          value={password}
          onInput={({ currentTarget }) => setPassword(currentTarget.value)}
        />
      </label>
      {fault !== undefined && (
        <p class="notice bad" role="alert">
          {fault}
        </p>
      )}
      <button type="submit" class="primary" disabled={isBusy}>
        {isBusy ? 'Logging in…' : 'Log in'}
      </button>
    </form>
  );
}
