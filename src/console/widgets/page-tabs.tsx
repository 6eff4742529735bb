/** The parts of a page, as links: the address says which is shown. */
import { formatCount } from '../format/numbers.js';
import { formatRoute, type Route } from '../routing/route.js';

export interface PageTab {
  /** In the address; that of the first is empty. */
  readonly id: string;
  readonly title: string;
  readonly count?: number | undefined;
}

interface PageTabsProps {
  readonly tabs: readonly PageTab[];
  /** The page, as it is now. */
  readonly route: Pick<Route, 'page' | 'names' | 'query'>;
}

/** The id of the part that the address says; of one that is not there, the first. */
export function currentTab(tabs: readonly PageTab[], query: Route['query']): string {
  return tabs.find(({ id }) => id === query['tab'])?.id ?? '';
}

export function PageTabs({ tabs, route: { page, names, query } }: PageTabsProps) {
  const current = currentTab(tabs, query);
  const { span = '' } = query;
  return (
    <nav class="tabs" aria-label="Parts of this page">
      {tabs.map(({ id, title, count }) => (
        <a
          key={id}
          href={formatRoute({ page, names, query: { tab: id, span } })}
          aria-current={id === current ? 'page' : undefined}
        >
          {title}
          {count !== undefined && <span class="muted"> {formatCount(count)}</span>}
        </a>
      ))}
    </nav>
  );
}
