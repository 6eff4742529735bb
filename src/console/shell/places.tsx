/**
 * Every page: its address, its title, whom it is for, and what it shows. The navigation is made of
 * this list, in this order.
 */
import type { ComponentChild } from 'preact';
import { mayAdminister } from '../api/may.js';
import { ChannelPage } from '../pages/channel/channel-page.js';
import { ChannelsPage } from '../pages/channels/channels-page.js';
import { ConnectionPage } from '../pages/connection/connection-page.js';
import { DefinitionsPage } from '../pages/definitions/definitions-page.js';
import { ConnectionsPage } from '../pages/connections/connections-page.js';
import { ConsumersPage } from '../pages/consumers/consumers-page.js';
import { ExchangePage } from '../pages/exchange/exchange-page.js';
import { ExchangesPage } from '../pages/exchanges/exchanges-page.js';
import { OverviewPage } from '../pages/overview/overview-page.js';
import { PermissionTestPage } from '../pages/permission-test/permission-test-page.js';
import { PoliciesPage } from '../pages/policies/policies-page.js';
import { AddPolicyPage, PolicyPage } from '../pages/policies/policy-page.js';
import { QueuePage } from '../pages/queue/queue-page.js';
import { QueuesPage } from '../pages/queues/queues-page.js';
import { TopologyPage } from '../pages/topology/topology-page.js';
import { TracePage } from '../pages/trace/trace-page.js';
import { UserPage } from '../pages/user/user-page.js';
import { UsersPage } from '../pages/users/users-page.js';
import { VhostPage } from '../pages/vhost/vhost-page.js';
import { VhostsPage } from '../pages/vhosts/vhosts-page.js';
import type { Route } from '../routing/route.js';

export interface Place {
  /** "queues" of "#/queues/%2F/orders"; the same with or without names behind it. */
  readonly page: string;
  readonly title: string;
  /** Pages of one group share an entry of the navigation, and are tabs of each other. */
  readonly group?: string;
  /** By tags; everybody unless it is given. The broker decides, this only hides what it refuses. */
  readonly isFor?: (tags: readonly string[]) => boolean;
  readonly show: (route: Route) => ComponentChild;
}

export const PLACES: readonly Place[] = [
  { page: '', title: 'Overview', show: ({ query }) => <OverviewPage query={query} /> },
  {
    page: 'queues',
    title: 'Queues',
    show: ({ names: [vhost, name], query }) =>
      vhost === undefined || name === undefined ? (
        <QueuesPage query={query} />
      ) : (
        <QueuePage key={`${vhost}/${name}`} vhost={vhost} name={name} query={query} />
      ),
  },
  {
    page: 'exchanges',
    title: 'Exchanges',
    show: ({ names: [vhost, name], query }) =>
      vhost === undefined || name === undefined ? (
        <ExchangesPage query={query} />
      ) : (
        <ExchangePage key={`${vhost}/${name}`} vhost={vhost} name={name} query={query} />
      ),
  },
  {
    page: 'connections',
    title: 'Connections',
    show: ({ names: [name], query }) =>
      name === undefined ? (
        <ConnectionsPage query={query} />
      ) : (
        <ConnectionPage key={name} name={name} query={query} />
      ),
  },
  {
    page: 'channels',
    title: 'Channels',
    show: ({ names: [name], query }) =>
      name === undefined ? (
        <ChannelsPage query={query} />
      ) : (
        <ChannelPage key={name} name={name} query={query} />
      ),
  },
  { page: 'consumers', title: 'Consumers', show: ({ query }) => <ConsumersPage query={query} /> },
  { page: 'topology', title: 'Topology', show: ({ query }) => <TopologyPage query={query} /> },
  {
    page: 'trace',
    title: 'Trace',
    show: ({ names: [vhost, id], query }) => <TracePage vhost={vhost} id={id} query={query} />,
  },
  {
    page: 'users',
    title: 'Users',
    group: 'Access',
    isFor: mayAdminister,
    show: ({ names: [name], query }) =>
      name === undefined ? <UsersPage query={query} /> : <UserPage key={name} name={name} />,
  },
  {
    page: 'vhosts',
    title: 'Vhosts',
    group: 'Access',
    show: ({ names: [name], query }) =>
      name === undefined ? <VhostsPage query={query} /> : <VhostPage key={name} name={name} />,
  },
  {
    page: 'permission-test',
    title: 'Permission test',
    group: 'Access',
    isFor: mayAdminister,
    show: ({ query }) => <PermissionTestPage query={query} />,
  },
  { page: 'policies', title: 'Policies', group: 'Access', show: showPolicies },
  {
    page: 'definitions',
    title: 'Definitions',
    group: 'Access',
    isFor: mayAdminister,
    show: ({ query }) => <DefinitionsPage query={query} />,
  },
];

function showPolicies({ names: [vhost, name], query }: Route): ComponentChild {
  if (vhost !== undefined && name !== undefined) {
    const kind = query['kind'] === 'operator' ? 'operator' : 'user';
    return <PolicyPage key={`${kind} ${vhost} ${name}`} kind={kind} vhost={vhost} name={name} />;
  }
  const { add } = query;
  if (add === 'user' || add === 'operator') return <AddPolicyPage key={add} kind={add} />;
  return <PoliciesPage query={query} />;
}
