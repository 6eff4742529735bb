/**
 * What leads to what in a vhost: by bindings, by alternate exchanges and by dead letters. Read anew
 * for each question, in turns; asked by pick-nodes.ts and present/topology.ts.
 */
import { type Binding, isQueue } from '../../core/exchange/binding.js';
import type { Exchange } from '../../core/exchange/exchange.js';
import type { Queue } from '../../core/queue/queue.js';
import type { Vhost } from '../../core/vhost.js';
import { Turns } from '../turns.js';

export type TopologyNode = Exchange | Queue;

/** So many are looked at between two looks at the time. */
const STEP = 256;
const NO_BINDINGS: readonly Binding[] = [];
const NO_EXCHANGES: readonly Exchange[] = [];

export class Links {
  readonly vhost: Vhost;
  readonly #bindingsTo = new Map<TopologyNode, Binding[]>();
  readonly #alternateOf = new Map<Exchange, Exchange[]>();

  private constructor(vhost: Vhost) {
    this.vhost = vhost;
  }

  static async read(vhost: Vhost): Promise<Links> {
    const links = new Links(vhost);
    const turns = new Turns();
    let count = 0;
    for (const exchange of [...vhost.exchanges()]) {
      const alternate = links.alternate(exchange);
      if (alternate !== undefined) push(links.#alternateOf, alternate, exchange);
      for (const binding of [...exchange.bindings()]) {
        push(links.#bindingsTo, binding.destination, binding);
        if (++count % STEP === 0 && turns.isOver) await turns.pause();
      }
    }
    return links;
  }

  bindingsTo(node: TopologyNode): readonly Binding[] {
    return this.#bindingsTo.get(node) ?? NO_BINDINGS;
  }

  /** The exchanges that lead to it. To a queue that is not bound it is the default exchange. */
  sources(node: TopologyNode): readonly Exchange[] {
    const bindings = this.bindingsTo(node);
    if (isQueue(node)) return bindings.length > 0 ? bindings.map(sourceOf) : this.#unnamed();
    return [...bindings.map(sourceOf), ...(this.#alternateOf.get(node) ?? NO_EXCHANGES)];
  }

  /** What it leads to. */
  *destinations(node: TopologyNode): Generator<TopologyNode> {
    if (isQueue(node)) {
      const next = this.deadLetterDestination(node);
      if (next !== undefined) yield next;
      return;
    }
    for (const { destination } of node.bindings()) yield destination;
    const alternate = this.alternate(node);
    if (alternate !== undefined) yield alternate;
  }

  /** The default exchange is none, as in routing. */
  alternate({ alternate }: Exchange): Exchange | undefined {
    return alternate === undefined || alternate === '' ? undefined : this.vhost.exchange(alternate);
  }

  /** By the default exchange a dead letter comes to the queue that its new key names. */
  deadLetterDestination({ options }: Queue): TopologyNode | undefined {
    const { deadLetterExchange: exchange, deadLetterRoutingKey: key } = options;
    if (exchange === undefined) return undefined;
    if (exchange !== '') return this.vhost.exchange(exchange);
    return key === undefined ? undefined : this.vhost.queue(key);
  }

  /** Nobody uses it, and it is there in every vhost. */
  isIdle(exchange: Exchange): boolean {
    const isOurs = exchange.name === '' || exchange.name.startsWith('amq.');
    if (!isOurs || exchange.bindingCount > 0 || exchange.alternate !== undefined) return false;
    return exchange.publishedIn === 0 && this.sources(exchange).length === 0;
  }

  #unnamed(): readonly Exchange[] {
    const unnamed = this.vhost.exchange('');
    return unnamed === undefined ? NO_EXCHANGES : [unnamed];
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function sourceOf({ source }: Binding): Exchange {
  return source;
}
