/**
 * Every page of the console, each on one line: its address, its heading, and who may change
 * something there. What has to hold for all pages (spec/console/every-page.spec.ts), and the
 * pictures of them (scripts/screenshots.mjs), take them from here.
 */
import { formatRoute } from '../../src/console/routing/route.js';

/** What the pages of single things are about. */
export interface Subjects {
  readonly vhost: string;
  readonly queue: string;
  readonly exchange: string;
  readonly user: string;
  readonly policy: string;
  /** Its number. */
  readonly trace: string;
  /** As the broker names them. */
  readonly connection: string;
  readonly channel: string;
}

export interface ConsolePage {
  /** Of its pictures too. */
  readonly name: string;
  /** One of PLACES in src/console/shell/places.tsx. */
  readonly page: string;
  readonly names?: (subjects: Subjects) => readonly string[];
  /** Of the address, behind "?". */
  readonly query?: (subjects: Subjects) => Readonly<Record<string, string>>;
  readonly heading: string | ((subjects: Subjects) => string);
  /** Others' connections and channels are shown to those who monitor. */
  readonly isMonitored?: boolean;
  /** Who may use the buttons that change something; others must not see them. */
  readonly changes?: {
    readonly by: 'policymaker' | 'administrator';
    readonly buttons: RegExp;
  };
}

/** Of a table whose rows somebody may do something with. */
export const SELECTION = 'Select all that the filter shows';

export const CONSOLE_PAGES: readonly ConsolePage[] = [
  { name: 'overview', page: '', heading: 'Overview' },
  { name: 'connections', page: 'connections', heading: 'Connections' },
  {
    name: 'connection',
    page: 'connections',
    names: ({ connection }) => [connection],
    heading: ({ connection }) => connection,
    isMonitored: true,
  },
  { name: 'channels', page: 'channels', heading: 'Channels' },
  {
    name: 'channel',
    page: 'channels',
    names: ({ channel }) => [channel],
    heading: ({ channel }) => channel,
    isMonitored: true,
  },
  { name: 'consumers', page: 'consumers', heading: 'Consumers' },
  { name: 'exchanges', page: 'exchanges', heading: 'Exchanges' },
  {
    name: 'exchange',
    page: 'exchanges',
    names: ({ vhost, exchange }) => [vhost, exchange],
    heading: ({ exchange }) => exchange,
  },
  { name: 'queues', page: 'queues', heading: 'Queues' },
  {
    name: 'queue',
    page: 'queues',
    names: ({ vhost, queue }) => [vhost, queue],
    heading: ({ queue }) => queue,
  },
  {
    name: 'topology',
    page: 'topology',
    query: ({ vhost }) => ({ vhost }),
    heading: 'Topology',
  },
  { name: 'traces', page: 'trace', heading: 'Message trace' },
  {
    name: 'trace',
    page: 'trace',
    names: ({ vhost, trace }) => [vhost, trace],
    heading: 'Message trace',
  },
  {
    name: 'users',
    page: 'users',
    heading: 'Users',
    changes: { by: 'administrator', buttons: /^Add a user$/ },
  },
  {
    name: 'user',
    page: 'users',
    names: ({ user }) => [user],
    heading: ({ user }) => user,
    changes: { by: 'administrator', buttons: /^Delete$/ },
  },
  {
    name: 'vhosts',
    page: 'vhosts',
    heading: 'Vhosts',
    changes: { by: 'administrator', buttons: /^Add a vhost$/ },
  },
  {
    name: 'vhost',
    page: 'vhosts',
    names: ({ vhost }) => [vhost],
    heading: ({ vhost }) => vhost,
    changes: { by: 'administrator', buttons: /^(Delete|Switch tracing on)$/ },
  },
  {
    name: 'permission-test',
    page: 'permission-test',
    query: ({ user, vhost, exchange: name }) => ({ user, vhost, name, routing_key: 'order.new' }),
    heading: 'Permission test',
  },
  {
    name: 'policies',
    page: 'policies',
    heading: 'Policies',
    changes: { by: 'policymaker', buttons: /^Add a policy$/ },
  },
  {
    name: 'policy',
    page: 'policies',
    names: ({ vhost, policy }) => [vhost, policy],
    heading: ({ policy }) => policy,
    changes: { by: 'policymaker', buttons: /^(Save|Delete|Add setting)$/ },
  },
  { name: 'definitions', page: 'definitions', heading: 'Definitions' },
];

/** "#/queues/%2F/orders". */
export function addressOf({ page, names, query }: ConsolePage, subjects: Subjects): string {
  return formatRoute({ page, names: names?.(subjects) ?? [], query: query?.(subjects) ?? {} });
}

export function headingOf({ heading }: ConsolePage, subjects: Subjects): string {
  return typeof heading === 'string' ? heading : heading(subjects);
}
