/**
 * HTTP basic authentication against the broker's users. There are no sessions and no cookies, so
 * no other web page can borrow a login. Whoever is let in has a tag for the API; the owner of the
 * data folder needs no login.
 */
import type { Login } from '../../core/access/access.js';
import type { Broker } from '../../core/broker.js';
import { ApiError } from '../api-error.js';
import { requireManagement } from '../authorize.js';
import type { ApiContext, ApiNext, ApiUser } from '../context.js';
import { respondEmpty } from '../respond.js';

const CHALLENGE = 'Basic realm="RabbitMQ Management"';
/** Whoever owns the data folder could do anything with it anyway. RabbitMQ calls it so. */
const OWNER: ApiUser = { name: 'rmq-cli', tags: ['administrator'] };
const BASIC = /^basic +([\w+/=-]*) *$/i;

export function authenticate(broker: Broker) {
  return async (ctx: ApiContext, next: ApiNext): Promise<void> => {
    const header = ctx.get('authorization');
    if (header === '' && ctx.state.isOwner) {
      ctx.state.user = OWNER;
      await next();
      return;
    }
    if (header === '') {
      ctx.set('www-authenticate', CHALLENGE);
      return respondEmpty(ctx, 401);
    }
    const credentials = readCredentials(header);
    if (credentials === undefined) return respondEmpty(ctx, 400);
    const { user, refusal } = await logIn(broker, credentials, ctx);
    if (refusal === 'too many failures') throw ApiError.throttled();
    if (refusal === 'not from this machine') {
      throw ApiError.notAuthorised('User can only log in via localhost');
    }
    if (user === undefined) {
      ctx.set('www-authenticate', CHALLENGE);
      // RabbitMQ spells this one with a z.
      throw new ApiError(401, 'not_authorized', 'Login failed');
    }
    requireManagement(user);
    ctx.state.user = user;
    await next();
  };
}

interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** Undefined for Basic that cannot be read; another scheme is a login that fails. */
function readCredentials(header: string): Credentials | undefined {
  if (!/^basic\b/i.test(header)) return { name: '', password: '' };
  const encoded = BASIC.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

export function logIn(
  { access }: Broker,
  { name, password }: Credentials,
  { state, req }: Pick<ApiContext, 'state' | 'req'>,
): Promise<Login> {
  const source = { address: req.socket.remoteAddress ?? '', isLoopback: state.isLoopback };
  return new Promise((resolve) => access.authenticate(name, password, source, resolve));
}
