import { expect } from 'chai';
import { message } from '../../support/core-builders.js';
import { SpecVhost } from '../../support/spec-vhost.js';

const COUNT = 2_000;

function bound(...bindings: readonly (readonly [queue: string, key: string])[]): SpecVhost {
  const spec = new SpecVhost();
  spec.exchange('x', 'x-random');
  for (const [queue, key] of bindings) {
    spec.queue(queue);
    spec.bind(queue, 'x', key);
  }
  return spec;
}

/** How many of COUNT equal messages each queue gets. */
function counts(spec: SpecVhost): Map<string, number> {
  for (const queue of spec.vhost.queues()) queue.purge();
  for (let count = 0; count < COUNT; count++) {
    spec.vhost.publish(message({ exchange: 'x', routingKey: 'k', extraKeys: ['l', 'm'] }));
  }
  return new Map([...spec.vhost.queues()].map((queue) => [queue.name, queue.messageCount]));
}

describe('A random exchange', () => {
  it('gives each message to one queue, whatever its keys, and all queues the same share', () => {
    const found = counts(bound(['a', ''], ['b', 'k'], ['c', 'z']));
    const total = [...found.values()].reduce((sum, count) => sum + count, 0);
    expect(total).to.equal(COUNT);
    for (const count of found.values()) expect(count / COUNT).to.be.closeTo(1 / 3, 0.06);
  });

  it('picks among bindings: a queue that is bound three times gets three times as many', () => {
    const found = counts(bound(['a', '1'], ['a', '2'], ['a', '3'], ['b', '']));
    expect((found.get('a') ?? 0) / COUNT).to.be.closeTo(0.75, 0.06);
  });

  it('picks among those that are left', () => {
    const spec = bound(['a', ''], ['b', ''], ['c', '']);
    spec.unbind('a', 'x', '');
    const found = counts(spec);
    expect(found.get('a')).to.equal(0);
    expect((found.get('b') ?? 0) / COUNT).to.be.closeTo(0.5, 0.07);
    spec.unbind('c', 'x', '');
    expect(counts(spec).get('b')).to.equal(COUNT);
    spec.unbind('b', 'x', '');
    expect(spec.reached('x')).to.deep.equal([]);
  });
});
