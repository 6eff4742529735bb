/** GET /api/whoami: who the credentials belong to. */
import type { ApiRouter } from '../context.js';

export function whoamiRoutes(router: ApiRouter): void {
  router.get('/whoami', (ctx) => {
    const { name, tags } = ctx.state.user;
    ctx.body = { name, tags };
  });
}
