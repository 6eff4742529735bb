/**
 * What a vhost is asked to be, and what that makes of it: names, limits and metadata are checked
 * here. Used by broker.ts, which keeps the vhosts.
 */
import { COMPATIBILITIES, type Compatibility } from './compatibility.js';
import type { VhostDefinition } from './definitions.js';
import { BrokerError } from './errors.js';
import { utf8Size } from './utf8-size.js';

/** What is left out stays as it was, or is nothing. */
export interface VhostRequest {
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  /** The type of a queue whose declare names none; empty for classic. */
  readonly defaultQueueType?: string;
  /** Empty: what the broker was configured to. */
  readonly compatibility?: Compatibility | '';
  /** A negative number is no limit, as in RabbitMQ. */
  readonly connectionCountMax?: number;
  readonly queueCountMax?: number;
}

export const NO_LIMIT = -1;

/** What connection.open can name: a short string (AMQP 0-9-1 §4.2.5.3). */
const NAME_SIZE_MAX = 255;
/** For all the words of one vhost together, so that a definition stays a small record. */
const METADATA_SIZE_MAX = 65_536;
const DEFAULT_QUEUE_TYPES = ['', 'classic', 'quorum'];

/** Throws a BrokerError for what no vhost can be. */
export function vhostDefinition(request: VhostRequest, current?: VhostDefinition): VhostDefinition {
  requireName(request.name);
  const definition: VhostDefinition = {
    kind: 'vhost',
    name: request.name,
    description: request.description ?? current?.description ?? '',
    tags: request.tags ?? current?.tags ?? [],
    defaultQueueType: request.defaultQueueType ?? current?.defaultQueueType ?? '',
    compatibility: request.compatibility ?? current?.compatibility ?? '',
    connectionCountMax: request.connectionCountMax ?? current?.connectionCountMax ?? NO_LIMIT,
    queueCountMax: request.queueCountMax ?? current?.queueCountMax ?? NO_LIMIT,
  };
  requireSound(definition);
  return definition;
}

/** RabbitMQ takes any name, even such as no client can open. */
function requireName(name: string): void {
  const size = utf8Size(name);
  if (size > 0 && size <= NAME_SIZE_MAX) return;
  throw new BrokerError(
    'precondition-failed',
    `the name of a vhost has 1 to ${NAME_SIZE_MAX} bytes, not ${size}`,
  );
}

function requireSound(definition: VhostDefinition): void {
  const { name, description, tags, defaultQueueType, compatibility } = definition;
  if (utf8Size([description, ...tags].join(',')) > METADATA_SIZE_MAX) {
    throw unfit(name, `description and tags have at most ${METADATA_SIZE_MAX} bytes`);
  }
  if (!DEFAULT_QUEUE_TYPES.includes(defaultQueueType)) {
    throw unfit(name, `unsupported default queue type '${defaultQueueType}'`);
  }
  if (compatibility !== '' && !COMPATIBILITIES.includes(compatibility)) {
    throw unfit(name, `unknown compatibility '${String(compatibility)}'`);
  }
  for (const limit of [definition.connectionCountMax, definition.queueCountMax]) {
    if (!Number.isSafeInteger(limit)) throw unfit(name, `a limit is an integer, not ${limit}`);
  }
}

function unfit(name: string, why: string): BrokerError {
  return new BrokerError('precondition-failed', `invalid vhost '${name}': ${why}`);
}
