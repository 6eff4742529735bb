/**
 * The one place where what was thrown becomes an answer: {error, reason}, with RabbitMQ's statuses.
 * What is neither a mistake of the client nor a refusal of ours is a bug or a failed disk: it
 * goes to the log, and the client hears that it was not his fault.
 */
import { STATUS_CODES } from 'node:http';
import type { Context } from 'koa';
import { BrokerError, type FaultKind } from '../../core/errors.js';
import { ApiError } from '../api-error.js';
import type { ApiNext, ManagementLog } from '../context.js';

/** All other kinds are a 400. */
const STATUSES: Partial<Record<FaultKind, readonly [status: number, error: string]>> = {
  'not-found': [404, 'not_found'],
  'access-refused': [401, 'not_authorised'],
  'not-implemented': [501, 'not_implemented'],
  'internal-error': [500, 'internal_error'],
};

export function errors(log: ManagementLog) {
  return async (ctx: Context, next: ApiNext): Promise<void> => {
    try {
      await next();
    } catch (fault) {
      const { status, error, reason } = answerTo(fault);
      if (status >= 500 && !(fault instanceof ApiError)) {
        log.error('a request failed', { method: ctx.method, path: ctx.path, error: fault });
      }
      if (fault instanceof ApiError && fault.retryAfterSeconds !== undefined) {
        ctx.set('retry-after', String(fault.retryAfterSeconds));
      }
      ctx.status = status;
      ctx.set('content-type', 'application/json');
      ctx.body = { error, reason };
    }
  };
}

function answerTo(fault: unknown): Pick<ApiError, 'status' | 'error' | 'reason'> {
  if (fault instanceof ApiError) return fault;
  if (fault instanceof BrokerError) {
    const [status, error] = STATUSES[fault.kind] ?? [400, 'bad_request'];
    // RabbitMQ's API does not say more of a permission that lacks.
    const reason = fault.kind === 'access-refused' ? 'Access refused.' : fault.message;
    return { status, error, reason };
  }
  return { status: 500, error: 'internal_error', reason: STATUS_CODES[500] };
}
