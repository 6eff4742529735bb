/** Publishes a message to an exchange, and gets messages from a queue, as RabbitMQ's API does. */
import { ApiError } from '../api-error.js';
import { authorizationOf, requireOpenVhost } from '../authorize.js';
import type { ApiRouter, ManagementContext } from '../context.js';
import { getFault, publishFault } from '../messages/channel-fault.js';
import { publishMessage } from '../messages/publish-message.js';
import { readPayload, readProperties, requireShort } from '../messages/read-message.js';
import { ACK_MODES, type AckMode, takeMessages } from '../messages/take-messages.js';
import { isEncoding } from '../present/message.js';
import {
  actor,
  exchangeName,
  field,
  jsonBody,
  type JsonObject,
  param,
  readInteger,
  readString,
  requireFields,
} from '../request.js';

const PUBLISH_FIELDS = ['routing_key', 'properties', 'payload', 'payload_encoding'];
const GET_FIELDS = ['ackmode', 'count', 'encoding'];

export function messagesRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, durably } = context;

  router.post('/exchanges/:vhost/:exchange/publish', async (ctx) => {
    const body = jsonBody(ctx);
    requireFields(body, PUBLISH_FIELDS);
    if (typeof field(body, 'payload') !== 'string') throw ApiError.badRequest('payload_not_string');
    const vhost = requireOpenVhost(ctx, broker, param(ctx, 'vhost'));
    const parts = {
      exchange: requireShort('name', exchangeName(param(ctx, 'exchange'))),
      routingKey: requireShort('routing_key', readString(body, 'routing_key', '')),
      properties: readProperties(field(body, 'properties')),
      body: readPayload(body),
    };
    if (broker.alarms.isActive) throw ApiError.blocked(broker.alarms.reason);
    const authorization = authorizationOf(ctx, broker, vhost);
    const publishing = { broker, vhost, owner: actor(ctx), authorization };
    const { isRouted, isRefused } = await durably(() =>
      translating(publishFault, () => publishMessage(publishing, parts)),
    );
    if (isRefused) {
      throw ApiError.badRequest('rejected Unable to publish message. Check queue limits.');
    }
    broker.counters.confirmed++;
    vhost.counters.confirmed++;
    ctx.body = { routed: isRouted };
  });

  router.post('/queues/:vhost/:queue/get', async (ctx) => {
    const body = jsonBody(ctx);
    requireFields(body, GET_FIELDS);
    const vhost = requireOpenVhost(ctx, broker, param(ctx, 'vhost'));
    const queueName = param(ctx, 'queue');
    const request = { queueName, owner: actor(ctx), ...readGet(body) };
    const authorization = authorizationOf(ctx, broker, vhost);
    translating(getFault, () => authorization?.require('read', 'queue', queueName));
    try {
      ctx.body = await takeMessages(context, vhost, request);
    } catch (fault) {
      throw getFault(fault);
    }
  });
}

function readGet(body: JsonObject) {
  const ackMode = readAckMode(field(body, 'ackmode'));
  const count = readInteger(body, 'count', 0);
  const encoding = field(body, 'encoding');
  if (!isEncoding(encoding)) {
    throw ApiError.badRequest('Unsupported encoding. Please use auto or base64.');
  }
  const truncate = readInteger(body, 'truncate', Infinity);
  if (truncate < 0) throw ApiError.badRequest(['negative', truncate]);
  return { ackMode, count, encoding, truncate };
}

function readAckMode(value: unknown): AckMode {
  const known = ACK_MODES.find((mode) => mode === value);
  if (known !== undefined) return known;
  throw ApiError.badRequest(
    `Invalid ackmode value: ${String(value)}. Valid values are: ${ACK_MODES.join(', ')}`,
  );
}

/** What it throws comes out in other words. */
function translating<T>(translate: (fault: unknown) => unknown, operation: () => T): T {
  try {
    return operation();
  } catch (fault) {
    throw translate(fault);
  }
}
