/**
 * What a policy can set, in words: which kind of value, in which unit, to what end. DATA of the
 * form for policies; a spec compares it with what the broker takes.
 */

export type ValueType = 'count' | 'bytes' | 'ms' | 'text' | 'choice' | 'json';

export interface SettingKind {
  readonly key: string;
  readonly group: string;
  readonly type: ValueType;
  readonly explanation: string;
  /** Of a choice. */
  readonly choices?: readonly string[];
  /** Operator policies may have it. */
  readonly isForOperators?: boolean;
}

const LIMITS = 'Length and age';
const DEAD_LETTERS = 'Dead letters';
const RETRIES = 'Retries and consumers';
const EXCHANGES = 'Exchanges';
const WITHOUT_EFFECT = 'RabbitMQ’s, without effect here';

export const SETTING_KINDS: readonly SettingKind[] = [
  {
    key: 'max-length',
    group: LIMITS,
    type: 'count',
    explanation: 'So many messages may wait in a queue. What happens then says “overflow”.',
    isForOperators: true,
  },
  {
    key: 'max-length-bytes',
    group: LIMITS,
    type: 'bytes',
    explanation: 'So large may the bodies of all messages that wait be together.',
    isForOperators: true,
  },
  {
    key: 'overflow',
    group: LIMITS,
    type: 'choice',
    choices: ['drop-head', 'reject-publish', 'reject-publish-dlx'],
    explanation:
      'When a queue is full: drop the oldest message, refuse the new one, or refuse it and make ' +
      'it a dead letter.',
    isForOperators: true,
  },
  {
    key: 'message-ttl',
    group: LIMITS,
    type: 'ms',
    explanation: 'So long may a message wait, then it expires. For messages that come from now on.',
    isForOperators: true,
  },
  {
    key: 'expires',
    group: LIMITS,
    type: 'ms',
    explanation: 'A queue that nobody has used for so long is deleted, with its messages.',
    isForOperators: true,
  },
  {
    key: 'dead-letter-exchange',
    group: DEAD_LETTERS,
    type: 'text',
    explanation: 'Rejected, expired and dropped messages go there. Empty: the default exchange.',
  },
  {
    key: 'dead-letter-routing-key',
    group: DEAD_LETTERS,
    type: 'text',
    explanation: 'The routing key of dead letters. Without it they keep their own.',
  },
  {
    key: 'dead-letter-strategy',
    group: DEAD_LETTERS,
    type: 'choice',
    choices: ['at-most-once', 'at-least-once'],
    explanation:
      'Quorum queues: whether a dead letter that nobody takes is dropped or kept. A policy with ' +
      'it does not apply to classic queues.',
  },
  {
    key: 'delivery-limit',
    group: RETRIES,
    type: 'count',
    explanation:
      'Quorum queues: a message that comes back more often becomes a dead letter; -1 is no ' +
      'limit. A policy with it does not apply to classic queues.',
    isForOperators: true,
  },
  {
    key: 'delayed-retry-type',
    group: RETRIES,
    type: 'choice',
    choices: ['all', 'failed', 'returned', 'disabled'],
    explanation: 'Which messages wait when they come back, before they go out again.',
    isForOperators: true,
  },
  {
    key: 'delayed-retry-min',
    group: RETRIES,
    type: 'ms',
    explanation: 'The first delay of a message that comes back. It doubles with each return.',
    isForOperators: true,
  },
  {
    key: 'delayed-retry-max',
    group: RETRIES,
    type: 'ms',
    explanation: 'The longest delay of a message that comes back.',
    isForOperators: true,
  },
  {
    key: 'consumer-timeout',
    group: RETRIES,
    type: 'ms',
    explanation: 'So long may a consumer hold a message without acknowledging it. 0: for ever.',
  },
  {
    key: 'alternate-exchange',
    group: EXCHANGES,
    type: 'text',
    explanation: 'What an exchange matches to nothing goes on there.',
  },
  withoutEffect('queue-mode', 'choice', { choices: ['default', 'lazy'] }),
  withoutEffect('queue-version', 'count', { isForOperators: true }),
  withoutEffect('queue-master-locator', 'text', { isForOperators: true }),
  withoutEffect('queue-leader-locator', 'choice', {
    choices: ['client-local', 'balanced', 'random', 'least-leaders'],
  }),
  withoutEffect('max-in-memory-length', 'count', { isForOperators: true }),
  withoutEffect('max-in-memory-bytes', 'bytes', { isForOperators: true }),
  withoutEffect('consumer-disconnected-timeout', 'ms'),
  withoutEffect('target-group-size', 'count', { isForOperators: true }),
  withoutEffect('member-placement-tag', 'text', { isForOperators: true }),
  withoutEffect('initial-cluster-size', 'count'),
  withoutEffect('max-age', 'text'),
  withoutEffect('stream-max-segment-size-bytes', 'bytes'),
  withoutEffect('stream-filter-size-bytes', 'bytes'),
  withoutEffect('ha-mode', 'choice', { choices: ['all', 'exactly', 'nodes'] }),
  withoutEffect('ha-params', 'json'),
  withoutEffect('ha-sync-mode', 'choice', { choices: ['automatic', 'manual'] }),
  withoutEffect('ha-sync-batch-size', 'count'),
  withoutEffect('ha-promote-on-shutdown', 'choice', { choices: ['always', 'when-synced'] }),
  withoutEffect('ha-promote-on-failure', 'choice', { choices: ['always', 'when-synced'] }),
];

/** Of a key that is not in the list, which the broker refuses, as JSON. */
export function kindOf(key: string): SettingKind {
  return (
    SETTING_KINDS.find((kind) => kind.key === key) ?? {
      key,
      group: '',
      type: 'json',
      explanation: 'The broker does not know this setting.',
    }
  );
}

function withoutEffect(
  key: string,
  type: ValueType,
  more: Pick<SettingKind, 'choices' | 'isForOperators'> = {},
): SettingKind {
  const explanation = 'Taken, so that policies of RabbitMQ can move here. It has no effect.';
  return { key, group: WITHOUT_EFFECT, type, explanation, ...more };
}
