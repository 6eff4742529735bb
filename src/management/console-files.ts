/**
 * Serves the web console: the files that scripts/console.mjs has made, from memory. Only what was
 * found in their folder has a path, so no path leads out of it. Whatever else is asked for goes on
 * to the API. Used by app.ts.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Context } from 'koa';
import type { ApiNext } from './context.js';

interface ConsoleFile {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Nothing from elsewhere, nothing inline, and in no frame. */
const POLICY = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Their names change with their content. */
const FOR_EVER = 'public, max-age=31536000, immutable';

const NOT_BUILT = 'The web console was not built: "npm run build" does. The API is below /api.\n';

export function consoleFiles(folder: string) {
  let files: ReadonlyMap<string, ConsoleFile> | undefined;
  return async (ctx: Context, next: ApiNext): Promise<void> => {
    const isEntrance = ctx.path === '/';
    if (!isEntrance && !ctx.path.startsWith('/assets/')) {
      await next();
      return;
    }
    if (files === undefined || files.size === 0) files = await readFiles(folder);
    const file = files.get(isEntrance ? '/index.html' : ctx.path);
    if (file === undefined && !isEntrance) {
      await next();
      return;
    }
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.status = 405;
      ctx.set('allow', 'HEAD, GET');
      ctx.body = '';
      return;
    }
    if (file === undefined) {
      ctx.status = 404;
      ctx.type = 'text/plain; charset=utf-8';
      ctx.body = NOT_BUILT;
      return;
    }
    respond(ctx, file, isEntrance);
  };
}

function respond(ctx: Context, file: ConsoleFile, isEntrance: boolean): void {
  ctx.set({
    'cache-control': isEntrance ? 'no-cache' : FOR_EVER,
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
    etag: file.etag,
    vary: 'accept-encoding',
  });
  ctx.status = 200;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.type = file.type;
  if (file.gzipped !== undefined && ctx.acceptsEncodings('gzip', 'identity') === 'gzip') {
    ctx.set('content-encoding', 'gzip');
    ctx.body = file.gzipped;
  } else {
    ctx.body = file.plain;
  }
}

/** By path; none where there is no such folder. */
async function readFiles(folder: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  const contents = new Map<string, Buffer>();
  for (const name of await namesIn(folder)) {
    contents.set(`/${name.replaceAll('\\', '/')}`, await readFile(join(folder, name)));
  }
  const files = new Map<string, ConsoleFile>();
  for (const [path, plain] of contents) {
    const type = TYPES[extname(path)];
    if (type === undefined) continue;
    const hash = createHash('sha256').update(plain).digest('base64url');
    const gzipped = contents.get(`${path}.gz`);
    files.set(path, { type, etag: `W/"${hash}"`, plain, gzipped });
  }
  return files;
}

/** Folders are among them; they have none of the endings. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => TYPES[extname(name.replace(/\.gz$/, ''))] !== undefined);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
