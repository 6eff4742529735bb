/**
 * Health checks: 200 with "ok", or 503 with what is wrong, for load balancers and orchestrators.
 * RabbitMQ's of 3.x and 4.x; those of a cluster of several nodes cannot fail here.
 */
import type { Resource } from '../../core/alarms.js';
import { ApiError } from '../api-error.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { param } from '../request.js';

const DAY_MS = 86_400_000;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['days', DAY_MS],
  ['weeks', 7 * DAY_MS],
  ['months', 30 * DAY_MS],
  ['years', 365 * DAY_MS],
]);
const RESOURCES: readonly Resource[] = ['memory', 'disk'];
/** The other names that RabbitMQ's tools have for a protocol. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['amqp091', 'amqp'],
  ['amqps', 'amqp/ssl'],
]);

export function healthRoutes(router: ApiRouter, context: ManagementContext): void {
  addAlarms(router, context);
  addListeners(router, context);
  addCertificates(router, context);

  for (const check of ['virtual-hosts', 'ready-to-serve-clients', 'is-in-service']) {
    router.get(`/health/checks/${check}`, succeed);
  }
  for (const check of ['mirror-sync', 'quorum']) {
    router.get(`/health/checks/node-is-${check}-critical`, (ctx) => {
      ctx.body = { status: 'ok', reason: 'single node cluster' };
    });
  }
}

function succeed(ctx: ApiContext): void {
  ctx.body = { status: 'ok' };
}

function fail(ctx: ApiContext, reason: string, facts: object = {}): void {
  ctx.status = 503;
  ctx.body = { status: 'failed', reason, ...facts };
}

function addAlarms(router: ApiRouter, { broker, nodeName }: ManagementContext): void {
  const raised = () => RESOURCES.filter((resource) => broker.alarms.isRaised(resource));
  const check = (where: string) => (ctx: ApiContext) => {
    const alarms = raised().map((resource) => ({ node: nodeName, resource }));
    if (alarms.length === 0) return succeed(ctx);
    fail(ctx, `There are alarms in effect ${where}`, { alarms });
  };
  router.get('/health/checks/alarms', check('in the cluster'));
  router.get('/health/checks/local-alarms', check('on the node'));
  router.get('/healthchecks/node{/:node}', (ctx) => {
    const { node = nodeName } = ctx.params;
    if (node !== nodeName) throw ApiError.notFound();
    const resources = raised();
    if (resources.length === 0) return succeed(ctx);
    // This check is the only one that RabbitMQ answers with 200 in any case.
    ctx.body = { status: 'failed', reason: `resource alarm(s) in effect:[${resources.join()}]` };
  });
}

function addListeners(router: ApiRouter, { listeners }: ManagementContext): void {
  router.get('/health/checks/port-listener/:port', (ctx) => {
    const given = param(ctx, 'port');
    if (!/^\d{1,5}$/.test(given)) throw ApiError.badRequest('Invalid port');
    const port = Number(given);
    const ports = listeners().map((listener) => listener.port);
    if (ports.includes(port)) ctx.body = { status: 'ok', port };
    else fail(ctx, 'No active listener', { missing: port, ports });
  });

  router.get('/health/checks/protocol-listener/:protocol', (ctx) => {
    const protocol = param(ctx, 'protocol');
    const protocols = listeners().map((listener) => listener.protocol);
    if (protocols.includes(ALIASES.get(protocol) ?? protocol))
      ctx.body = { status: 'ok', protocol };
    else fail(ctx, 'No active listener', { missing: protocol, protocols });
  });
}

function addCertificates(router: ApiRouter, context: ManagementContext): void {
  const { broker, listeners, nodeName } = context;
  router.get('/health/checks/certificate-expiration/:within/:unit', (ctx) => {
    const within = param(ctx, 'within');
    if (!/^\d{1,5}$/.test(within)) throw ApiError.badRequest('Invalid expiration value.');
    const unitMs = UNITS.get(param(ctx, 'unit'));
    if (unitMs === undefined) {
      throw ApiError.badRequest(
        'Time unit not recognised. Supported units: days, weeks, months, years.',
      );
    }
    const limit = broker.clock.now + Number(within) * unitMs;
    const expired = listeners().filter(
      ({ certificateExpiresAt = Infinity }) => certificateExpiresAt <= limit,
    );
    if (expired.length === 0) return succeed(ctx);
    fail(ctx, 'Certificates expiring', {
      expired: expired.map(({ protocol, host, port, certificateExpiresAt = 0 }) => ({
        node: nodeName,
        protocol,
        interface: host,
        port,
        certfile_expires_on: new Date(certificateExpiresAt).toISOString(),
      })),
    });
  });
}
