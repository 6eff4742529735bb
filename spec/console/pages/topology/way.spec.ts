import { expect } from 'chai';
import type { ExplanationJson } from '../../../../src/console/api/types.js';
import { namesOn, notesOf, wayOf } from '../../../../src/console/pages/topology/way.js';

type Step = ExplanationJson['steps'][number];

const binding = (source: string, destination: string, kind: 'queue' | 'exchange' = 'queue') => ({
  source,
  vhost: '/',
  destination,
  destination_type: kind,
  routing_key: 'k',
  arguments: {},
  properties_key: 'k',
});

const step = (exchange: string, changes: Partial<Step> = {}): Step => ({
  exchange,
  type: 'direct',
  bindings: [],
  binding_count: changes.bindings?.length ?? 0,
  one_of: false,
  delay_ms: 0,
  duplicate: false,
  alternate_exchange: null,
  nearest_bindings: [],
  ...changes,
});

const route = (steps: readonly Step[], queues: Record<string, 'certain' | 'possible'> = {}) => ({
  routed: Object.keys(queues).length > 0,
  queues: Object.entries(queues).map(([name, certainty]) => ({ name, vhost: '/', certainty })),
  direct_reply: false,
  steps: [...steps],
  truncated: false,
});

describe('The way of a message', () => {
  const told = (explanation: ExplanationJson, start: string) => {
    const { nodes, path, edges } = wayOf(explanation, start);
    return {
      nodes: Object.fromEntries(nodes),
      edges: path.map(({ id, kind, from, to }) => `${edges.get(id)} ${kind} ${from} > ${to}`),
    };
  };

  it('goes along bindings, and along the alternate exchange', () => {
    const steps = [
      step('in', { alternate_exchange: 'rest' }),
      step('rest', { bindings: [binding('rest', 'q'), binding('rest', 'q')] }),
    ];
    expect(told(route(steps, { q: 'certain' }), 'in')).to.eql({
      nodes: { 'exchange in': 'certain', 'exchange rest': 'certain', 'queue q': 'certain' },
      edges: [
        'certain alternate exchange in > exchange rest',
        'certain binding exchange rest > queue q',
      ],
    });
    expect(namesOn(route(steps, { q: 'certain' }))).to.eql({
      exchanges: ['in', 'rest'],
      queues: ['q'],
    });
  });

  it('is only possible behind a choice of chance, unless another way is certain', () => {
    const chance = step('x', {
      one_of: true,
      bindings: [binding('x', 'a', 'exchange'), binding('x', 'p')],
    });
    const behind = step('a', { bindings: [binding('a', 'q')] });
    const perhaps = told(route([chance, behind], { p: 'possible', q: 'possible' }), 'x');
    expect(perhaps.nodes).to.include({ 'exchange x': 'certain', 'exchange a': 'possible' });
    expect(perhaps.edges).to.include('possible binding exchange a > queue q');
    const in_ = step('in', {
      bindings: [binding('in', 'x', 'exchange'), binding('in', 'a', 'exchange')],
    });
    const surely = told(route([in_, chance, behind], { q: 'certain' }), 'in');
    expect(surely.edges).to.include('certain binding exchange a > queue q');
  });

  it('goes from the default exchange to the queue of that name', () => {
    expect(told(route([step('')], { q: 'certain' }), '').edges).to.eql([
      'certain binding exchange  > queue q',
    ]);
  });

  it('tells what happens at an exchange', () => {
    expect(notesOf(step('x'))).to.eql([]);
    expect(notesOf(step('x', { delay_ms: 5_000, duplicate: true }))).to.eql([
      'It waits here for 5,000 ms.',
      'It was here before, and goes no further.',
    ]);
    expect(notesOf(step('x', { one_of: true, binding_count: 2_000 }))).to.eql([
      'Chance takes one of 2,000 bindings.',
      '2,000 bindings match; these are the first.',
    ]);
  });
});
