import { expect } from 'chai';
import { Binding } from '../../../src/core/exchange/binding.js';
import type { Destination } from '../../../src/core/exchange/binding.js';
import { Bindings } from '../../../src/core/exchange/bindings.js';
import type { Exchange } from '../../../src/core/exchange/exchange.js';
import { NO_FIELDS } from '../../../src/core/field.js';
import { VhostEvents } from '../../../src/core/vhost-events.js';
import { SpecVhost } from '../../support/spec-vhost.js';

function binding(source: Exchange, destination: Destination, routingKey = ''): Binding {
  const { kind, name } = destination.definition;
  const ends = { source: source.name, destinationKind: kind, destination: name };
  return new Binding(
    { kind: 'binding', vhost: '/', ...ends, routingKey, arguments: NO_FIELDS },
    source,
    destination,
  );
}

describe('the bindings of a vhost', () => {
  it('hold a binding once', () => {
    const spec = new SpecVhost();
    const [exchange, queue] = [spec.exchange('x'), spec.queue('q')];
    const bindings = new Bindings(spec.store, new VhostEvents(spec.events, '/'));
    expect(bindings.add(binding(exchange, queue))).to.equal(true);
    expect(bindings.add(binding(exchange, queue))).to.equal(false);
    expect(exchange.bindingCount).to.equal(1);
  });

  it('go with their destination, and name the exchanges that lose by it', () => {
    const spec = new SpecVhost();
    const [a, b, c] = [spec.exchange('a'), spec.exchange('b'), spec.exchange('c')];
    const [queue, other] = [spec.queue('q'), spec.queue('r')];
    const bindings = new Bindings(spec.store, new VhostEvents(spec.events, '/'));
    for (const each of [binding(a, queue), binding(a, queue, 'k'), binding(b, queue)]) {
      bindings.add(each);
    }
    bindings.add(binding(b, other));
    bindings.add(binding(c, other));
    expect([...bindings.removeTo(queue, spec.owner)]).to.eql([a, b]);
    expect([a, b, c].map((each) => each.bindingCount)).to.eql([0, 1, 1]);
    expect([...bindings.removeTo(queue, spec.owner)]).to.eql([]);
  });

  it('go with their source, one that is bound to itself included', () => {
    const spec = new SpecVhost();
    const exchange = spec.exchange('x');
    const bindings = new Bindings(spec.store, new VhostEvents(spec.events, '/'));
    bindings.add(binding(exchange, exchange));
    bindings.add(binding(exchange, spec.queue('q')));
    bindings.removeFrom(exchange, spec.owner);
    expect(exchange.bindingCount).to.equal(0);
    expect([...bindings.removeTo(exchange, spec.owner)]).to.eql([]);
  });
});
