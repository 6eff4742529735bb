/**
 * What is said in the OpenAPI document of operations with messages, and of others that RabbitMQ has
 * not, beyond what their routes say by themselves: what they take and what they answer. DATA, read
 * by openapi.ts; a spec holds the answers against it.
 */

/** A type of JSON by its name, an object of them, or a list of one. */
export type Shape = string | { readonly [name: string]: Shape } | readonly [Shape];

export interface OperationFacts {
  readonly summary: string;
  /** Names of ?name=value, with what they mean. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly answer?: Shape;
}

const PAYLOAD = { payload: 'string', payload_encoding: 'string' };
const SHOWN = {
  encoding: '"auto": text where the body is UTF-8, else base64; "base64": always base64',
  truncate: 'how many bytes of a body are shown',
};
const BINDING = {
  source: 'string',
  vhost: 'string',
  destination: 'string',
  destination_type: 'string',
  routing_key: 'string',
  arguments: 'object',
  properties_key: 'string',
};
const ORIGIN = { queue: 'string', reason: 'string', exchange: 'string', routing_key: 'string' };
const MESSAGE = {
  id: 'integer',
  exchange: 'string',
  routing_key: 'string',
  redelivered: 'boolean',
  return_count: 'integer',
  priority: 'integer',
  persistent: 'boolean',
  expires_at: 'integer or null',
  origin: 'object or null',
  properties: 'object or array',
  payload_bytes: 'integer',
  ...PAYLOAD,
};
const REPLAY = {
  id: 'string',
  vhost: 'string',
  queue: 'string',
  state: 'string',
  to: 'string',
  target: 'string or null',
  reason: 'string or null',
  from_queue: 'string or null',
  per_second: 'number or null',
  dry_run: 'boolean',
  started_at: 'integer',
  ended_at: 'integer or null',
  messages: 'integer',
  examined: 'integer',
  replayed: 'integer',
  skipped: 'integer',
  refused: 'integer',
  denied: 'integer',
  targets: [{ name: 'string', messages: 'integer' }],
  groups: [
    {
      from_queue: 'string or null',
      reason: 'string or null',
      target: 'string or null',
      outcome: 'string',
      messages: 'integer',
    },
  ],
} as const;

const REPLAY_TERMS = {
  reason: 'string or null',
  from_queue: 'string or null',
  search: 'string',
  use_regex: 'boolean',
  search_in: 'string',
  per_second: 'number or null',
  dry_run: 'boolean',
} as const;

const POLICY = {
  pattern: 'string',
  definition: 'object',
  priority: 'number',
  'apply-to': 'string',
};
const POLICY_COUNTS = {
  matching: 'integer',
  in_force: 'integer',
  outranked: 'integer',
  unsupported: 'integer',
  changing: 'integer',
};
const ANY = 'string or number or boolean or object or array or null';
const POLICY_PREVIEW: OperationFacts = {
  summary: 'Tells what a policy would do to queues and exchanges, and sets none',
  query: { items: 'how many of them to name at most, 100 if it is not given, up to 1,000' },
  body: POLICY,
  required: ['pattern', 'definition'],
  answer: {
    queues: POLICY_COUNTS,
    exchanges: POLICY_COUNTS,
    items: [
      {
        kind: 'string',
        name: 'string',
        type: 'string',
        outcome: 'string',
        policy_before: 'string or null',
        policy_after: 'string or null',
        priority_after: 'number or null',
        differences: [{ key: 'string', before: ANY, after: ANY, effect: 'string' }],
      },
    ],
    truncated: 'boolean',
  },
};

const PLACE = { kind: 'string', vhost: 'string', name: 'string' };
const IMPORT_PREVIEW: OperationFacts = {
  summary: 'Tells what an import of definitions would do, and imports none',
  answer: {
    counts: 'object',
    changes: [
      {
        ...PLACE,
        change: 'string',
        differences: [{ key: 'string', before: ANY, after: ANY }],
      },
    ],
    ignored: [{ ...PLACE, reason: 'string' }],
    faults: [{ ...PLACE, reason: 'string' }],
    truncated: 'boolean',
  },
};

const PAGE_QUERY = {
  page: 'which page, from 1 on; not in a search',
  page_size: 'how many messages at most, 100 if it is not given, up to 500',
  from: 'the id to begin at: "next" of the page before',
  search: 'what the messages have to hold',
  use_regex: '"true": the search is a regular expression (RE2)',
  search_in: 'of headers,routing_key,body those to look in; all, if it is not given',
  ...SHOWN,
};
const PAGE = {
  items: [MESSAGE],
  item_count: 'integer',
  page: 'integer',
  page_size: 'integer',
  total_count: 'integer',
  examined: 'integer',
  next: 'integer or null',
} as const;

/** By method and path, as the document has them. */
const TRACE = {
  id: 'string',
  vhost: 'string',
  exchange: 'string or null',
  queue: 'string or null',
  correlation_id: 'string or null',
  user: 'string',
  state: 'string',
  started_at: 'integer',
  ends_at: 'integer',
  ends_in_ms: 'integer',
  ended_at: 'integer or null',
  messages_seen: 'integer',
  messages_kept: 'integer',
  messages_gone: 'integer',
};
const WAY = {
  id: 'integer',
  started_at: 'number',
  lasted_ms: 'number',
  state: 'string',
  exchange: 'string',
  routing_key: 'string',
  properties: 'object',
  payload_bytes: 'integer',
  steps_count: 'integer',
  whole: 'string',
  copies: [{ place: 'integer', queue: 'string', kind: 'string', at: 'number', no_ack: 'boolean' }],
  copies_not_followed: 'integer',
  round_trip_ms: 'number or null',
  reply: 'object or null',
} as const;
const TRACED = { exchange: 'string', queue: 'string', correlation_id: 'string' };

export const OPERATIONS: Readonly<Record<string, OperationFacts>> = {
  'POST /api/exchanges/{vhost}/{exchange}/publish': {
    summary: 'Publishes a message',
    body: { routing_key: 'string', properties: 'object', ...PAYLOAD },
    required: ['routing_key', 'properties', 'payload', 'payload_encoding'],
    answer: { routed: 'boolean' },
  },
  'POST /api/queues': {
    summary: 'Gives the queues that are named, as the list of queues has them',
    query: { columns: 'the keys wanted, with commas between' },
    body: { queues: [{ vhost: 'string', name: 'string' }] },
    required: ['queues'],
    answer: ['object'],
  },
  'POST /api/exchanges/{vhost}/{exchange}/route': {
    summary: 'Tells where a message would go, and publishes none',
    body: { routing_key: 'string', properties: 'object' },
    answer: {
      routed: 'boolean',
      queues: [{ name: 'string', vhost: 'string', certainty: 'string' }],
      direct_reply: 'boolean',
      steps: [
        {
          exchange: 'string',
          type: 'string',
          bindings: [BINDING],
          binding_count: 'integer',
          one_of: 'boolean',
          delay_ms: 'integer',
          duplicate: 'boolean',
          alternate_exchange: 'string or null',
          nearest_bindings: [
            { ...BINDING, distance: 'integer', unit: 'string', unmet_arguments: ['string'] },
          ],
        },
      ],
      truncated: 'boolean',
    },
  },
  'POST /api/topology/{vhost}': {
    summary: 'Tells what leads where: the busiest exchanges and queues, or those of a name',
    body: { filter: 'string', limit: 'integer', first: 'object' },
    answer: {
      vhost: 'string',
      wanted_count: 'integer',
      exchanges: [
        {
          name: 'string',
          type: 'string',
          durable: 'boolean',
          internal: 'boolean',
          binding_count: 'integer',
          messages_delayed: 'integer',
          publish_in: 'integer',
          publish_out: 'integer',
        },
      ],
      queues: [
        {
          name: 'string',
          type: 'string',
          durable: 'boolean',
          state: 'string',
          consumers: 'integer',
          messages_ready: 'integer',
          messages_unacknowledged: 'integer',
          publish: 'integer',
          deliver_get: 'integer',
          dead_letter: 'integer',
        },
      ],
      edges: [
        {
          kind: 'string',
          source: 'string',
          source_type: 'string',
          destination: 'string',
          destination_type: 'string',
          destination_exists: 'boolean',
          binding_count: 'integer',
          bindings: [{ routing_key: 'string', arguments: 'object' }],
          dead_letter_routing_key: 'string or null',
        },
      ],
    },
  },
  'POST /api/queues/{vhost}/{queue}/get': {
    summary: 'Takes messages, and puts them back or not',
    body: { ackmode: 'string', count: 'integer', encoding: 'string', truncate: 'integer' },
    required: ['ackmode', 'count', 'encoding'],
    answer: [
      {
        payload_bytes: 'integer',
        redelivered: 'boolean',
        exchange: 'string',
        routing_key: 'string',
        message_count: 'integer',
        properties: 'object or array',
        ...PAYLOAD,
      },
    ],
  },
  'GET /api/queues/{vhost}/{queue}/messages': {
    summary: 'Shows messages that are ready, and takes none',
    query: PAGE_QUERY,
    answer: PAGE,
  },
  'GET /api/queues/{vhost}/{queue}/messages/{id}': {
    summary: 'Shows one message',
    query: SHOWN,
    answer: { ...MESSAGE, origin: ORIGIN },
  },
  'DELETE /api/queues/{vhost}/{queue}/messages/{id}': { summary: 'Deletes one message' },
  'POST /api/queues/{vhost}/{queue}/messages/{id}/move': {
    summary: 'Moves one message to a queue, or through an exchange',
    body: { queue: 'string', exchange: 'string', routing_key: 'string' },
    answer: { moved: 'boolean', queues: ['string'] },
  },
  'GET /api/exchanges/{vhost}/{exchange}/delayed': {
    summary: 'Shows messages that wait at a delayed exchange',
    query: PAGE_QUERY,
    answer: PAGE,
  },
  'GET /api/exchanges/{vhost}/{exchange}/delayed/{id}': {
    summary: 'Shows one of them',
    query: SHOWN,
    answer: MESSAGE,
  },
  'DELETE /api/exchanges/{vhost}/{exchange}/delayed/{id}': { summary: 'Cancels one of them' },
  'POST /api/queues/{vhost}/{queue}/replays': {
    summary: 'Starts to send dead letters back to where they came from',
    body: { to: 'string', ...REPLAY_TERMS },
    answer: REPLAY,
  },
  'POST /api/queues/{vhost}/{queue}/messages/move': {
    summary: 'Starts to move all messages to another queue',
    body: { queue: 'string', ...REPLAY_TERMS },
    required: ['queue'],
    answer: REPLAY,
  },
  'POST /api/policies/{vhost}/{name}/preview': POLICY_PREVIEW,
  'POST /api/operator-policies/{vhost}/{name}/preview': POLICY_PREVIEW,
  'POST /api/definitions-preview': IMPORT_PREVIEW,
  'POST /api/definitions-preview/{vhost}': IMPORT_PREVIEW,
  'GET /api/permissions/{vhost}/{user}/decision': {
    summary: 'Tells whether a user may do something, and what decides so',
    query: {
      permission: 'configure, write or read',
      resource: 'queue or exchange',
      name: 'of the queue or exchange; amq.default for the default exchange',
      routing_key: 'to publish to the exchange with (write), or to bind with (read)',
    },
    answer: {
      user: 'string',
      vhost: 'string',
      resource: 'string',
      name: 'string',
      permission: 'string',
      routing_key: 'string or null',
      allowed: 'boolean',
      refusal: 'string or null',
      exists: 'boolean',
      rules: [{ kind: 'string', pattern: 'string or null', text: 'string', matches: 'boolean' }],
    },
  },
  'GET /api/replays': { summary: 'Lists replays, under way or over', answer: [REPLAY] },
  'GET /api/replays/{id}': { summary: 'Shows how far a replay is', answer: REPLAY },
  'DELETE /api/replays/{id}': { summary: 'Stops a replay; what was sent back stays so' },
  'GET /api/traces': { summary: 'Lists traces, running or over', answer: [TRACE] },
  'GET /api/traces/{vhost}': { summary: 'Lists those of one vhost', answer: [TRACE] },
  'POST /api/traces/{vhost}': {
    summary: 'Follows the messages of an exchange, a queue or a correlation id for a while',
    body: { ...TRACED, seconds: 'integer' },
    answer: TRACE,
  },
  'GET /api/traces/{vhost}/{id}': {
    summary: 'Shows the messages that a trace has seen, in short, the newest first',
    query: {
      since: 'only those that have changed since this revision, that of an earlier answer',
      before: 'only those before this one',
      count: 'so many at most: 100, or up to 1000',
    },
    answer: { ...TRACE, revision: 'integer', first: 'integer or null', messages: [WAY] },
  },
  'GET /api/traces/{vhost}/{id}/messages/{message}': {
    summary: 'Shows one of them with all of its steps, and those of its reply',
    answer: {
      ...WAY,
      routing_keys: ['string'],
      headers_count: 'integer',
      steps: 'array',
      steps_omitted: 'integer',
    },
  },
  'PUT /api/traces/{vhost}/{id}/stop': { summary: 'Ends a trace; what it has seen stays' },
  'DELETE /api/traces/{vhost}/{id}': { summary: 'Ends a trace and forgets what it has seen' },
};

/** The same as a JSON Schema. */
export function schemaOf(shape: Shape, required?: readonly string[]): object {
  if (typeof shape === 'string') {
    const types = shape.split(' or ');
    return { type: types.length === 1 ? shape : types };
  }
  if (isList(shape)) return { type: 'array', items: schemaOf(shape[0]) };
  const properties = Object.fromEntries(
    Object.entries(shape).map(([name, each]) => [name, schemaOf(each)]),
  );
  return { type: 'object', ...(required !== undefined && { required }), properties };
}

function isList(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}
