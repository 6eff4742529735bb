/**
 * What stands on both brokers when they are compared: virtual hosts, users of every tag,
 * permissions, policies, limits, queues and exchanges of every kind, bindings of every kind. All of
 * it is made through the management API, and traffic.ts moves messages through it.
 */
import type { Management } from './management.js';

type Made = readonly [path: string, body: object];

/** The passwords are the names with this behind. */
export const PASSWORD_SUFFIX = '-test';

const ALL = { configure: '.*', write: '.*', read: '.*' };

const VHOSTS: readonly Made[] = [
  ['/vhosts/shop', { description: 'the shop', tags: 'production,eu' }],
  ['/vhosts/team%2Fa', { tracing: true }],
  ['/vhosts/empty', {}],
];

const USERS: readonly Made[] = [
  ['/users/alice', { password: 'alice-test', tags: 'administrator' }],
  ['/users/bob', { password: 'bob-test', tags: 'monitoring' }],
  ['/users/carol', { password: 'carol-test', tags: 'policymaker,management' }],
  ['/users/dave', { password: 'dave-test', tags: 'management' }],
  ['/users/erin', { password: 'erin-test', tags: '' }],
  // Nobody can log in under this name.
  ['/users/frank', { password_hash: '', tags: ['impersonator'] }],
];

const ACCESS: readonly Made[] = [
  ...['guest', 'alice', 'bob', 'carol', 'dave'].map((user): Made => [
    `/permissions/shop/${user}`,
    ALL,
  ]),
  ['/permissions/shop/erin', { configure: '^$', write: '^orders', read: '.*' }],
  ['/permissions/team%2Fa/guest', ALL],
  ['/permissions/%2F/alice', ALL],
  ['/topic-permissions/shop/erin', { exchange: 'news', write: '^{username}\\.', read: '.*' }],
  ['/topic-permissions/shop/alice', { exchange: 'amq.topic', write: '.*', read: '.*' }],
];

const RULES: readonly Made[] = [
  [
    '/policies/shop/limits',
    {
      pattern: '^limited',
      definition: {
        'max-length': 100,
        overflow: 'reject-publish',
        'dead-letter-exchange': 'dead',
      },
      priority: 5,
      'apply-to': 'queues',
    },
  ],
  [
    '/policies/shop/alternate',
    {
      pattern: '^orders$',
      definition: { 'alternate-exchange': 'unrouted' },
      priority: 1,
      'apply-to': 'exchanges',
    },
  ],
  ['/policies/%2F/ttl', { pattern: '^ttl', definition: { 'message-ttl': 60_000 } }],
  [
    '/operator-policies/shop/ceiling',
    {
      pattern: '^limited',
      definition: { 'max-length': 50, expires: 3_600_000 },
      priority: 3,
      'apply-to': 'queues',
    },
  ],
  ['/global-parameters/notes', { value: { owner: 'team', level: 3 } }],
  ['/global-parameters/motto', { value: 'hello' }],
  ['/vhost-limits/shop/max-connections', { value: 100 }],
  ['/vhost-limits/shop/max-queues', { value: 1000 }],
  ['/user-limits/erin/max-connections', { value: 10 }],
  ['/user-limits/erin/max-channels', { value: 50 }],
];

const durable = (args: object = {}): object => ({ durable: true, arguments: args });

const QUEUES: readonly Made[] = [
  ['/queues/shop/classic', durable()],
  ['/queues/shop/classic-transient', { durable: false }],
  ['/queues/shop/auto-delete', { durable: false, auto_delete: true }],
  ['/queues/shop/lazy', durable({ 'x-queue-mode': 'lazy' })],
  [
    '/queues/shop/full',
    durable({
      'x-message-ttl': 600_000,
      'x-expires': 6_000_000,
      'x-max-length': 1000,
      'x-max-length-bytes': 1_000_000,
      'x-overflow': 'drop-head',
      'x-dead-letter-exchange': 'dead',
      'x-dead-letter-routing-key': 'gone',
      'x-max-priority': 5,
      'x-single-active-consumer': true,
      'x-queue-master-locator': 'client-local',
    }),
  ],
  [
    '/queues/shop/quorum',
    durable({
      'x-queue-type': 'quorum',
      'x-delivery-limit': 5,
      'x-dead-letter-exchange': 'dead',
      'x-dead-letter-strategy': 'at-least-once',
      'x-overflow': 'reject-publish',
    }),
  ],
  [
    '/queues/shop/quorum-sac',
    durable({
      'x-queue-type': 'quorum',
      'x-single-active-consumer': true,
      'x-quorum-initial-group-size': 1,
    }),
  ],
  ['/queues/shop/limited', durable()],
  ['/queues/shop/limited-2', durable({ 'x-max-length': 7 })],
  ['/queues/shop/dead-letters', durable()],
  ['/queues/shop/backlog', durable()],
  ['/queues/shop/idle', durable()],
  ['/queues/shop/history', durable()],
  ['/queues/%2F/ttl-1', durable()],
  ['/queues/%2F/plain', durable()],
  ['/queues/team%2Fa/q%2F1', durable()],
];

const EXCHANGES: readonly Made[] = [
  ['/exchanges/shop/orders', { type: 'direct', durable: true }],
  ['/exchanges/shop/news', { type: 'topic', durable: true }],
  ['/exchanges/shop/dead', { type: 'fanout', durable: true }],
  ['/exchanges/shop/unrouted', { type: 'fanout', durable: true }],
  ['/exchanges/shop/attributes', { type: 'headers', durable: true }],
  ['/exchanges/shop/hidden', { type: 'fanout', durable: true, internal: true }],
  ['/exchanges/shop/transient', { type: 'direct', durable: false, auto_delete: true }],
  [
    '/exchanges/shop/hashed',
    { type: 'x-consistent-hash', durable: true, arguments: { 'hash-header': 'h' } },
  ],
  ['/exchanges/shop/random-one', { type: 'x-random', durable: true }],
  [
    '/exchanges/shop/recent',
    { type: 'x-recent-history', durable: true, arguments: { 'x-recent-history-length': 5 } },
  ],
  [
    '/exchanges/shop/with-alternate',
    { type: 'topic', durable: true, arguments: { 'alternate-exchange': 'unrouted' } },
  ],
];

const bound = (path: string, key: string, args: object = {}): Made => [
  `/bindings/${path}`,
  { routing_key: key, arguments: args },
];

const BINDINGS: readonly Made[] = [
  bound('shop/e/orders/q/classic', 'c'),
  bound('shop/e/orders/q/quorum', 'q'),
  bound('shop/e/orders/q/quorum-sac', 'qs'),
  bound('shop/e/orders/q/full', 'f'),
  bound('shop/e/orders/q/lazy', 'l'),
  bound('shop/e/orders/q/limited', 'm'),
  bound('shop/e/orders/q/backlog', 'b'),
  bound('shop/e/news/q/classic', 'erin.#'),
  bound('shop/e/news/q/classic-transient', '*.eu'),
  bound('shop/e/dead/q/dead-letters', ''),
  bound('shop/e/attributes/q/classic', '', { 'x-match': 'all', kind: 'a', n: 1 }),
  bound('shop/e/attributes/q/lazy', 'key', { 'x-match': 'any', kind: 'b', ok: true }),
  bound('shop/e/orders/e/hidden', 'c'),
  bound('shop/e/news/e/dead', 'dead.#', { note: 'from exchange to exchange' }),
  bound('shop/e/hidden/q/auto-delete', ''),
  bound('shop/e/hashed/q/idle', '1'),
  bound('shop/e/random-one/q/idle', ''),
  bound('shop/e/recent/q/history', ''),
  bound('shop/e/transient/q/idle', 't'),
  bound('team%2Fa/e/amq.direct/q/q%2F1', 'a/b c'),
];

export async function buildTopology(management: Management): Promise<void> {
  for (const made of [VHOSTS, USERS, ACCESS, RULES, QUEUES, EXCHANGES].flat()) {
    await management.change('PUT', ...made);
  }
  for (const made of BINDINGS) await management.change('POST', ...made);
}

/** Also what a run that was broken off has left. */
export async function clearTopology(management: Management): Promise<void> {
  const away = [
    ...[...VHOSTS, ...USERS].map(([path]) => path),
    ...RULES.map(([path]) => path).filter((path) => /^\/(policies\/%2F|global-)/.test(path)),
    ...QUEUES.map(([path]) => path).filter((path) => path.startsWith('/queues/%2F/')),
    '/permissions/%2F/alice',
  ];
  for (const path of away) await management.ask({ method: 'DELETE', path });
}
