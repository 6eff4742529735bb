/**
 * Who may ask for what, by tags and by vhosts, with RabbitMQ's texts. Called first in each route;
 * permissions on single queues and exchanges are the core's.
 */
import { Authorization } from '../core/access/authorization.js';
import type { Broker } from '../core/broker.js';
import type { Vhost } from '../core/vhost.js';
import { ApiError } from './api-error.js';
import type { ApiContext, ApiUser } from './context.js';

/** Each of these tags lets its user into the API; "impersonator" does not. */
const MANAGEMENT_TAGS = ['administrator', 'monitoring', 'policymaker', 'management'];

export function requireManagement({ tags }: ApiUser): void {
  if (!MANAGEMENT_TAGS.some((tag) => tags.includes(tag))) {
    throw ApiError.notAuthorised('Not management user');
  }
}

export function requireAdministrator(ctx: ApiContext): void {
  if (!isAdministrator(ctx.state.user)) throw ApiError.notAuthorised('Not administrator user');
}

/** Of oneself anybody may know. */
export function requireMonitoringOrSelf(ctx: ApiContext, user: string): void {
  if (isMonitoring(ctx.state.user) || ctx.state.user.name === user) return;
  throw ApiError.notAuthorised('User not authorised to access object');
}

export function requireMonitoring(ctx: ApiContext): void {
  if (!isMonitoring(ctx.state.user)) throw ApiError.notAuthorised('Not monitor user');
}

/**
 * A policymaker is one for the vhosts where he has permissions, even if he may look at others, too;
 * without a vhost, for any. One that is not there is for the route to miss.
 */
export function requirePolicymaker(ctx: ApiContext, broker: Broker, vhost?: string): void {
  const { user } = ctx.state;
  if (isAdministrator(user)) return;
  const isOpen =
    vhost === undefined ||
    broker.vhost(vhost) === undefined ||
    broker.access.permissions.get(user.name, vhost) !== undefined;
  if (!user.tags.includes('policymaker') || !isOpen) {
    throw ApiError.notAuthorised('User not authorised to access object');
  }
}

/** The vhost that a path names, if it is there and the user may see it. */
export function requireVhost(ctx: ApiContext, broker: Broker, name: string): Vhost {
  const vhost = broker.vhost(name);
  if (vhost === undefined) {
    const isWriting = ctx.method === 'PUT' || ctx.method === 'POST';
    throw isWriting ? ApiError.vhostNotFound() : ApiError.notFound();
  }
  if (!isVisible(ctx.state.user, broker, name)) {
    throw ApiError.notAuthorised('User not authorised to access virtual host');
  }
  return vhost;
}

/**
 * The vhost that a path names, for what RabbitMQ does over a connection of its own: whoever has no
 * permissions there cannot open one, administrator or not.
 */
export function requireOpenVhost(ctx: ApiContext, broker: Broker, name: string): Vhost {
  const vhost = broker.vhost(name);
  if (vhost === undefined) throw ApiError.notAuthorised('Access refused.');
  requireVhost(ctx, broker, name);
  const { isOwner, user } = ctx.state;
  const isOpen = isOwner || broker.access.permissions.get(user.name, name) !== undefined;
  if (!isOpen) throw ApiError.notAuthorised('Access refused.');
  return vhost;
}

/** In the order of their names. */
export function visibleVhosts(ctx: ApiContext, broker: Broker): Vhost[] {
  return [...broker.vhosts()]
    .filter(({ name }) => isVisible(ctx.state.user, broker, name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The checks of a client of AMQP. Undefined for the owner of the data folder, who needs none. */
export function authorizationOf(
  ctx: ApiContext,
  { access }: Broker,
  vhost: Vhost,
): Authorization | undefined {
  return ctx.state.isOwner ? undefined : new Authorization(access, ctx.state.user.name, vhost);
}

export function isAdministrator({ tags }: ApiUser): boolean {
  return tags.includes('administrator');
}

export function isMonitoring(user: ApiUser): boolean {
  return isAdministrator(user) || user.tags.includes('monitoring');
}

export function isVisible(user: ApiUser, { access }: Broker, vhost: string): boolean {
  return isMonitoring(user) || access.permissions.get(user.name, vhost) !== undefined;
}
