import { expect } from 'chai';
import { routeFactsOf } from '../../../src/core/trace/route-facts.js';
import { message } from '../../support/core-builders.js';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('What a trace keeps of a route', () => {
  let spec: SpecVhost;
  beforeEach(() => (spec = new SpecVhost()));

  const factsOf = (exchange: string, routingKey: string, names: readonly string[]) => {
    const targets = names.map((name) => spec.queue(name));
    return routeFactsOf(spec.vhost.explain(message({ exchange, routingKey })), targets);
  };

  it('is each exchange on the way with the bindings that were taken', () => {
    spec.exchange('a', 'topic');
    spec.exchange('b', 'direct');
    spec.queue('q');
    spec.bindExchange('b', 'a', 'k.#');
    spec.bind('q', 'b', 'k.1');
    spec.bind('q', 'a', 'other');
    const { hops, ...rest } = factsOf('a', 'k.1', ['q']);
    expect(rest).to.eql({ queues: ['q'], queueCount: 1, isDirectReply: false });
    expect(hops.map(({ exchange, type, bindingCount }) => [exchange, type, bindingCount])).to.eql([
      ['a', 'topic', 1],
      ['b', 'direct', 1],
    ]);
    expect(hops[0]?.bindings[0]).to.include({ destination: 'b', routingKey: 'k.#' });
  });

  it('is the exchange where a message goes on because none matches', () => {
    const args = new Map([['alternate-exchange', { type: 'S', value: 'b' } as const]]);
    spec.exchange('a', 'direct', { arguments: args });
    spec.exchange('b', 'fanout');
    expect(factsOf('a', 'k', []).hops.map(({ alternate }) => alternate)).to.eql(['b', undefined]);
  });

  it('is where chance decides the binding that it decided for', () => {
    spec.exchange('a', 'x-random');
    for (const name of ['p', 'q']) {
      spec.queue(name);
      spec.bind(name, 'a', name);
    }
    const { hops } = factsOf('a', '', ['q']);
    expect(hops[0]?.bindings.map(({ destination }) => destination)).to.eql(['q']);
  });

  it('is bounded, however many queues there are', () => {
    spec.exchange('a', 'fanout');
    const names = Array.from({ length: 100 }, (_, index) => `q${index}`);
    for (const name of names) {
      spec.queue(name);
      spec.bind(name, 'a');
    }
    const { hops, queues, queueCount } = factsOf('a', '', names);
    expect([queues.length, queueCount]).to.eql([50, 100]);
    expect([hops[0]?.bindings.length, hops[0]?.bindingCount]).to.eql([20, 100]);
  });
});
