/** Links to the pages of single things, by the names that they have. Used by lists and by pages. */
import type { ComponentChildren } from 'preact';
import { formatRoute } from '../routing/route.js';

interface Named {
  readonly name: string;
}

interface InVhost extends Named {
  readonly vhost: string;
}

/** The default exchange has no name, and this one in paths. */
export const DEFAULT_EXCHANGE = 'amq.default';

export function QueueLink({ vhost, name }: InVhost) {
  return <PageLink page="queues" names={[vhost, name]} />;
}

export function ExchangeLink({ vhost, name }: InVhost) {
  if (name !== '') return <PageLink page="exchanges" names={[vhost, name]} />;
  return (
    <PageLink page="exchanges" names={[vhost, DEFAULT_EXCHANGE]}>
      <span class="muted">(default exchange)</span>
    </PageLink>
  );
}

export function ConnectionLink({ name }: Named) {
  return <PageLink page="connections" names={[name]} />;
}

export function ChannelLink({ name }: Named) {
  return <PageLink page="channels" names={[name]} />;
}

interface PageLinkProps {
  readonly page: string;
  /** The last of them is shown. */
  readonly names: readonly string[];
  readonly children?: ComponentChildren;
}

function PageLink({ page, names, children }: PageLinkProps) {
  return <a href={formatRoute({ page, names })}>{children ?? <bdi>{names.at(-1)}</bdi>}</a>;
}
