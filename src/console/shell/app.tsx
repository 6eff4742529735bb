/** The frame around all pages: login, navigation, and the page of the address. */
import { useLayoutEffect } from 'preact/hooks';
import { formatRoute, type Route } from '../routing/route.js';
import { useRoute } from '../routing/use-route.js';
import { useConsole, useSessionState, useTags } from './context.js';
import { Keyboard } from './keyboard.js';
import { LoginAgain, LoginPage, Mark } from './login.js';
import { type Place, PLACES } from './places.js';
import { ThemeSwitch } from './theme.js';

export function App() {
  const state = useSessionState();
  const route = useRoute();
  const place = PLACES.find(({ page }) => page === route.page);
  const title = [...route.names.slice(-1), place?.title ?? 'Not found'].join(' · ');
  useLayoutEffect(() => {
    document.title = `${title} · Leveret`;
  }, [title]);
  if (state === 'out') return <LoginPage />;
  return (
    <>
      <a class="skip" href="#main" onClick={skipToMain}>
        Skip to the page
      </a>
      <Header place={place} />
      <main id="main" tabIndex={-1}>
        <Tabs place={place} />
        <Page place={place} route={route} />
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

function Header({ place }: { readonly place: Place | undefined }) {
  const { session } = useConsole();
  const places = useMyPlaces();
  const entries = places.filter(
    ({ group }, index) =>
      group === undefined || places.findIndex((each) => each.group === group) === index,
  );
  return (
    <header class="top">
      <a class="brand" href={formatRoute({})}>
        <Mark />
        <span>Leveret</span>
      </a>
      <nav aria-label="Pages">
        {entries.map(({ page, title, group }) => (
          <a
            key={page}
            href={formatRoute({ page })}
            aria-current={
              page === place?.page || (group !== undefined && group === place?.group)
                ? 'page'
                : undefined
            }
          >
            {group ?? title}
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

/** The other pages of a group. */
function Tabs({ place }: { readonly place: Place | undefined }) {
  const places = useMyPlaces();
  if (place?.group === undefined) return null;
  return (
    <nav class="tabs" aria-label={place.group}>
      {places
        .filter(({ group }) => group === place.group)
        .map(({ page, title }) => (
          <a
            key={page}
            href={formatRoute({ page })}
            aria-current={page === place.page ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
    </nav>
  );
}

function useMyPlaces(): readonly Place[] {
  const tags = useTags();
  return PLACES.filter(({ isFor }) => isFor === undefined || isFor(tags));
}

interface PageProps {
  readonly place: Place | undefined;
  readonly route: Route;
}

function Page({ place, route }: PageProps) {
  const tags = useTags();
  if (place === undefined) return <NoSuchPage />;
  if (place.isFor !== undefined && !place.isFor(tags)) return <NotForYou title={place.title} />;
  return place.show(route);
}

function NotForYou({ title }: { readonly title: string }) {
  const tags = useTags();
  return (
    <section>
      <h1>{title}</h1>
      <p>This page needs another tag than yours: {tags.join(', ')}. An administrator gives tags.</p>
    </section>
  );
}

function NoSuchPage() {
  return (
    <section>
      <h1>There is no such page</h1>
      <p>
        <a href={formatRoute({})}>Go to the overview</a>
      </p>
    </section>
  );
}
