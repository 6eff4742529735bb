/**
 * From a message to the set of queues it goes to, through bindings between exchanges and alternate
 * exchanges. Asked for each publish and each dead letter (exchanges.ts, vhost.ts); remembers what
 * does not depend on headers.
 */
import { assert } from './assert.js';
import { type Deduplication, FreshKeys } from './deduplication.js';
import { isQueue } from './exchange/binding.js';
import type { Destination } from './exchange/binding.js';
import type { Exchange } from './exchange/exchange.js';
import type { DecidedBy, Matcher, Matching } from './exchange/matcher.js';
import type { FieldTable } from './field.js';
import type { Message } from './message.js';
import type { Target } from './target.js';

/**
 * A vhost remembers at most this much: one for each queue of a route, and ROUTE_WEIGHT for the
 * route itself. Thirty thousand routes to one queue each, some megabytes.
 */
const CACHE_WEIGHT_MAX = 1 << 18;
const ROUTE_WEIGHT = 8;

export class Router {
  readonly #exchanges: ReadonlyMap<string, Exchange>;
  readonly #remembering = new Set<Exchange>();
  #cacheWeight = 0;
  #fresh: FreshKeys | undefined;

  /**
   * `exchanges` is the vhost's own map: alternate exchanges are looked up at the time of a publish.
   */
  constructor(exchanges: ReadonlyMap<string, Exchange>) {
    this.#exchanges = exchanges;
  }

  /** Each target at most once. The array is not changed later. */
  route(exchange: Exchange, message: Message): readonly Target[] {
    if (message.extraKeys.length > 0) {
      return this.#walk(new Route(message, exchange, this.#exchanges));
    }
    const remembered = exchange.routes.get(message.routingKey);
    if (remembered !== undefined) return remembered;
    const route = new Route(message, exchange, this.#exchanges);
    const queues = this.#walk(route);
    this.#remember(exchange, message.routingKey, route.decidedBy, queues);
    return queues;
  }

  /** Of a message that has waited at this exchange, and was no duplicate when it came. */
  routeOn(exchange: Exchange, message: Message): readonly Target[] {
    return this.#walk(new Route(message, exchange, this.#exchanges, exchange));
  }

  /** The keys of the latest message that was routed, to be remembered once it is in its queues. */
  takeFresh(): FreshKeys | undefined {
    const fresh = this.#fresh;
    if (fresh !== undefined) this.#fresh = undefined;
    return fresh;
  }

  /** A binding or an exchange has come or gone. */
  forget(): void {
    for (const exchange of this.#remembering) exchange.routes.clear();
    this.#remembering.clear();
    this.#cacheWeight = 0;
  }

  #walk(route: Route): readonly Target[] {
    const targets = route.follow();
    this.#fresh = route.fresh;
    return targets;
  }

  #remember(
    exchange: Exchange,
    routingKey: string,
    decidedBy: DecidedBy,
    queues: readonly Target[],
  ): void {
    const weight = ROUTE_WEIGHT + queues.length;
    if (decidedBy === 'message' || weight > CACHE_WEIGHT_MAX) return;
    if (this.#cacheWeight + weight > CACHE_WEIGHT_MAX) this.forget();
    this.#cacheWeight += weight;
    this.#remembering.add(exchange);
    if (decidedBy === 'nothing') exchange.routes.rememberForAll(queues);
    else exchange.routes.remember(routingKey, queues);
  }
}

/** In place of no target at all: the message has been routed, when it came before. */
export const DUPLICATE: readonly Target[] = [];

/** One walk. Every exchange is asked once, however many ways lead to it, so cycles end. */
class Route implements Matching {
  readonly message: Message;
  routingKey: string;
  readonly #exchanges: ReadonlyMap<string, Exchange>;
  /** In the order of discovery; the walk goes on while it grows. */
  readonly #reached: Set<Exchange>;
  readonly #targets = new Set<Target>();
  #headers: FieldTable | undefined;
  #visited: Exchange;
  #decidedBy: DecidedBy = 'nothing';
  #hasMatch = false;
  /** Where it is no news that the message has been. */
  readonly #left: Exchange | undefined;
  #isDuplicate = false;
  fresh: FreshKeys | undefined = undefined;

  constructor(
    message: Message,
    start: Exchange,
    exchanges: ReadonlyMap<string, Exchange>,
    left?: Exchange,
  ) {
    this.#left = left;
    this.message = message;
    this.routingKey = message.routingKey;
    this.#reached = new Set([start]);
    this.#exchanges = exchanges;
    this.#visited = start;
  }

  get decidedBy(): DecidedBy {
    return this.#decidedBy;
  }

  headers(): FieldTable {
    this.#headers ??= this.message.format.headers(this.message);
    return this.#headers;
  }

  add(destination: Destination): void {
    this.#hasMatch = true;
    if (isQueue(destination)) this.#targets.add(destination);
    else this.#reached.add(destination);
  }

  hold(): void {
    const { delayed } = this.#visited;
    assert(delayed !== undefined, 'messages wait at delayed exchanges');
    this.#hasMatch = true;
    this.#targets.add(delayed);
  }

  follow(): readonly Target[] {
    for (const exchange of this.#reached) this.#visit(exchange);
    return this.#isDuplicate && this.#targets.size === 0 ? DUPLICATE : [...this.#targets];
  }

  #visit(exchange: Exchange): void {
    this.#visited = exchange;
    this.#decidedBy = stricter(this.#decidedBy, exchange.matcher.decidedBy);
    const { deduplication } = exchange;
    if (deduplication !== undefined && exchange !== this.#left) {
      this.#decidedBy = 'message';
      if (!this.#isFresh(deduplication)) return;
    }
    this.#hasMatch = false;
    this.#match(exchange.matcher, this.message.routingKey);
    if (exchange.matcher.isAskedByKey) {
      for (const key of this.message.extraKeys) this.#match(exchange.matcher, key);
    }
    if (this.#hasMatch || exchange.alternate === undefined) return;
    const alternate = this.#exchanges.get(exchange.alternate);
    if (alternate !== undefined) this.#reached.add(alternate);
  }

  /** A duplicate goes no further from here, not to an alternate exchange either. */
  #isFresh(deduplication: Deduplication): boolean {
    const key = deduplication.keyIn(this.headers());
    if (key === undefined) return true;
    if (deduplication.has(key)) {
      deduplication.duplicates++;
      this.#isDuplicate = true;
      return false;
    }
    this.fresh ??= new FreshKeys(this.headers());
    this.fresh.add(deduplication, key);
    return true;
  }

  #match(matcher: Matcher, routingKey: string): void {
    this.routingKey = routingKey;
    matcher.match(this);
  }
}

function stricter(a: DecidedBy, b: DecidedBy): DecidedBy {
  return a === 'nothing' || b === 'message' ? b : a;
}
