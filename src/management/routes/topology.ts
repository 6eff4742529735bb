/**
 * What leads where in a vhost, for a picture: the busiest exchanges and queues, or those of a name,
 * with all that leads to them. RabbitMQ's API has no such.
 */
import { isQueue } from '../../core/exchange/binding.js';
import type { Vhost } from '../../core/vhost.js';
import { ApiError } from '../api-error.js';
import { requireVhost } from '../authorize.js';
import type { ApiContext, ApiRouter } from '../context.js';
import { presentTopology } from '../present/topology.js';
import type { RatedContext, RatesView } from '../rates/rates.js';
import {
  field,
  type JsonObject,
  jsonBody,
  param,
  readInteger,
  readObject,
  readString,
} from '../request.js';
import { Links, type TopologyNode } from '../topology/links.js';
import { pickNodes } from '../topology/pick-nodes.js';

const LIMIT_DEFAULT = 150;
const LIMIT_MAX = 1_000;

/** Bindings may be looked at by whoever sees the vhost, and so may what they lead to. */
export function topologyRoutes(router: ApiRouter, { broker, rates }: RatedContext): void {
  router.post('/topology/:vhost', async (ctx: ApiContext) => {
    const vhost = requireVhost(ctx, broker, param(ctx, 'vhost'));
    const body = jsonBody(ctx);
    const links = await Links.read(vhost);
    const picked = await pickNodes(links, {
      words: readString(body, 'filter', '').toLowerCase().split(/\s+/).filter(isSomething),
      limit: readLimit(body),
      first: readFirst(readObject(body, 'first'), vhost),
      activityOf: activityReader(rates.view(ctx)),
    });
    ctx.body = presentTopology(links, picked);
  });
}

function isSomething(word: string): boolean {
  return word !== '';
}

function readLimit(body: JsonObject): number {
  const limit = readInteger(body, 'limit', LIMIT_DEFAULT);
  if (limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw ApiError.badRequest(`limit has to be a whole number from 1 to ${LIMIT_MAX}`);
}

/** Those of them that are there. */
function readFirst(first: JsonObject, vhost: Vhost): TopologyNode[] {
  const nodes = [
    ...readNames(first, 'exchanges').map((name) => vhost.exchange(name)),
    ...readNames(first, 'queues').map((name) => vhost.queue(name)),
  ];
  return nodes.filter((node) => node !== undefined);
}

function readNames(first: JsonObject, key: string): readonly string[] {
  const names = field(first, key);
  if (names === undefined) return [];
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw ApiError.badRequest(`first.${key} has to be a list of names`);
}

/** Messages in and out, in a second. */
function activityReader(view: RatesView): (node: TopologyNode) => number {
  const queueReaders = ['publish_details', 'deliver_get_details'].map((name) => {
    return view.queueReader(['message_stats', name, 'rate']);
  });
  const exchangeReaders = ['publish_in_details', 'publish_out_details'].map((name) => {
    return view.exchangeReader([name, 'rate']);
  });
  const sum = <T>(readers: readonly (((thing: T) => number) | undefined)[], thing: T): number =>
    readers.reduce((total, read) => total + (read?.(thing) ?? 0), 0);
  return (node) => (isQueue(node) ? sum(queueReaders, node) : sum(exchangeReaders, node));
}
