/**
 * The JSON of the HTTP API, as far as the console reads it. Where the API makes an object in one
 * place, its type is taken from there.
 */
import type { presentBinding } from '../../management/present/binding.js';
import type { presentChannel, presentChannelDetails } from '../../management/present/channel.js';
import type {
  presentConnection,
  presentConnectionDetails,
} from '../../management/present/connection.js';
import type { presentConsumer } from '../../management/present/consumer.js';
import type { presentDecision } from '../../management/present/decision.js';
import type { presentExchange, presentExchangeDetails } from '../../management/present/exchange.js';
import type { presentExplanation } from '../../management/present/explanation.js';
import type {
  presentPermission,
  presentTopicPermission,
} from '../../management/present/permission.js';
import type { previewDefinitions } from '../../management/definitions/preview.js';
import type { previewPolicy } from '../../management/policy-preview.js';
import type { usesOf } from '../../management/policy-uses.js';
import type { presentPolicy } from '../../management/present/policy.js';
import type { presentQueue } from '../../management/present/queue.js';
import type { presentQueueClients } from '../../management/present/queue-clients.js';
import type { presentQueueFate } from '../../management/present/queue-fate.js';
import type { presentQueuedMessage } from '../../management/present/queued-message.js';
import type { presentTopology } from '../../management/present/topology.js';
import type { presentTrace, presentWay, presentWholeWay } from '../../management/present/trace.js';
import type { presentReplay } from '../../management/present/replay.js';
import type { presentUser } from '../../management/present/user.js';
import type { presentVhost } from '../../management/present/vhost.js';

export type BindingJson = ReturnType<typeof presentBinding>;
export type ChannelJson = ReturnType<typeof presentChannel>;
/** Of one channel by itself; without stats until something has happened. */
export type ChannelDetailsJson = ReturnType<typeof presentChannelDetails> & {
  readonly message_stats?: Stats<
    | 'publish'
    | 'confirm'
    | 'return_unroutable'
    | 'drop_unroutable'
    | 'deliver_get'
    | 'redeliver'
    | 'ack'
    | 'get'
    | 'get_no_ack'
    | 'get_empty'
  >;
};
export type ConnectionJson = ReturnType<typeof presentConnection>;
/** Of one connection by itself. */
export type ConnectionDetailsJson = ReturnType<typeof presentConnectionDetails> &
  Stats<'recv_oct' | 'send_oct'>;
export type ConsumerJson = ReturnType<typeof presentConsumer>;
/** Whether a user may do something, and what decides so. */
export type DecisionJson = ReturnType<typeof presentDecision>;
export type ExchangeJson = ReturnType<typeof presentExchange>;
/** Of one exchange by itself; without stats until something has happened. */
export type ExchangeDetailsJson = ExchangeJson &
  ReturnType<typeof presentExchangeDetails> & {
    readonly message_stats?: Stats<'publish_in' | 'publish_out' | 'publish_unroutable'>;
  };
/** Where a message would go. */
export type ExplanationJson = ReturnType<typeof presentExplanation>;
export type PermissionJson = ReturnType<typeof presentPermission>;
export type PolicyJson = ReturnType<typeof presentPolicy>;
/** With ?in_force=true. */
export type UsedPolicyJson = PolicyJson & ReturnType<typeof usesOf>;
export type PolicyPreviewJson = Awaited<ReturnType<typeof previewPolicy>>;
export type QueueJson = ReturnType<typeof presentQueue>;
/** Of one queue by itself. */
export type QueueDetailsJson = QueueJson &
  ReturnType<typeof presentQueueClients> &
  ReturnType<typeof presentQueueFate> & {
    readonly message_stats?: Stats<
      'publish' | 'deliver_get' | 'redeliver' | 'ack' | 'get' | 'get_no_ack'
    >;
    readonly messages_ready_details: Details;
    readonly messages_unacknowledged_details: Details;
    /** Where a range was asked for. */
    readonly oldest_message_age_ms_details?: Pick<Details, 'samples'>;
  };
export type QueuedMessageJson = ReturnType<typeof presentQueuedMessage>;
export type TraceJson = ReturnType<typeof presentTrace>;
/** A traced message in short, and with all of its steps. */
export type WayJson = ReturnType<typeof presentWay>;
export type WholeWayJson = ReturnType<typeof presentWholeWay>;
export type StepJson = WholeWayJson['steps'][number];

/** A trace with the messages that have changed since an earlier answer. */
export interface SeenJson extends TraceJson {
  readonly revision: number;
  /** The oldest that is kept. */
  readonly first: number | null;
  /** The newest first. */
  readonly messages: readonly WayJson[];
}
export type ReplayJson = ReturnType<typeof presentReplay>;
export type TopicPermissionJson = ReturnType<typeof presentTopicPermission>;
export type TopologyJson = ReturnType<typeof presentTopology>;
/** What an import of definitions would do. */
export type ImportPreviewJson = Awaited<ReturnType<typeof previewDefinitions>>;
export type UserJson = ReturnType<typeof presentUser>;

/** A page of a queue's messages; `next` is where to go on. */
export interface MessagePageJson {
  readonly items: readonly QueuedMessageJson[];
  readonly next: number | null;
}

export interface Sample {
  readonly sample: number;
  /** ms since the epoch. */
  readonly timestamp: number;
}

export interface Details {
  readonly rate: number;
  /** Newest first; where a range was asked for. */
  readonly samples?: readonly Sample[];
}

/** Counters that only grow; each has a `_details` with its rate. */
export interface MessageStats {
  readonly publish: number;
  readonly confirm: number;
  readonly return_unroutable: number;
  readonly drop_unroutable: number;
  readonly redeliver: number;
  readonly ack: number;
  readonly deliver_get: number;
  readonly publish_details: Details;
  readonly confirm_details: Details;
  readonly return_unroutable_details: Details;
  readonly drop_unroutable_details: Details;
  readonly redeliver_details: Details;
  readonly ack_details: Details;
  readonly deliver_get_details: Details;
  /** For those who monitor. */
  readonly dead_letter?: number;
  readonly dead_letter_details?: Details;
}

/** Counters with their rates; those of which nothing has happened are left out. */
export type Stats<Name extends string> = Readonly<
  Partial<Record<Name, number> & Record<`${Name}_details`, Details>>
>;
export interface VhostJson extends ReturnType<typeof presentVhost> {
  readonly messages: number;
  readonly messages_ready: number;
  readonly messages_unacknowledged: number;
  readonly recv_oct: number;
  readonly send_oct: number;
  /** What has never happened is left out. */
  readonly message_stats?: Partial<MessageStats>;
}

export interface ListenerJson {
  readonly protocol: string;
  readonly ip_address: string;
  readonly port: number;
}

export interface OverviewJson {
  readonly product_name: string;
  readonly product_version: string;
  readonly rabbitmq_version: string;
  readonly cluster_name: string;
  readonly node: string;
  readonly object_totals: {
    readonly channels: number;
    readonly connections: number;
    readonly consumers: number;
    readonly exchanges: number;
    readonly queues: number;
  };
  readonly queue_totals: {
    readonly messages: number;
    readonly messages_ready: number;
    readonly messages_unacknowledged: number;
    readonly messages_details: Details;
    readonly messages_ready_details: Details;
    readonly messages_unacknowledged_details: Details;
  };
  /** Of those that are ready; null where none is. */
  readonly oldest_message: {
    readonly age_ms: number;
    readonly queue: string;
    readonly vhost: string;
  } | null;
  /** Likewise; 0 where none was. For those who monitor. */
  readonly oldest_message_age_ms_details?: Details;
  /** For those who monitor. */
  readonly message_stats?: MessageStats;
  readonly listeners?: readonly ListenerJson[];
}

export interface NodeJson {
  readonly name: string;
  readonly mem_used: number;
  readonly mem_limit: number;
  readonly mem_alarm: boolean;
  readonly disk_free: number;
  readonly disk_free_limit: number;
  readonly disk_free_alarm: boolean;
  readonly fd_used: number;
  readonly fd_total: number;
  readonly uptime: number;
  /** Commits of the store, and how many ms one took on average, both since the start. */
  readonly io_sync_count: number;
  readonly io_sync_avg_time: number;
}

/** In ms; null until it has been watched for five seconds. */
export interface EventLoopJson {
  readonly event_loop_delay_ms: {
    readonly mean: number;
    readonly p99: number;
    readonly max: number;
  } | null;
}

/** What POST /queues/:vhost/:queue/get answers with, one by one. */
export interface GotMessageJson {
  readonly payload: string;
  /** "string" or "base64". */
  readonly payload_encoding: string;
  readonly payload_bytes: number;
  readonly redelivered: boolean;
  readonly exchange: string;
  readonly routing_key: string;
  readonly message_count: number;
  /** An empty list where there are none. */
  readonly properties: Readonly<Record<string, unknown>> | readonly never[];
}
