/** The durable facts of a broker as plain records: what a store keeps and recovery replays. */
import type { HashingAlgorithm } from './access/password-hashing.js';
import type { Compatibility } from './compatibility.js';
import type { FieldTable } from './field.js';
import type { JsonValue } from './json.js';

export type ExchangeType = string;
export type DestinationKind = 'queue' | 'exchange';

export interface VhostDefinition {
  readonly kind: 'vhost';
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** The type of a queue whose declare names none; empty for classic. */
  readonly defaultQueueType: string;
  /** Empty: what the broker was configured to. */
  readonly compatibility: Compatibility | '';
  /** Negative: no limit. */
  readonly connectionCountMax: number;
  readonly queueCountMax: number;
}

export interface ExchangeDefinition {
  readonly kind: 'exchange';
  readonly vhost: string;
  readonly name: string;
  readonly type: ExchangeType;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly internal: boolean;
  readonly arguments: FieldTable;
}

export interface QueueDefinition {
  readonly kind: 'queue';
  /** Unique over the life of a data folder; what the store calls the queue. */
  readonly id: number;
  readonly vhost: string;
  readonly name: string;
  readonly durable: boolean;
  readonly autoDelete: boolean;
  readonly exclusive: boolean;
  readonly arguments: FieldTable;
  /** It hands out nothing until an operator resumes it. */
  readonly paused?: boolean;
}

/** Where a delayed exchange keeps what waits: durable if the exchange is. */
export interface HoldingDefinition {
  readonly kind: 'holding';
  /** What the store calls it: of the same numbers as those of queues. */
  readonly id: number;
  readonly vhost: string;
  readonly exchange: string;
}

/**
 * Identity is all of its fields, arguments included (RabbitMQ: source, key, arguments,
 * destination).
 */
export interface BindingDefinition {
  readonly kind: 'binding';
  readonly vhost: string;
  readonly source: string;
  readonly destinationKind: DestinationKind;
  readonly destination: string;
  readonly routingKey: string;
  readonly arguments: FieldTable;
}

/** A key that an exchange or a queue has seen, and is to know when it comes again. */
export interface DeduplicationDefinition {
  readonly kind: 'deduplication';
  readonly vhost: string;
  readonly scope: DestinationKind;
  readonly owner: string;
  readonly key: string;
  /** ms since the epoch, 0 for never. */
  readonly expiresAt: number;
}

/** What operators set: policies (policies.ts) and other parameters (parameters.ts). */
export interface ParameterDefinition {
  readonly kind: 'parameter';
  readonly component: string;
  /** Empty where it is of the whole broker. */
  readonly vhost: string;
  readonly name: string;
  readonly value: JsonValue;
}

export interface UserDefinition {
  readonly kind: 'user';
  readonly name: string;
  readonly tags: readonly string[];
  readonly hashingAlgorithm: HashingAlgorithm;
  /** Empty for a user who cannot log in with a password. */
  readonly passwordHash: string;
  /** Negative: no limit. */
  readonly connectionCountMax: number;
  readonly channelCountMax: number;
}

/** The expressions are those of pattern.ts; an empty one matches nothing. */
export interface PermissionDefinition {
  readonly kind: 'permission';
  readonly user: string;
  readonly vhost: string;
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

export interface TopicPermissionDefinition {
  readonly kind: 'topic-permission';
  readonly user: string;
  readonly vhost: string;
  readonly exchange: string;
  readonly write: string;
  readonly read: string;
}

export type AccessDefinition = UserDefinition | PermissionDefinition | TopicPermissionDefinition;

/** What there is within a vhost. */
export type ResourceDefinition =
  | ExchangeDefinition
  | QueueDefinition
  | HoldingDefinition
  | BindingDefinition
  | DeduplicationDefinition;

export type Definition =
  VhostDefinition | ParameterDefinition | AccessDefinition | ResourceDefinition;
