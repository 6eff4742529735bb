/**
 * The verbs that list what is there, with rabbitmqctl's names of columns: a table of where each
 * list comes from. A path into the answer of the HTTP API is a column too: arguments.x-max-length.
 */
import { closest } from 'fastest-levenshtein';
import { path } from '../api.js';
import { Failure } from '../failure.js';
import type { Invocation, Verb } from '../verb.js';
import { requireUser } from './require-user.js';

interface Listing {
  readonly name: string;
  readonly what: string;
  /** Words that go before the columns: the usage of a name. */
  readonly of?: string;
  readonly resource: (invocation: Invocation) => string;
  readonly defaults: string;
  /** Further columns that may be asked for. */
  readonly others?: string;
  /** Where a column is called otherwise, or lies deeper, in the API. */
  readonly places?: Readonly<Record<string, string>>;
  readonly isGlobal?: boolean;
  /** What rabbitmqctl says before "vhost"; "for", if it is not given. */
  readonly within?: 'in';
}

const LISTINGS: readonly Listing[] = [
  {
    name: 'list_queues',
    what: 'queues',
    resource: ({ vhost }) => path`queues/${vhost}`,
    defaults: 'name messages',
    others:
      'messages_ready messages_unacknowledged durable auto_delete exclusive arguments policy ' +
      'operator_policy effective_policy_definition consumers memory state type messages_ram ' +
      'message_bytes message_bytes_ready message_bytes_unacknowledged message_bytes_ram leader ' +
      'members online vhost node',
  },
  {
    name: 'list_exchanges',
    what: 'exchanges',
    resource: ({ vhost }) => path`exchanges/${vhost}`,
    defaults: 'name type',
    others: 'durable auto_delete internal arguments policy vhost',
  },
  {
    name: 'list_bindings',
    what: 'bindings',
    resource: ({ vhost }) => path`bindings/${vhost}`,
    defaults: 'source_name source_kind destination_name destination_kind routing_key arguments',
    others: 'vhost properties_key',
    places: {
      source_name: 'source',
      destination_name: 'destination',
      destination_kind: 'destination_type',
    },
  },
  {
    name: 'list_connections',
    what: 'connections',
    resource: () => 'connections',
    defaults: 'user peer_host peer_port state',
    others:
      'pid name port host ssl ssl_protocol ssl_key_exchange ssl_cipher ssl_hash ' +
      'peer_cert_subject peer_cert_issuer peer_cert_validity channels protocol auth_mechanism ' +
      'vhost timeout frame_max channel_max client_properties recv_oct recv_cnt send_oct send_cnt ' +
      'send_pend connected_at user_provided_name node',
    places: { pid: 'name' },
    isGlobal: true,
  },
  {
    name: 'list_channels',
    what: 'channels',
    resource: () => 'channels',
    defaults: 'pid user consumer_count messages_unacknowledged',
    others:
      'connection name number vhost transactional confirm messages_uncommitted ' +
      'acks_uncommitted messages_unconfirmed prefetch_count global_prefetch_count state ' +
      'idle_since node',
    places: { pid: 'name', connection: 'connection_details.name' },
    isGlobal: true,
  },
  {
    name: 'list_consumers',
    what: 'consumers',
    resource: ({ vhost }) => path`consumers/${vhost}`,
    defaults: 'queue_name channel_pid consumer_tag ack_required prefetch_count active arguments',
    others: 'activity_status exclusive',
    places: { queue_name: 'queue.name', channel_pid: 'channel_details.name' },
    within: 'in',
  },
  {
    name: 'list_vhosts',
    what: 'vhosts',
    resource: () => 'vhosts',
    defaults: 'name',
    others: 'description tags default_queue_type tracing cluster_state metadata',
    isGlobal: true,
  },
  {
    name: 'list_users',
    what: 'users',
    resource: () => 'users',
    defaults: 'user tags',
    places: { user: 'name' },
    isGlobal: true,
  },
  {
    name: 'list_permissions',
    what: 'permissions',
    resource: ({ vhost }) => path`vhosts/${vhost}/permissions`,
    defaults: 'user configure write read',
  },
  {
    name: 'list_user_permissions',
    what: 'permissions',
    of: '<username>',
    resource: (invocation) => path`users/${invocation.arg(0)}/permissions`,
    defaults: 'vhost configure write read',
    isGlobal: true,
  },
  {
    name: 'list_topic_permissions',
    what: 'topic permissions',
    resource: ({ vhost }) => path`vhosts/${vhost}/topic-permissions`,
    defaults: 'user exchange write read',
  },
  {
    name: 'list_user_topic_permissions',
    what: 'topic permissions',
    of: '<username>',
    resource: (invocation) => path`users/${invocation.arg(0)}/topic-permissions`,
    defaults: 'vhost exchange write read',
    isGlobal: true,
  },
  {
    name: 'list_policies',
    what: 'policies',
    resource: ({ vhost }) => path`policies/${vhost}`,
    defaults: 'vhost name pattern apply-to definition priority',
  },
  {
    name: 'list_operator_policies',
    what: 'operator policy overrides',
    resource: ({ vhost }) => path`operator-policies/${vhost}`,
    defaults: 'vhost name pattern apply-to definition priority',
  },
  {
    name: 'list_parameters',
    what: 'runtime parameters',
    resource: () => 'parameters',
    defaults: 'component name value',
  },
  {
    name: 'list_global_parameters',
    what: 'global runtime parameters',
    resource: () => 'global-parameters',
    defaults: 'name value',
    isGlobal: true,
  },
];

export const LIST_VERBS: readonly Verb[] = LISTINGS.map(verbOf);

function verbOf(listing: Listing): Verb {
  const { name, what, of = '', others = '', within = 'for' } = listing;
  const defaults = listing.defaults.split(' ');
  const known = [...defaults, ...others.split(' ').filter((column) => column !== '')];
  const skip = of === '' ? 0 : 1;
  return {
    name,
    usage: `${of} [column] ...`.trim(),
    summary: `Lists ${what}: ${known.join(', ')}.`,
    banner: (invocation) => {
      if (of !== '') return `Listing ${what} for user "${invocation.arg(0)}" ...`;
      const scope = listing.isGlobal === true ? '' : ` ${within} vhost ${invocation.vhost}`;
      return `Listing ${what}${scope} ...`;
    },
    run: async (invocation) => {
      const asked = invocation.args.slice(skip).flatMap((word) => word.split(/[,\s]+/));
      const columns = asked.length === 0 ? defaults : asked.filter((word) => word !== '');
      for (const column of columns) requireKnown(column, known);
      if (of !== '') await requireUser(invocation.api, invocation.arg(0));
      const items = await invocation.api.list(listing.resource(invocation));
      const { vhost } = invocation;
      // The API lists the parameters of all vhosts under one path.
      const wanted =
        name === 'list_parameters' ? items.filter((item) => item['vhost'] === vhost) : items;
      const rows = wanted.map((item) =>
        columns.map((column) => lookUp(item, listing.places?.[column] ?? column, column)),
      );
      return { kind: 'table', columns, rows };
    },
  };
}

function requireKnown(column: string, known: readonly string[]): void {
  if (known.includes(column) || column.includes('.')) return;
  throw new Failure(
    'usage',
    `unknown column '${column}'; the nearest is '${closest(column, known)}'`,
  );
}

function lookUp(item: unknown, place: string, column: string): unknown {
  if (column === 'source_kind') return 'exchange';
  let value = item;
  for (const name of place.split('.')) {
    if (typeof value !== 'object' || value === null) return '';
    value = new Map<string, unknown>(Object.entries(value)).get(name);
  }
  return value ?? '';
}
