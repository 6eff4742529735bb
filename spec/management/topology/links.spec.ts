import { expect } from 'chai';
import { Links, type TopologyNode } from '../../../src/management/topology/links.js';
import { fields } from '../../support/core-builders.js';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('What leads to what in a vhost', () => {
  let spec: SpecVhost;
  beforeEach(() => (spec = new SpecVhost()));

  const namesOf = (nodes: Iterable<TopologyNode>): string[] => [...nodes].map(({ name }) => name);

  it('is what bindings say, in both directions', async () => {
    const [inner, queue] = [spec.exchange('inner', 'fanout'), spec.queue('q')];
    spec.bindExchange('inner', 'amq.topic', 'a.#');
    spec.bind('q', 'inner', '1');
    spec.bind('q', 'inner', '2');
    const links = await Links.read(spec.vhost);
    expect(namesOf(links.sources(inner))).to.eql(['amq.topic']);
    expect(namesOf(links.destinations(inner))).to.eql(['q', 'q']);
    expect(links.bindingsTo(queue).map(({ definition }) => definition.routingKey)).to.eql([
      '1',
      '2',
    ]);
  });

  it('is the default exchange for a queue that is not bound', async () => {
    const queue = spec.queue('q');
    const links = await Links.read(spec.vhost);
    expect(namesOf(links.sources(queue))).to.eql(['']);
  });

  it('is an alternate exchange, but not the default one', async () => {
    const alternate = (name: string) => ({ arguments: fields({ 'alternate-exchange': name }) });
    const rest = spec.exchange('rest');
    const exchange = spec.exchange('x', 'direct', alternate('rest'));
    const links = await Links.read(spec.vhost);
    expect(namesOf(links.sources(rest))).to.eql(['x']);
    expect(namesOf(links.destinations(exchange))).to.eql(['rest']);
    for (const name of ['', 'nowhere']) {
      expect(links.alternate(spec.exchange(`to ${name}`, 'direct', alternate(name)))).to.equal(
        undefined,
      );
    }
  });

  it('is where dead letters go', async () => {
    const lettersTo = (exchange: string, key?: string) => ({
      arguments: fields({
        'x-dead-letter-exchange': exchange,
        ...(key !== undefined && { 'x-dead-letter-routing-key': key }),
      }),
    });
    const dead = spec.queue('dead');
    const links = await Links.read(spec.vhost);
    const destination = (name: string, exchange: string, key?: string) =>
      links.deadLetterDestination(spec.queue(name, lettersTo(exchange, key)));
    expect(destination('by exchange', 'amq.fanout')?.name).to.equal('amq.fanout');
    expect(destination('to a queue', '', 'dead')).to.equal(dead);
    expect(destination('with any key', '')).to.equal(undefined);
    expect(destination('nowhere', 'none')).to.equal(undefined);
    expect(links.deadLetterDestination(dead)).to.equal(undefined);
  });

  it('leaves out the exchanges of every vhost while nobody uses them', async () => {
    spec.queue('q');
    spec.exchange('own');
    spec.bind('q', 'amq.direct');
    spec.reached('amq.fanout');
    const links = await Links.read(spec.vhost);
    const idle = [...spec.vhost.exchanges()].filter((exchange) => links.isIdle(exchange));
    expect(namesOf(idle)).to.include.members(['', 'amq.topic', 'amq.headers']);
    expect(namesOf(idle)).not.to.include.oneOf(['own', 'amq.direct', 'amq.fanout']);
  });
});
