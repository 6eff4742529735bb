/** All sections of the compatibility page, in its order. */
import { CHANNELS, CONNECTIONS, LISTENERS } from './connections.js';
import { EXCHANGE_ROWS } from './exchanges.js';
import { DIRECT_REPLY_TO, HEADERS, PERMISSIONS } from './headers.js';
import { CONSUMING, PUBLISHING } from './messages.js';
import { CONSUMER_TIMEOUT, QUEUE_OPERATION, RETRY } from './operation-of-queues.js';
import { PRIORITIES, QUEUE_ARGUMENTS, QUEUE_TYPES } from './queue-features.js';
import { QUEUE_ROWS } from './queues.js';
import type { Section } from './row.js';

export const SECTIONS: readonly Section[] = [
  CONNECTIONS,
  LISTENERS,
  CHANNELS,
  EXCHANGE_ROWS,
  QUEUE_ROWS,
  PUBLISHING,
  CONSUMING,
  HEADERS,
  DIRECT_REPLY_TO,
  PERMISSIONS,
  QUEUE_TYPES,
  QUEUE_ARGUMENTS,
  PRIORITIES,
  RETRY,
  CONSUMER_TIMEOUT,
  QUEUE_OPERATION,
];
