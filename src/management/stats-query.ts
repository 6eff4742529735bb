/** ?disable_stats, ?enable_queue_totals: how much a request wants to know. Used by the routes. */
import { ApiError } from './api-error.js';
import type { ApiContext } from './context.js';
import { queryOf } from './request.js';

export function hasStatsDisabled(ctx: ApiContext): boolean {
  return queryOf(ctx, 'disable_stats') === 'true';
}

export function hasQueueTotals(ctx: ApiContext): boolean {
  return queryOf(ctx, 'enable_queue_totals') === 'true';
}

/** For what is nothing but statistics. */
export function requireStats(ctx: ApiContext): void {
  if (!hasStatsDisabled(ctx)) return;
  throw ApiError.badRequest('Stats in management UI are disabled on this node');
}
