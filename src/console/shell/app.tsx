/** The frame around all pages: login, navigation, and the page of the address. */
import type { ComponentChild } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { ChannelsPage } from '../pages/channels/channels-page.js';
import { ConnectionsPage } from '../pages/connections/connections-page.js';
import { ExchangesPage } from '../pages/exchanges/exchanges-page.js';
import { OverviewPage } from '../pages/overview/overview-page.js';
import { QueuePage } from '../pages/queue/queue-page.js';
import { QueuesPage } from '../pages/queues/queues-page.js';
import { formatRoute, type Route } from '../routing/route.js';
import { useRoute } from '../routing/use-route.js';
import { useConsole, useSessionState } from './context.js';
import { Keyboard } from './keyboard.js';
import { LoginAgain, LoginPage, Mark } from './login.js';
import { ThemeSwitch } from './theme.js';

const PLACES = [
  { page: '', title: 'Overview' },
  { page: 'queues', title: 'Queues' },
  { page: 'exchanges', title: 'Exchanges' },
  { page: 'connections', title: 'Connections' },
  { page: 'channels', title: 'Channels' },
] as const;

export function App() {
  const state = useSessionState();
  const route = useRoute();
  const title = [...route.names.slice(-1), titleOf(route.page)].join(' · ');
  useLayoutEffect(() => {
    document.title = `${title} · Leveret`;
  }, [title]);
  if (state === 'out') return <LoginPage />;
  return (
    <>
      <a class="skip" href="#main" onClick={skipToMain}>
        Skip to the page
      </a>
      <Header page={route.page} />
      <main id="main" tabIndex={-1}>
        {pageOf(route)}
      </main>
      <Keyboard />
      {state === 'expired' && <LoginAgain />}
    </>
  );
}

/** The address behind "#" is the route, so the link cannot lead there. */
function skipToMain(clicked: Event): void {
  clicked.preventDefault();
  document.getElementById('main')?.focus();
}

function Header({ page }: { readonly page: string }) {
  const { session } = useConsole();
  return (
    <header class="top">
      <a class="brand" href={formatRoute({})}>
        <Mark />
        <span>Leveret</span>
      </a>
      <nav aria-label="Pages">
        {PLACES.map((place) => (
          <a
            key={place.page}
            href={formatRoute({ page: place.page })}
            aria-current={place.page === page ? 'page' : undefined}
          >
            {place.title}
          </a>
        ))}
      </nav>
      <div class="account">
        <span class="user" title={`Tags: ${session.login?.tags.join(', ') ?? ''}`}>
          {session.login?.name}
        </span>
        <ThemeSwitch />
        <button type="button" class="quiet" onClick={() => session.leave()}>
          Log out
        </button>
      </div>
    </header>
  );
}

function titleOf(page: string): string {
  return PLACES.find((place) => place.page === page)?.title ?? 'Not found';
}

function pageOf({ page, names, query }: Route): ComponentChild {
  const [vhost, name] = names;
  switch (page) {
    case '':
      return <OverviewPage />;
    case 'queues':
      if (vhost === undefined || name === undefined) return <QueuesPage query={query} />;
      return <QueuePage key={`${vhost}/${name}`} vhost={vhost} name={name} />;
    case 'exchanges':
      return <ExchangesPage query={query} />;
    case 'connections':
      return <ConnectionsPage query={query} />;
    case 'channels':
      return <ChannelsPage query={query} />;
    default:
      return (
        <section>
          <h1>There is no such page</h1>
          <p>
            <a href={formatRoute({})}>Go to the overview</a>
          </p>
        </section>
      );
  }
}
