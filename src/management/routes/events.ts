/**
 * GET /api/events: what happens in the broker, as server-sent events, for as long as somebody
 * listens. Each hears of what he may see.
 */
import type { BrokerEvent } from '../../core/events.js';
import { ApiError } from '../api-error.js';
import { isAdministrator, isMonitoring, isVisible } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { type EventListener, EventStream, LISTENER_COUNT_MAX } from '../event-stream.js';
import { respondEmpty } from '../respond.js';

export function eventsRoutes(router: ApiRouter, { broker }: ManagementContext): void {
  const stream = new EventStream(broker.clock);
  broker.events.observers.add(stream);

  const mayHear = (ctx: ApiContext, event: BrokerEvent): boolean => {
    const { user } = ctx.state;
    if (isAdministrator(user)) return true;
    if (/^(user|permission|topic\.permission)\./.test(event.name)) return false;
    if (isMonitoring(user)) return true;
    const vhost = vhostOf(event);
    return vhost !== undefined && isVisible(user, broker, vhost);
  };

  router.get('/events', (ctx) => {
    if (stream.isFull) {
      const reason = `${LISTENER_COUNT_MAX} listen already, and no more may`;
      throw new ApiError(503, 'unavailable', reason);
    }
    ctx.set('content-type', 'text/event-stream');
    if (ctx.method === 'HEAD') return respondEmpty(ctx, 200);
    // The answer is written here, for it never comes to an end by itself.
    ctx.respond = false;
    const { res: sink } = ctx;
    const listener: EventListener = {
      user: ctx.state.user.name,
      sink,
      mayHear: (event) => mayHear(ctx, event),
    };
    sink.statusCode = 200;
    sink.on('close', () => {
      stream.delete(listener);
    });
    stream.add(listener, ctx.get('last-event-id'));
  });
}

/** Undefined for what is of the whole broker. */
function vhostOf({ name, facts }: BrokerEvent): string | undefined {
  if ('vhost' in facts) return facts.vhost;
  return name.startsWith('vhost.') && 'name' in facts ? facts.name : undefined;
}
