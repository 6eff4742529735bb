import { expect } from 'chai';
import type { Exchange } from '../../src/core/exchange/exchange.js';
import { Router } from '../../src/core/router.js';
import { fields, message } from '../support/core-builders.js';
import { SeededRandom, seedOfRun } from '../support/seed.js';
import { SpecVhost } from '../support/spec-vhost.js';

/** An exchange of the name, with an alternate of the other name. */
function withAlternate(spec: SpecVhost, name: string, alternate: string, type = 'direct'): void {
  spec.exchange(name, type, { arguments: fields({ 'alternate-exchange': alternate }) });
}

describe('bindings between exchanges', () => {
  it('pass on what matches, by the rules of each exchange on the way', () => {
    const spec = new SpecVhost();
    spec.exchange('d', 'direct');
    spec.exchange('t', 'topic');
    spec.queue('q');
    spec.bindExchange('t', 'd', 'a.b');
    spec.bindExchange('t', 'd', 'c.d');
    spec.bind('q', 't', 'a.*');
    expect(spec.reached('d', 'a.b')).to.eql(['q']);
    expect(spec.reached('d', 'c.d')).to.eql([]);
    expect(spec.reached('d', 'a.c')).to.eql([]);
  });

  it('give a queue one copy, however many ways lead to it', () => {
    const spec = new SpecVhost();
    for (const name of ['s', 'a', 'b']) spec.exchange(name, 'fanout');
    const queue = spec.queue('q');
    for (const name of ['a', 'b']) {
      spec.bindExchange(name, 's');
      spec.bind('q', name);
    }
    spec.bind('q', 's');
    expect(spec.reached('s')).to.eql(['q']);
    expect(queue.messageCount).to.equal(1);
  });

  it('may go round in circles', () => {
    const spec = new SpecVhost();
    for (const name of ['a', 'b', 'c']) {
      spec.exchange(name, 'fanout');
      spec.queue(name);
      spec.bind(name, name);
    }
    spec.bindExchange('b', 'a');
    spec.bindExchange('c', 'b');
    spec.bindExchange('a', 'c');
    spec.bindExchange('a', 'a');
    for (const name of ['a', 'b', 'c']) expect(spec.reached(name)).to.eql(['a', 'b', 'c']);
  });

  it('may be a chain of any length', () => {
    const spec = new SpecVhost();
    const count = 20_000;
    for (let index = 0; index < count; index++) {
      spec.exchange(`x${String(index)}`, 'fanout');
      if (index > 0) spec.bindExchange(`x${String(index)}`, `x${String(index - 1)}`);
    }
    spec.queue('q');
    spec.bind('q', `x${String(count - 1)}`);
    expect(spec.reached('x0')).to.eql(['q']);
  });

  it('lead into internal exchanges', () => {
    const spec = new SpecVhost();
    spec.exchange('i', 'fanout', { internal: true });
    spec.queue('q');
    spec.bindExchange('i', 'amq.fanout');
    spec.bind('q', 'i');
    expect(spec.reached('amq.fanout')).to.eql(['q']);
  });
});

describe('an alternate exchange', () => {
  const arrange = (): SpecVhost => {
    const spec = new SpecVhost();
    withAlternate(spec, 'x', 'rest');
    spec.exchange('rest', 'fanout');
    for (const name of ['q', 'lost']) spec.queue(name);
    spec.bind('q', 'x', 'k');
    spec.bind('lost', 'rest');
    return spec;
  };

  it('takes what matches no binding, and only that', () => {
    const spec = arrange();
    expect(spec.reached('x', 'other')).to.eql(['lost']);
    expect(spec.reached('x', 'k')).to.eql(['q']);
  });

  it('may be declared later, and deleted', () => {
    const spec = arrange();
    expect(spec.reached('x', 'other')).to.eql(['lost']);
    spec.vhost.deleteExchange('rest', { ifUnused: false });
    expect(spec.reached('x', 'other')).to.eql([]);
    spec.exchange('rest', 'fanout');
    spec.bind('lost', 'rest');
    expect(spec.reached('x', 'other')).to.eql(['lost']);
  });

  it('may have an alternate of its own', () => {
    const spec = new SpecVhost();
    withAlternate(spec, 'a', 'b');
    withAlternate(spec, 'b', 'c');
    spec.exchange('c', 'fanout');
    spec.queue('q');
    spec.bind('q', 'c');
    expect(spec.reached('a')).to.eql(['q']);
  });

  it('takes nothing if it is the default exchange, as in RabbitMQ', () => {
    const spec = new SpecVhost();
    withAlternate(spec, 'x', '');
    spec.queue('q');
    expect(spec.reached('x', 'q')).to.eql([]);
  });

  it('may be declared later with an alternate of its own', () => {
    const spec = new SpecVhost();
    withAlternate(spec, 'a', 'b');
    spec.queue('q');
    spec.bind('q', 'amq.fanout');
    expect(spec.reached('a')).to.eql([]);
    withAlternate(spec, 'b', 'amq.fanout');
    expect(spec.reached('a')).to.eql(['q']);
  });

  it('may have the first for an alternate', () => {
    const spec = new SpecVhost();
    withAlternate(spec, 'a', 'b');
    withAlternate(spec, 'b', 'a');
    withAlternate(spec, 'self', 'self');
    expect(spec.reached('a')).to.eql([]);
    expect(spec.reached('self')).to.eql([]);
  });

  it('is not asked if a binding matched, though the message ended nowhere', () => {
    const spec = arrange();
    spec.exchange('end', 'fanout');
    spec.bindExchange('end', 'x', 'end');
    expect(spec.reached('x', 'end')).to.eql([]);
  });

  it('serves an exchange in the middle of a way', () => {
    const spec = arrange();
    spec.bindExchange('x', 'amq.fanout');
    expect(spec.reached('amq.fanout', 'other')).to.eql(['lost']);
  });

  it('is of no use if it is the default exchange: nothing is bound there', () => {
    const spec = new SpecVhost();
    withAlternate(spec, 'x', '');
    spec.queue('q');
    expect(spec.reached('x', 'q')).to.eql([]);
  });
});

describe('the router', () => {
  const routerOf = (spec: SpecVhost): [Router, (name: string) => Exchange] => {
    const exchanges = new Map([...spec.vhost.exchanges()].map((each) => [each.name, each]));
    return [new Router(exchanges), (name) => spec.vhost.requireExchange(name)];
  };

  it('allocates nothing for a route that it remembers', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bind('q', 'amq.topic', '#');
    const [router, exchange] = routerOf(spec);
    const first = router.route(exchange('amq.topic'), message({ routingKey: 'a.b' }));
    const second = router.route(exchange('amq.topic'), message({ routingKey: 'a.b' }));
    expect(first.map((queue) => queue.name)).to.eql(['q']);
    expect(second).to.equal(first);
  });

  it('remembers one route for all keys where no key is looked at', () => {
    const spec = new SpecVhost();
    spec.exchange('f', 'fanout');
    spec.bindExchange('f', 'amq.fanout');
    const [router, exchange] = routerOf(spec);
    const first = router.route(exchange('amq.fanout'), message({ routingKey: 'a' }));
    const second = router.route(exchange('amq.fanout'), message({ routingKey: 'b' }));
    expect(second).to.equal(first);
  });

  it('looks at the key where an exchange further on does', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bindExchange('amq.direct', 'amq.fanout');
    spec.bind('q', 'amq.direct', 'k');
    expect(spec.reached('amq.fanout', 'k')).to.eql(['q']);
    expect(spec.reached('amq.fanout', 'l')).to.eql([]);
  });

  it('looks at the headers where an exchange further on does', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bindExchange('amq.headers', 'amq.direct', 'k');
    spec.bind('q', 'amq.headers', '', fields({ a: 1 }));
    expect(spec.reached('amq.direct', 'k', fields({ a: 2 }))).to.eql([]);
    expect(spec.reached('amq.direct', 'k', fields({ a: 1 }))).to.eql(['q']);
    expect(spec.reached('amq.direct', 'k', fields({ a: 2 }))).to.eql([]);
  });

  it('forgets when told that something changed', () => {
    const spec = new SpecVhost();
    const [router, exchange] = routerOf(spec);
    const route = (): unknown => router.route(exchange('amq.direct'), message());
    const first = route();
    router.forget();
    expect(route()).not.to.equal(first);
  });

  it('remembers only so much, however many keys there are', () => {
    const spec = new SpecVhost();
    const [router, exchange] = routerOf(spec);
    const direct = exchange('amq.direct');
    const route = (key: string): unknown => router.route(direct, message({ routingKey: key }));
    const first = route('first');
    for (let index = 0; index < 20_000; index++) route(`key ${String(index)}`);
    expect(route('first')).to.equal(first);
    for (let index = 20_000; index < 33_000; index++) route(`key ${String(index)}`);
    expect(route('first')).not.to.equal(first);
  });

  it('has all its room again once it has forgotten', () => {
    const spec = new SpecVhost();
    const [router, exchange] = routerOf(spec);
    const direct = exchange('amq.direct');
    const route = (key: string): unknown => router.route(direct, message({ routingKey: key }));
    for (let index = 0; index < 20_000; index++) route(`key ${String(index)}`);
    router.forget();
    const first = route('first');
    for (let index = 0; index < 20_000; index++) route(`key ${String(index)}`);
    expect(route('first')).to.equal(first);
  });
});

/** A vhost of random exchanges, and where a message must end in it, by the definition. */
class RandomGraph {
  readonly spec = new SpecVhost();
  readonly #random: SeededRandom;
  readonly #names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  readonly #queues = ['q1', 'q2', 'q3', 'q4'];
  readonly #keys = ['', 'k', 'l', 'k.l'];
  readonly #patterns = ['', 'k', 'l', '*', '#', 'k.*', '#.l'];

  constructor(random: SeededRandom) {
    this.#random = random;
    for (const name of this.#names) this.#declare(name);
    for (const name of this.#queues) this.spec.queue(name);
  }

  change(): void {
    const random = this.#random;
    const source = random.pick(this.#names);
    const key = random.pick(this.#patterns);
    switch (random.below(12)) {
      case 0:
        this.spec.vhost.deleteExchange(source, { ifUnused: false });
        this.#declare(source);
        return;
      case 1:
      case 2:
        return this.spec.unbindExchange(random.pick(this.#names), source, key);
      case 3:
      case 4:
        return this.spec.unbind(random.pick(this.#queues), source, key);
      case 5:
      case 6:
      case 7:
        return this.spec.bindExchange(random.pick(this.#names), source, key);
      case 8: {
        const queue = random.pick(this.#queues);
        this.spec.vhost.deleteQueue(queue, { ifUnused: false, ifEmpty: false }, this.spec.owner);
        this.spec.queue(queue);
        return;
      }
      default:
        return this.spec.bind(random.pick(this.#queues), source, key);
    }
  }

  /** What a random publish reached, and what it had to reach. */
  publish(): { readonly reached: string[]; readonly expected: string[] } {
    const exchange = this.#random.pick(this.#names);
    const key = this.#random.pick(this.#keys);
    return { reached: this.spec.reached(exchange, key), expected: this.#expected(exchange, key) };
  }

  #declare(name: string): void {
    const type = this.#random.pick(['direct', 'fanout', 'topic', 'headers']);
    const alternate = this.#random.pick([...this.#names, '', 'missing']);
    if (this.#random.below(2) === 0) withAlternate(this.spec, name, alternate, type);
    else this.spec.exchange(name, type);
  }

  #expected(start: string, key: string): string[] {
    const queues = new Set<string>();
    const seen = new Set<string>();
    const visit = (name: string): void => {
      const exchange = this.spec.vhost.exchange(name);
      if (exchange === undefined || seen.has(name)) return;
      seen.add(name);
      const { type } = exchange.definition;
      const matching = [...this.spec.vhost.bindings()].filter(
        (binding) => binding.source === name && holds(type, binding.routingKey, key),
      );
      for (const { destinationKind, destination } of matching) {
        if (destinationKind === 'queue') queues.add(destination);
        else visit(destination);
      }
      if (matching.length === 0 && exchange.alternate !== undefined) visit(exchange.alternate);
    };
    visit(start);
    return [...queues].sort();
  }
}

/** Topic patterns by regular expression; headers exchanges match by having no conditions. */
function holds(type: string, pattern: string, key: string): boolean {
  if (type === 'direct') return pattern === key;
  if (type !== 'topic') return true;
  if (pattern === '#') return true;
  if (pattern === '#.l') return /^(.*\.)?l$/.test(key);
  const source = pattern.replace('.', '\\.').replace('*', '[^.]+');
  return new RegExp(`^${source}$`).test(key);
}

describe('routes through random exchanges', () => {
  it('are those that the definition gives, while bindings come and go', () => {
    const seed = seedOfRun();
    const random = new SeededRandom(seed);
    let reachedCount = 0;
    for (let round = 0; round < 60; round++) {
      const graph = new RandomGraph(random);
      for (let step = 0; step < 100; step++) {
        graph.change();
        for (let times = 0; times < 2; times++) {
          const { reached, expected } = graph.publish();
          expect(reached, `seed ${String(seed)}`).to.eql(expected);
          reachedCount += reached.length;
        }
      }
    }
    expect(reachedCount).to.be.greaterThan(1000);
  });
});
