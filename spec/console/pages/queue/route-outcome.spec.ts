import { expect } from 'chai';
import { routeOutcome } from '../../../../src/console/pages/queue/route-outcome.js';

type Explained = Parameters<typeof routeOutcome>[0];
type Near = Explained['steps'][number]['nearest_bindings'][number];

const queues = (...names: string[]): Explained['queues'] =>
  names.map((name) => ({ name, vhost: '/', certainty: 'certain' }));

const near = (key: string, destination: string, distance: number, unit: Near['unit']): Near => ({
  source: 'shop',
  vhost: '/',
  destination,
  destination_type: 'queue',
  routing_key: key,
  arguments: {},
  properties_key: key,
  distance,
  unit,
  unmet_arguments: unit === 'arguments' ? ['kind'] : [],
});

const step = (...nearest: Near[]): Explained['steps'][number] => ({
  exchange: 'shop',
  type: 'topic',
  bindings: [],
  binding_count: 0,
  one_of: false,
  delay_ms: 0,
  duplicate: false,
  alternate_exchange: null,
  nearest_bindings: nearest,
});

describe('What a route means for a queue', () => {
  it('is that the message would come there, or may', () => {
    const steps = [step()];
    expect(routeOutcome({ queues: queues('a', 'b'), steps }, 'b')).to.deep.equal({
      isGood: true,
      text: 'It would come here.',
      nearest: [],
    });
    const possible = [{ name: 'b', vhost: '/', certainty: 'possible' as const }];
    expect(routeOutcome({ queues: possible, steps }, 'b').text).to.equal(
      'It may come here: chance decides.',
    );
  });

  it('is that it would go elsewhere, or nowhere', () => {
    const text = (...names: string[]) =>
      routeOutcome({ queues: queues(...names), steps: [step()] }, 'orders').text;
    expect(text()).to.equal('It would reach no queue at all.');
    expect(text('a')).to.equal('It would not come here, but to “a”.');
    expect(text('a', 'b', 'c')).to.equal('It would not come here, but to “a” and 2 more.');
  });

  it('names the nearest bindings, those of the queue first', () => {
    const steps = [
      step(near('order.old', 'other', 1, 'words'), near('order.*.x', 'orders', 2, 'words')),
      step(near('', 'orders', 1, 'arguments')),
    ];
    expect(routeOutcome({ queues: [], steps }, 'orders').nearest).to.deep.equal([
      '“order.*.x” to “orders”: 2 words differ',
      '“” to “orders”: 1 argument differs (kind)',
      '“order.old” to “other”: 1 word differs',
    ]);
  });
});
