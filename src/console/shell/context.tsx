/** What all parts of the console are given: the API and the session. Provided by main.tsx. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Api, Fetch } from '../api/client.js';
import type { Session, SessionState } from '../api/session.js';

export interface ConsoleContext {
  readonly api: Api;
  readonly session: Session;
  readonly fetch: Fetch;
}

export const Console = createContext<ConsoleContext | undefined>(undefined);

export function useConsole(): ConsoleContext {
  const context = useContext(Console);
  if (context === undefined) throw new Error('main.tsx provides it');
  return context;
}

export function useSessionState(): SessionState {
  const { session } = useConsole();
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = (): void => redraw((count) => count + 1);
    session.listeners.add(listener);
    return () => {
      session.listeners.delete(listener);
    };
  }, [session]);
  return session.state;
}

export function useTags(): readonly string[] {
  return useConsole().session.login?.tags ?? [];
}
