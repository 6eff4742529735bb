/** The route of the address bar, and how to change it. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { formatRoute, parseRoute, type Route } from './route.js';

const CHANGE = 'hashchange';

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const listener = (): void => setHash(location.hash);
    window.addEventListener(CHANGE, listener);
    return () => window.removeEventListener(CHANGE, listener);
  }, []);
  return useMemo(() => parseRoute(hash), [hash]);
}

export function goTo(route: Partial<Route>): void {
  location.hash = formatRoute(route);
}

/** Without a step in the browser's history: filters and sorting are no places of their own. */
export function changeQuery(changes: Readonly<Record<string, string>>): void {
  const route = parseRoute(location.hash);
  history.replaceState(null, '', formatRoute({ ...route, query: { ...route.query, ...changes } }));
  window.dispatchEvent(new Event(CHANGE));
}
