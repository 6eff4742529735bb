/**
 * GET /api/aliveness-test/{vhost}: declares a queue, publishes to it and gets the message back, all
 * as the user who asks, as RabbitMQ 3.x does. The queue stays. Health checks (health.ts) are newer.
 */
import type { Broker } from '../../core/broker.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, isAdministrator, requireOpenVhost, requireVhost } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { getFault } from '../messages/channel-fault.js';
import { publishMessage } from '../messages/publish-message.js';
import { takeMessages } from '../messages/take-messages.js';
import { actor, param } from '../request.js';

/** RabbitMQ's. */
const QUEUE = 'aliveness-test';
const BODY = 'test_message';

export function alivenessTestRoutes(router: ApiRouter, context: ManagementContext): void {
  router.get('/aliveness-test/:vhost', async (ctx) => {
    const vhost = requireOwnVhost(ctx, context.broker);
    const { alarms } = context.broker;
    if (alarms.isActive) throw ApiError.blocked(alarms.reason);
    let isBack: boolean;
    try {
      isBack = await sendRound(ctx, context, vhost);
    } catch (fault) {
      throw getFault(fault);
    }
    if (isBack) {
      ctx.body = { status: 'ok' };
      return;
    }
    ctx.status = 503;
    ctx.body = { status: 'failed', reason: `queue '${QUEUE}' did not give the message back` };
  });
}

/** To look at a vhost is not enough, for a connection would be refused. */
function requireOwnVhost(ctx: ApiContext, broker: Broker): Vhost {
  const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
  const { user } = ctx.state;
  const isOwn = isAdministrator(user) || broker.access.permissions.get(user.name, name);
  if (!isOwn) throw ApiError.notAuthorised('User not authorised to access virtual host');
  return requireOpenVhost(ctx, broker, name);
}

/** Throws what a channel would be closed with. */
async function sendRound(
  ctx: ApiContext,
  context: ManagementContext,
  vhost: Vhost,
): Promise<boolean> {
  const { broker, durably } = context;
  const owner = actor(ctx);
  const authorization = authorizationOf(ctx, broker, vhost);
  const flags = { durable: false, autoDelete: false, exclusive: false, arguments: new Map() };
  await durably(() => {
    vhost.declareQueue({ name: QUEUE, ...flags }, owner, (declared) =>
      authorization?.requireQueueDeclare(declared, flags.arguments),
    );
    publishMessage(
      { broker, vhost, owner, authorization },
      { exchange: '', routingKey: QUEUE, properties: new Map(), body: Buffer.from(BODY) },
    );
    authorization?.require('read', 'queue', QUEUE);
  });
  const shown = { encoding: 'auto', truncate: Infinity } as const;
  const wanted = { queueName: QUEUE, ackMode: 'ack_requeue_false', count: 1 } as const;
  const taken = await takeMessages(context, vhost, { owner, ...wanted, ...shown });
  return taken.length > 0;
}
