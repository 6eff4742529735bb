/** Bindings of RabbitMQ's HTTP API: /api/bindings, and those of one queue or exchange. */
import type { BindingDefinition, DestinationKind } from '../../core/definitions.js';
import { NO_FIELDS } from '../../core/field.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { authorizationOf, requireVhost, visibleVhosts } from '../authorize.js';
import type { ApiContext, ApiRouter, ManagementContext } from '../context.js';
import { tableOfJson } from '../field-json.js';
import { respondWhole } from '../lists/respond-list.js';
import { presentBinding, propertiesKey, quote, unquote } from '../present/binding.js';
import { actor, exchangeName, jsonBody, param, readObject, readString } from '../request.js';
import { respondEmpty } from '../respond.js';

type Binding = Omit<BindingDefinition, 'kind'>;
type Ends = Pick<Binding, 'source' | 'destination' | 'destinationKind'>;

const ENDS = '/bindings/:vhost/e/:source/:kind/:destination';

export function bindingsRoutes(router: ApiRouter, context: ManagementContext): void {
  const vhostOf = (ctx: ApiContext): Vhost =>
    requireVhost(ctx, context.broker, param(ctx, 'vhost'));
  const list = (path: string, of: (ctx: ApiContext) => Iterable<Binding>): void => {
    router.get(path, (ctx) =>
      respondWhole(ctx, {
        things: [...of(ctx)],
        present: presentBinding,
        nameOf: ({ destination }) => destination,
      }),
    );
  };

  list('/bindings', (ctx) => visibleVhosts(ctx, context.broker).flatMap((v) => [...allOf(v)]));
  list('/bindings/:vhost', (ctx) => allOf(vhostOf(ctx)));
  list('/queues/:vhost/:queue/bindings', (ctx) =>
    filter(allOf(vhostOf(ctx)), { destination: param(ctx, 'queue'), destinationKind: 'queue' }),
  );
  list('/exchanges/:vhost/:exchange/bindings/source', (ctx) =>
    filter(allOf(vhostOf(ctx)), { source: exchangeName(param(ctx, 'exchange')) }),
  );
  list('/exchanges/:vhost/:exchange/bindings/destination', (ctx) =>
    filter(allOf(vhostOf(ctx)), {
      destination: exchangeName(param(ctx, 'exchange')),
      destinationKind: 'exchange',
    }),
  );
  list(ENDS, (ctx) => filter(allOf(vhostOf(ctx)), endsOf(ctx)));

  router.get(`${ENDS}/:properties`, (ctx) => {
    ctx.body = presentBinding(requireBinding(ctx, vhostOf(ctx)));
  });

  router.post(ENDS, async (ctx) => {
    const vhost = vhostOf(ctx);
    const body = jsonBody(ctx);
    const request = {
      ...endsOf(ctx),
      routingKey: readString(body, 'routing_key', ''),
      arguments: tableOfJson(readObject(body, 'arguments')),
    };
    authorizationOf(ctx, context.broker, vhost)?.requireBinding(request);
    await context.durably(() => vhost.bind(request, actor(ctx)));
    respondEmpty(ctx, 201);
    ctx.set('location', `${quote(request.destination)}/${propertiesKey(request)}`);
  });

  router.delete(`${ENDS}/:properties`, async (ctx) => {
    const vhost = vhostOf(ctx);
    const binding = requireBinding(ctx, vhost);
    authorizationOf(ctx, context.broker, vhost)?.requireBinding(binding);
    await context.durably(() => vhost.unbind(binding, actor(ctx)));
    respondEmpty(ctx, 204);
  });
}

/** With those by which the default exchange reaches every queue. */
function* allOf(vhost: Vhost): Generator<Binding> {
  for (const { name } of vhost.queues()) {
    yield {
      vhost: vhost.name,
      source: '',
      destinationKind: 'queue',
      destination: name,
      routingKey: name,
      arguments: NO_FIELDS,
    };
  }
  yield* vhost.bindings();
}

function* filter(bindings: Iterable<Binding>, wanted: Partial<Ends>): Generator<Binding> {
  const { source, destination, destinationKind } = wanted;
  for (const binding of bindings) {
    const isWanted =
      (source === undefined || binding.source === source) &&
      (destination === undefined || binding.destination === destination) &&
      (destinationKind === undefined || binding.destinationKind === destinationKind);
    if (isWanted) yield binding;
  }
}

function endsOf(ctx: ApiContext): Ends {
  const kinds: Readonly<Record<string, DestinationKind>> = { q: 'queue', e: 'exchange' };
  const kind = param(ctx, 'kind');
  const destinationKind = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (destinationKind === undefined) throw ApiError.notFound();
  const destination = param(ctx, 'destination');
  return {
    source: exchangeName(param(ctx, 'source')),
    destinationKind,
    destination: destinationKind === 'queue' ? destination : exchangeName(destination),
  };
}

function requireBinding(ctx: ApiContext, vhost: Vhost): Binding {
  const asked = unquote(param(ctx, 'properties'));
  const candidates = [...filter(allOf(vhost), endsOf(ctx))];
  const binding = candidates.find((one) => unquote(propertiesKey(one)) === asked);
  if (binding === undefined) throw ApiError.notFound();
  return binding;
}
