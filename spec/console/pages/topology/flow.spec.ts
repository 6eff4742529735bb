import { expect } from 'chai';
import type { TopologyJson } from '../../../../src/console/api/types.js';
import { edgeFlows, FlowMeter } from '../../../../src/console/pages/topology/flow.js';
import { graphOf } from '../../../../src/console/pages/topology/graph.js';
import { topologyEdge, topologyOf } from '../../../support/topology-json.js';

type Counts = Readonly<Record<string, readonly [into: number, out: number, dead?: number]>>;

/** What has been counted, by the names of exchanges and queues. */
function counted(topology: TopologyJson, counts: Counts): TopologyJson {
  return {
    ...topology,
    exchanges: topology.exchanges.map((exchange) => {
      const [publish_in, publish_out] = counts[exchange.name] ?? [0, 0];
      return { ...exchange, publish_in, publish_out };
    }),
    queues: topology.queues.map((queue) => {
      const [publish, deliver_get, dead_letter = 0] = counts[queue.name] ?? [0, 0];
      return { ...queue, publish, deliver_get, dead_letter };
    }),
  };
}

/** In two seconds all of it has happened. */
function flows(
  topology: TopologyJson,
  counts: Counts,
  of: 'share' | 'limit' = 'share',
): Record<string, number> {
  const meter = new FlowMeter();
  meter.look(1_000, topology);
  meter.look(3_000, counted(topology, counts));
  const graph = graphOf(topology);
  const byEdge = edgeFlows(graph, meter.rates);
  return Object.fromEntries(
    graph.edges.map(({ id, from, to }) => [
      `${from.split(' ')[1]}>${to.split(' ')[1]}`,
      Math.round(byEdge.get(id)?.[of] ?? -1),
    ]),
  );
}

const between = (source: string, destination: string) =>
  topologyEdge(source, destination, { destination_type: 'exchange' });

describe('The flow through a topology', () => {
  it('is what has been counted between two looks', () => {
    const topology = topologyOf(['x'], ['q'], []);
    const meter = new FlowMeter();
    meter.look(1_000, topology);
    expect(meter.rates.get('queue q')).to.eql({ in: null, out: null, dead: null });
    meter.look(3_000, counted(topology, { x: [10, 20], q: [20, 8, 2] }));
    expect(meter.rates.get('exchange x')).to.eql({ in: 5, out: 10, dead: 0 });
    expect(meter.rates.get('queue q')).to.eql({ in: 10, out: 4, dead: 1 });
    meter.look(4_000, topology);
    expect(meter.rates.get('queue q')).to.eql({ in: null, out: null, dead: null });
  });

  it('is shared along edges among the exchanges that lead to a queue', () => {
    const edges = [topologyEdge('x', 'q'), topologyEdge('y', 'q'), topologyEdge('x', 'r')];
    const topology = topologyOf(['x', 'y'], ['q', 'r'], edges);
    const told = flows(topology, { x: [60, 90], y: [20, 20], q: [80, 0], r: [40, 0] });
    expect(told).to.eql({ 'x>q': 30, 'y>q': 10, 'x>r': 20 });
  });

  it('is never more than the exchange takes in, nor than the queue does', () => {
    const edges = [topologyEdge('x', 'q'), topologyEdge('y', 'q'), topologyEdge('z', 'q')];
    const topology = topologyOf(['x', 'y', 'z'], ['q'], edges);
    const counts = { x: [60, 60], y: [8, 8], q: [20, 0] } as const;
    expect(flows(topology, counts, 'limit')).to.eql({ 'x>q': 10, 'y>q': 4, 'z>q': 0 });
    const others = topologyOf(['x'], ['q'], [topologyEdge('x', 'q')]);
    expect(flows(others, { x: [2, 2], q: [20, 0] })).to.eql({ 'x>q': 1 });
  });

  it('goes through exchanges that only exchanges lead to', () => {
    const edges = [between('in', 'out'), topologyEdge('out', 'q'), topologyEdge('out', 'r')];
    const topology = topologyOf(['in', 'out'], ['q', 'r'], edges);
    const told = flows(topology, { in: [20, 40], q: [20, 0], r: [10, 0] });
    expect(told).to.eql({ 'in>out': 10, 'out>q': 10, 'out>r': 5 });
  });

  it('is what died in a queue along the edge of its dead letters', () => {
    const letters = topologyEdge('q', 'dlx', {
      kind: 'dead_letter',
      source_type: 'queue',
      destination_type: 'exchange',
    });
    const edges = [topologyEdge('x', 'q'), letters, topologyEdge('dlx', 'dead')];
    const topology = topologyOf(['x', 'dlx'], ['q', 'dead'], edges);
    const told = flows(topology, { x: [20, 20], q: [20, 6, 14], dead: [14, 0] });
    expect(told).to.eql({ 'x>q': 10, 'q>dlx': 7, 'dlx>dead': 7 });
  });

  it('comes to an end in circles', () => {
    const edges = [between('x', 'y'), between('y', 'x'), topologyEdge('y', 'q')];
    const told = flows(topologyOf(['x', 'y'], ['q'], edges), { x: [20, 20], q: [20, 0] });
    expect(told).to.include({ 'x>y': 10, 'y>q': 10 });
  });
});
