/**
 * /api/definitions: exports and imports, of the whole broker or of one vhost; and previews of
 * imports. These have a path of their own, because a query that is unknown somewhere, as all are to
 * RabbitMQ, would make it an import.
 */
import { ApiError } from '../api-error.js';
import { requireAdministrator, requireVhost } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { exportDefinitions, exportVhost } from '../definitions/export.js';
import { importDefinitions, type ImportRequest, parseDefinitions } from '../definitions/import.js';
import { previewDefinitions } from '../definitions/preview.js';
import { readUpload } from '../definitions/upload.js';
import { actor, param, queryOf } from '../request.js';
import { respondEmpty } from '../respond.js';

/** The second is its old name. */
const WHOLE = ['/definitions', '/all-configuration'];

export function definitionsRoutes(router: ApiRouter, context: ManagementContext): void {
  const { broker, version, log } = context;

  router.get(WHOLE, (ctx) => {
    requireAdministrator(ctx);
    nameDownload(ctx);
    ctx.body = exportDefinitions(broker, version);
  });

  router.get('/definitions/:vhost', (ctx) => {
    requireAdministrator(ctx);
    const vhost = broker.vhost(param(ctx, 'vhost'));
    if (vhost === undefined) throw ApiError.badRequest('vhost_not_found');
    nameDownload(ctx);
    ctx.body = exportVhost(broker, vhost);
  });

  const requestOf = async (ctx: ApiContext, into: string | undefined): Promise<ImportRequest> => {
    const document = parseDefinitions(await readUpload(ctx));
    return { document, by: actor(ctx), ...(into !== undefined && { into }) };
  };

  const take = async (ctx: ApiContext, into?: string): Promise<void> => {
    const ignored = await importDefinitions(context, await requestOf(ctx, into));
    if (ignored.length === 0) return respondEmpty(ctx, 204);
    for (const each of ignored) log.warn('a part of the definitions is ignored', { ...each });
    ctx.body = { ignored };
  };

  router.post(WHOLE, async (ctx) => {
    requireAdministrator(ctx);
    await take(ctx);
  });

  router.post('/definitions/:vhost', async (ctx) => {
    requireAdministrator(ctx);
    await take(ctx, requireVhost(ctx, broker, param(ctx, 'vhost')).name);
  });

  router.post('/definitions-preview', async (ctx) => {
    requireAdministrator(ctx);
    ctx.body = await previewDefinitions(context, await requestOf(ctx, undefined));
  });

  router.post('/definitions-preview/:vhost', async (ctx) => {
    requireAdministrator(ctx);
    const { name } = requireVhost(ctx, broker, param(ctx, 'vhost'));
    ctx.body = await previewDefinitions(context, await requestOf(ctx, name));
  });
}

/** A browser saves it under that name. */
function nameDownload(ctx: ApiContext): void {
  const name = queryOf(ctx, 'download');
  if (name === undefined) return;
  ctx.attachment(name);
  // It takes the type for one of the name.
  ctx.set('content-type', 'application/json');
}
