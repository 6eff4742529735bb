import { expect } from 'chai';
import { message } from '../../support/core-builders.js';
import { SpecVhost } from '../../support/spec-vhost.js';

const KEYS = Array.from({ length: 2_000 }, (_, index) => `key-${String(index)}`);

function bound(...bindings: readonly (readonly [queue: string, key: string])[]): SpecVhost {
  const spec = new SpecVhost();
  spec.exchange('x', 'x-modulus-hash');
  for (const [queue, key] of bindings) {
    spec.queue(queue);
    spec.bind(queue, 'x', key);
  }
  return spec;
}

function homes(spec: SpecVhost): string[] {
  return KEYS.map((key) => spec.reached('x', key).join());
}

function share(queue: string, spec: SpecVhost): number {
  return homes(spec).filter((home) => home === queue).length / KEYS.length;
}

describe('A modulus hash exchange', () => {
  it('routes each message to one queue by its routing key, whatever the binding keys', () => {
    const spec = bound(['a', ''], ['b', 'b'], ['c', 'key-1']);
    const first = homes(spec);
    expect(new Set(first)).to.deep.equal(new Set(['a', 'b', 'c']));
    expect(homes(spec)).to.deep.equal(first);
  });

  it('routes the same way when the same was bound in another order, as after a restart', () => {
    const first = homes(bound(['a', ''], ['b', ''], ['c', '']));
    expect(homes(bound(['c', ''], ['a', ''], ['b', '']))).to.deep.equal(first);
  });

  it('counts bindings, so that a queue bound three times of four gets three quarters', () => {
    const spec = bound(['a', '1'], ['a', '2'], ['a', '3'], ['b', '']);
    expect(share('a', spec)).to.be.closeTo(0.75, 0.04);
  });

  it('routes to what is left when a binding goes, and nowhere without one', () => {
    const spec = bound(['a', ''], ['b', '']);
    spec.unbind('a', 'x', '');
    expect(share('b', spec)).to.equal(1);
    spec.unbind('b', 'x', '');
    expect(spec.reached('x', 'k')).to.deep.equal([]);
  });

  it('routes a message once, though it has further keys, which count for its hash', () => {
    const spec = bound(['a', ''], ['b', ''], ['c', '']);
    const found = new Set<string>();
    for (const key of KEYS.slice(0, 50)) {
      for (const queue of spec.vhost.queues()) queue.purge();
      spec.vhost.publish(message({ exchange: 'x', routingKey: 'k', extraKeys: [key] }));
      const taken = [...spec.vhost.queues()].filter((queue) => queue.messageCount > 0);
      expect(taken).to.have.lengthOf(1);
      found.add(taken.map(({ name }) => name).join());
    }
    expect(found.size).to.equal(3);
  });
});
