/**
 * The text of an export in a request: as its body, or as the file of a form, which is how browsers
 * and RabbitMQ's own pages send it. Called by routes/definitions.ts.
 */
import { ApiError } from '../api-error.js';
import type { ApiContext } from '../context.js';
import { BODY_SIZE_MAX } from '../middleware/body.js';

export async function readUpload(ctx: ApiContext): Promise<string> {
  const bytes = await readBytes(ctx);
  if (ctx.is('multipart/form-data') === false) return bytes.toString('utf8');
  const headers = { 'content-type': ctx.get('content-type') };
  const form = await new Response(bytes, { headers }).formData().catch(() => undefined);
  const file = form?.get('file') ?? undefined;
  if (file === undefined) throw ApiError.badRequest('failed_to_parse_json');
  return typeof file === 'string' ? file : file.text();
}

async function readBytes(ctx: ApiContext): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_SIZE_MAX) {
      ctx.set('connection', 'close');
      throw ApiError.badRequest('Exceeded HTTP request body size limit');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
