/**
 * Messages in a queue, which RabbitMQ's API can only take and put back: looked at in pages without
 * taking them, searched, deleted or moved one by one.
 */
import type { BrowsedMessage, BrowsePage, BrowseRequest } from '../../core/queue/browsing.js';
import type { Queue } from '../../core/queue/queue.js';
import { relocate } from '../../core/replay/relocation.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, requireVhost } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { moveTargets, readDestination } from '../messages/move.js';
import { createSearch, readPlaces } from '../messages/search.js';
import { isEncoding, type PayloadShown } from '../present/message.js';
import { presentQueuedMessage } from '../present/queued-message.js';
import { actor, jsonBody, param, queryInteger, queryOf } from '../request.js';
import { respondEmpty } from '../respond.js';

const PATH = '/queues/:vhost/:queue/messages';
const PAGE_SIZE = 100;
const PAGE_SIZE_MAX = 500;
/** Behind so many a page is found by `from` alone. */
const SKIPPED_MAX = 100_000;
/** Of each body in a page, unless more is asked for. */
const SHOWN_BYTES = 4_096;

export function queueMessagesRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, durably } = context;

  router.get(PATH, async (ctx) => {
    const { queue } = readableQueue(ctx, context);
    const { page, pageSize, request } = readPage(ctx, context);
    const shown = readShown(ctx, SHOWN_BYTES);
    const { messages, next, examined } = await browse(queue, request);
    ctx.body = {
      items: messages.map(({ entry, message }) => presentQueuedMessage(entry, message, shown)),
      item_count: messages.length,
      page,
      page_size: pageSize,
      total_count: queue.messageCount,
      examined,
      next: next ?? null,
    };
  });

  router.get(`${PATH}/:id`, async (ctx) => {
    const { queue } = readableQueue(ctx, context);
    const { entry, message } = await requireMessage(ctx, queue);
    ctx.body = presentQueuedMessage(entry, message, readShown(ctx, Infinity));
  });

  router.delete(`${PATH}/:id`, async (ctx) => {
    const { queue } = readableQueue(ctx, context);
    await durably(() => {
      const entry = queue.readyEntry(readId(ctx));
      if (entry === undefined || !queue.discard(entry, false)) throw ApiError.notFound();
    });
    respondEmpty(ctx, 204);
  });

  router.post(`${PATH}/:id/move`, async (ctx) => {
    const { queue, vhost } = readableQueue(ctx, context);
    const destination = readDestination(jsonBody(ctx));
    const { entry, message } = await requireMessage(ctx, queue);
    const authorization = authorizationOf(ctx, broker, vhost);
    const names = await durably(() => {
      const moving = { vhost, owner: actor(ctx), authorization };
      const { copy, targets } = moveTargets(moving, message, destination);
      if (entry.state !== 'ready') throw ApiError.notFound();
      if (targets.length === 0) throw ApiError.badRequest('the message would reach no queue');
      if (!relocate(entry, copy, targets)) {
        throw ApiError.badRequest('a queue has no room for the message, or wants no more of it');
      }
      return targets.map(({ name }) => name);
    });
    ctx.body = { moved: true, queues: names };
  });
}

interface Readable {
  readonly vhost: Vhost;
  readonly queue: Queue;
}

/** Whoever looks at messages or lets one go needs what a consumer needs. */
export function readableQueue(ctx: ApiContext, { broker }: ManagementContext): Readable {
  const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
  const name = param(ctx, 'queue');
  if (vhost.queue(name) === undefined) throw ApiError.notFound();
  authorizationOf(ctx, broker, vhost)?.require('read', 'queue', name);
  return { vhost, queue: vhost.requireQueue(name, actor(ctx)) };
}

/** What is on the disk alone is waited for. */
function browse(queue: Queue, request: BrowseRequest): Promise<BrowsePage> {
  return new Promise((resolve) => {
    queue.browse(request, resolve);
  });
}

async function requireMessage(ctx: ApiContext, queue: Queue): Promise<BrowsedMessage> {
  const id = readId(ctx);
  const { messages } = await browse(queue, { from: id, count: 1 });
  const [found] = messages;
  if (found?.entry.sequence !== id) throw ApiError.notFound();
  return found;
}

function readId(ctx: ApiContext): number {
  const id = Number(param(ctx, 'id'));
  if (!Number.isSafeInteger(id) || id < 1) throw ApiError.notFound();
  return id;
}

/** By number, or from an id on: a search has no numbers, since nobody counts what it passes. */
function readPage(ctx: ApiContext, { compilePattern }: ManagementContext) {
  const pageSize = queryInteger(ctx, 'page_size', PAGE_SIZE, { min: 1, max: PAGE_SIZE_MAX });
  const page = queryInteger(ctx, 'page', 1, { min: 1, max: Number.MAX_SAFE_INTEGER });
  const from = queryInteger(ctx, 'from', 0, { min: 0, max: Number.MAX_SAFE_INTEGER });
  const matches = createSearch(
    {
      text: queryOf(ctx, 'search') ?? '',
      isRegex: queryOf(ctx, 'use_regex') === 'true',
      places: readPlaces(queryOf(ctx, 'search_in') ?? ''),
    },
    compilePattern,
  );
  const skip = (page - 1) * pageSize;
  if (skip > 0 && matches !== undefined) {
    throw ApiError.badRequest('a search has no pages by number: go on from "next"');
  }
  if (skip > SKIPPED_MAX) {
    throw ApiError.badRequest(`a page begins behind ${SKIPPED_MAX} messages at most: use "from"`);
  }
  return { page, pageSize, request: { from, skip, count: pageSize, matches } };
}

function readShown(ctx: ApiContext, bytes: number): PayloadShown {
  const encoding = queryOf(ctx, 'encoding') ?? 'auto';
  if (!isEncoding(encoding)) {
    throw ApiError.badRequest('Unsupported encoding. Please use auto or base64.');
  }
  const range = { min: 0, max: Number.MAX_SAFE_INTEGER };
  return { encoding, truncate: queryInteger(ctx, 'truncate', bytes, range) };
}
