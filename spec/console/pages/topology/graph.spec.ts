import { expect } from 'chai';
import type { TopologyJson } from '../../../../src/console/api/types.js';
import {
  addressOf,
  edgeId,
  graphOf,
  nodeId,
  shapeOf,
  titleOf,
  withEdges,
} from '../../../../src/console/pages/topology/graph.js';
import { topologyEdge, topologyOf } from '../../../support/topology-json.js';

describe('The graph of a topology', () => {
  const labelOf = (changes: Partial<TopologyJson['edges'][number]>): string | undefined =>
    graphOf(topologyOf(['x'], ['q'], [topologyEdge('x', 'q', changes)])).edges[0]?.label;

  it('has nodes and edges with names of their own', () => {
    const { nodes, edges } = graphOf(topologyOf(['a'], ['a'], [topologyEdge('a', 'a')]));
    expect(nodes.map(({ id }) => id)).to.eql(['exchange a', 'queue a']);
    expect(edges[0]).to.include({ from: 'exchange a', to: 'queue a', exists: true });
    expect(edgeId('binding', 'exchange a', 'queue b c')).not.to.equal(
      edgeId('binding', 'exchange a queue', 'b c'),
    );
  });

  it('has exchanges that are not there, where dead letters are to go', () => {
    const lost = topologyEdge('q', 'none', {
      kind: 'dead_letter',
      source_type: 'queue',
      destination_type: 'exchange',
      destination_exists: false,
    });
    const { nodes, edges } = graphOf(topologyOf([], ['q'], [lost]));
    expect(nodes[1]).to.eql({ id: 'exchange none', kind: 'exchange', name: 'none' });
    expect(edges[0]).to.include({ exists: false });
  });

  it('says which keys or arguments lead along an edge, and how many more', () => {
    const bindings = ['a.*', 'b.*'].map((key) => ({ routing_key: key, arguments: {} }));
    expect(labelOf({ bindings, binding_count: 2 })).to.equal('a.*, b.*');
    expect(labelOf({ bindings, binding_count: 9 })).to.equal('a.*, b.* and 7 more');
    const kind = { routing_key: '', arguments: { kind: 'order' } };
    expect(labelOf({ bindings: [kind], binding_count: 1 })).to.equal('{"kind":"order"}');
    expect(labelOf({ kind: 'dead_letter', dead_letter_routing_key: 'dead' })).to.equal('dead');
    expect(labelOf({ bindings: [], binding_count: 0 })).to.equal('');
  });

  it('leads to the pages of its nodes', () => {
    const address = (kind: 'exchange' | 'queue', name: string) => addressOf('/', { kind, name });
    expect(address('queue', 'a/b')).to.equal('#/queues/%2F/a%2Fb');
    expect(address('exchange', 'x')).to.equal('#/exchanges/%2F/x');
    expect(address('exchange', '')).to.equal('#/exchanges/%2F/amq.default');
    expect(titleOf({ kind: 'exchange', name: '' })).to.equal('(default exchange)');
    expect(titleOf({ kind: 'queue', name: 'q' })).to.equal('q');
  });

  it('takes further edges between nodes that are there, once', () => {
    const graph = graphOf(topologyOf(['x'], ['q'], []));
    const [from, to] = [nodeId('exchange', 'x'), nodeId('queue', 'q')];
    const edge = (end: string) =>
      ({
        id: edgeId('binding', from, end),
        kind: 'binding',
        from,
        to: end,
        label: '',
        exists: true,
      }) as const;
    const more = withEdges(graph, [edge(to), edge('queue gone')]);
    expect(more.edges).to.eql([edge(to)]);
    expect(withEdges(more, [edge(to)])).to.equal(more);
    expect(shapeOf(more)).not.to.equal(shapeOf(graph));
  });
});
