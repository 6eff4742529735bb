/**
 * Messages of a queue as pages of an answer, or one of them by its id, as requests ask for them.
 * Used by routes/queue-messages.ts and routes/delayed-messages.ts.
 */
import type { BrowsedMessage, BrowsePage, BrowseRequest } from '../../core/queue/browsing.js';
import type { Queue } from '../../core/queue/queue.js';
import { ApiError } from '../api-error.js';
import type { ApiContext, ManagementContext } from '../context.js';
import { isEncoding, type PayloadShown } from '../present/message.js';
import { presentQueuedMessage } from '../present/queued-message.js';
import { param, queryInteger, queryOf } from '../request.js';
import { createSearch, readPlaces } from './search.js';

const PAGE_SIZE = 100;
const PAGE_SIZE_MAX = 500;
/** Behind so many a page is found by `from` alone. */
const SKIPPED_MAX = 100_000;
/** Of each body in a page, unless more is asked for. */
const SHOWN_BYTES = 4_096;

export async function presentPage(ctx: ApiContext, context: ManagementContext, queue: Queue) {
  const { page, pageSize, request } = readPage(ctx, context);
  const shown = readShown(ctx, SHOWN_BYTES);
  const { messages, next, examined } = await browse(queue, request);
  return {
    items: messages.map(({ entry, message }) => presentQueuedMessage(entry, message, shown)),
    item_count: messages.length,
    page,
    page_size: pageSize,
    total_count: queue.messageCount,
    examined,
    next: next ?? null,
  };
}

export async function presentSingle(ctx: ApiContext, queue: Queue) {
  const { entry, message } = await requireMessage(ctx, queue);
  return presentQueuedMessage(entry, message, readShown(ctx, Infinity));
}

/** The one that the path names goes. */
export function discardMessage(ctx: ApiContext, queue: Queue): void {
  const entry = queue.readyEntry(readId(ctx));
  if (entry === undefined || !queue.discard(entry, false)) throw ApiError.notFound();
}

/** What is on the disk alone is waited for. */
function browse(queue: Queue, request: BrowseRequest): Promise<BrowsePage> {
  return new Promise((resolve) => {
    queue.browse(request, resolve);
  });
}

export async function requireMessage(ctx: ApiContext, queue: Queue): Promise<BrowsedMessage> {
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
