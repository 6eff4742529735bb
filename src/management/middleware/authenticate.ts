/**
 * HTTP basic authentication against the broker's users. There are no sessions and no cookies, so
 * no other web page can borrow a login. Whoever is let in has a tag for the API; the owner of the
 * data folder needs no login.
 */
import { ApiError } from '../api-error.js';
import type { ApiContext, ApiNext, ApiUser } from '../context.js';
import type { Credentials, Logins } from '../logins.js';
import { respondEmpty } from '../respond.js';

const CHALLENGE = 'Basic realm="RabbitMQ Management"';
/** Whoever owns the data folder could do anything with it anyway. RabbitMQ calls it so. */
const OWNER: ApiUser = { name: 'rmq-cli', tags: ['administrator'] };
const LOGIN_FAILED = ApiError.loginFailed().error;
const BASIC = /^basic +([\w+/=-]*) *$/i;

export function authenticate(logins: Logins) {
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
    const user = await logins.admit(credentials, ctx).catch((fault: unknown) => {
      if (isFailed(fault)) ctx.set('www-authenticate', CHALLENGE);
      throw fault;
    });
    ctx.state.user = user;
    await next();
  };
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

/** Another name and password may help. */
function isFailed(fault: unknown): boolean {
  return fault instanceof ApiError && fault.error === LOGIN_FAILED;
}
