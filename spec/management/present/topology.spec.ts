import { expect } from 'chai';
import { presentTopology } from '../../../src/management/present/topology.js';
import { Links } from '../../../src/management/topology/links.js';
import { fields, message } from '../../support/core-builders.js';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('A topology in JSON', () => {
  let spec: SpecVhost;
  beforeEach(() => (spec = new SpecVhost()));

  const present = async (exchanges: readonly string[], queues: readonly string[]) => {
    const links = await Links.read(spec.vhost);
    const found = [
      ...exchanges.map((name) => spec.vhost.exchange(name)),
      ...queues.map((name) => spec.vhost.queue(name)),
    ];
    const nodes = new Set(found.filter((node) => node !== undefined));
    return presentTopology(links, { nodes, wantedCount: 9 });
  };

  it('has exchanges and queues by name, with what has gone through them', async () => {
    spec.exchange('x', 'fanout');
    for (const name of ['b', 'a']) spec.queue(name);
    spec.bind('b', 'x');
    spec.vhost.publish(message({ exchange: 'x' }));
    const { exchanges, queues, edges: _, ...others } = await present(['x'], ['b', 'a']);
    expect(others).to.eql({ vhost: '/', wanted_count: 9 });
    expect(exchanges).to.eql([
      {
        name: 'x',
        type: 'fanout',
        durable: false,
        internal: false,
        binding_count: 1,
        messages_delayed: 0,
        publish_in: 1,
        publish_out: 1,
      },
    ]);
    expect(queues.map(({ name }) => name)).to.eql(['a', 'b']);
    expect(queues[1]).to.eql({
      name: 'b',
      type: 'classic',
      durable: false,
      state: 'running',
      consumers: 0,
      messages_ready: 1,
      messages_unacknowledged: 0,
      publish: 1,
      deliver_get: 0,
      dead_letter: 0,
    });
  });

  it('counts what died in a queue, if it went to a dead-letter exchange', async () => {
    const limit = { 'x-max-length': 1 };
    spec.queue('a', { arguments: fields({ ...limit, 'x-dead-letter-exchange': 'amq.fanout' }) });
    spec.queue('b', { arguments: fields(limit) });
    for (const routingKey of ['a', 'a', 'b', 'b']) spec.vhost.publish(message({ routingKey }));
    const { queues } = await present([], ['a', 'b']);
    expect(queues.map(({ dead_letter: count }) => count)).to.eql([1, 0]);
  });

  it('has one edge for all bindings between the same two, and tells the first', async () => {
    spec.queue('q');
    for (const key of ['1', '2', '3', '4']) spec.bind('q', 'amq.direct', key);
    spec.bind('q', 'amq.headers', '', fields({ kind: 'order' }));
    const { edges } = await present(['amq.direct', 'amq.headers'], ['q']);
    expect(edges.map((edge) => [edge.source, edge.binding_count, edge.bindings])).to.eql([
      ['amq.direct', 4, ['1', '2', '3'].map((key) => ({ routing_key: key, arguments: {} }))],
      ['amq.headers', 1, [{ routing_key: '', arguments: { kind: 'order' } }]],
    ]);
    expect((await present(['amq.direct'], [])).edges).to.eql([]);
  });

  it('has alternate exchanges and dead letters, also those that are lost', async () => {
    spec.exchange('x', 'direct', { arguments: fields({ 'alternate-exchange': 'rest' }) });
    spec.exchange('y', 'direct', { arguments: fields({ 'alternate-exchange': 'amq.fanout' }) });
    const lettersTo = (exchange: string, key: string) => ({
      arguments: fields({ 'x-dead-letter-exchange': exchange, 'x-dead-letter-routing-key': key }),
    });
    spec.queue('a', lettersTo('none', 'k'));
    spec.queue('b', lettersTo('', 'a'));
    const { edges } = await present(['', 'x', 'y', 'amq.fanout'], ['a', 'b']);
    const told = edges.map((edge) => {
      const { kind, source, destination, destination_type: type } = edge;
      const key = edge.dead_letter_routing_key ?? '';
      return [kind, source, type, destination, edge.destination_exists, key].join(' ');
    });
    expect(told).to.eql([
      'binding  queue a true ',
      'binding  queue b true ',
      'alternate x exchange rest false ',
      'alternate y exchange amq.fanout true ',
      'dead_letter a exchange none false k',
      'dead_letter b queue a true a',
    ]);
  });
});
