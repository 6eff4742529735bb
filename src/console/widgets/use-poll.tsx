/**
 * Asks the API again and again while the page is in sight. What was loaded stays on the page when a
 * later request fails. Who takes long to answer is asked less often.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ApiFault } from '../api/client.js';
import { useConsole, useSessionState } from '../shell/context.js';

export interface Polled<T> {
  readonly data: T | undefined;
  readonly fault: ApiFault | Error | undefined;
  /** Asks at once. */
  readonly reload: () => void;
}

/** The broker is asked for a hundredth of the time at most: five consoles take a twentieth. */
const REST_FACTOR = 100;
const REST_MS_MAX = 60_000;

/** Starts anew when `key` changes. */
export function usePoll<T>(key: string, load: () => Promise<T>, intervalMs: number): Polled<T> {
  const { session } = useConsole();
  const isIn = useSessionState() === 'in';
  const [state, setState] = useState<{ key: string; data?: T; fault?: Error }>({ key });
  const [round, setRound] = useState(0);
  const loadRef = useRef(load);
  loadRef.current = load;

  useEffect(() => {
    if (!isIn) return undefined;
    let isOver = false;
    let timer: number | undefined;
    let tookBeforeMs = 0;
    const step = async (): Promise<void> => {
      const startedAt = performance.now();
      if (!document.hidden) {
        try {
          const data = await loadRef.current();
          if (!isOver) setState({ key, data });
        } catch (fault) {
          const error = fault instanceof Error ? fault : new Error(String(fault));
          if (!isOver && session.state === 'in') {
            setState((before) => ({ ...(before.key === key ? before : {}), key, fault: error }));
          }
        }
      }
      const tookMs = performance.now() - startedAt;
      // One answer that takes long, such as the first, says little.
      const rest = Math.min(REST_FACTOR * Math.min(tookMs, tookBeforeMs), REST_MS_MAX);
      tookBeforeMs = tookMs;
      if (!isOver) timer = window.setTimeout(() => void step(), Math.max(intervalMs, rest));
    };
    const onVisible = (): void => {
      if (document.hidden) return;
      window.clearTimeout(timer);
      void step();
    };
    void step();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isOver = true;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [key, round, isIn, intervalMs, session]);

  const reload = useCallback(() => setRound((count) => count + 1), []);
  const { data, fault } = state.key === key ? state : { data: undefined, fault: undefined };
  return { data, fault, reload };
}
