import { expect } from 'chai';
import { fields, message } from '../../support/core-builders.js';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('an exchange', () => {
  it('has an alternate exchange if its arguments name one', () => {
    const spec = new SpecVhost();
    const args = fields({ 'alternate-exchange': 'other' });
    expect(spec.exchange('x', 'direct', { arguments: args }).alternate).to.equal('other');
    expect(spec.exchange('y').alternate).to.equal(undefined);
  });

  it('counts and lists the bindings from it, not those to it', () => {
    const spec = new SpecVhost();
    const [x, y] = [spec.exchange('x'), spec.exchange('y')];
    spec.bindExchange('y', 'x', 'a');
    spec.bindExchange('y', 'x', 'b');
    expect([x.bindingCount, y.bindingCount]).to.eql([2, 0]);
    expect([...x.bindings()].map(({ definition }) => definition.routingKey)).to.eql(['a', 'b']);
    spec.unbindExchange('y', 'x', 'a');
    expect(x.bindingCount).to.equal(1);
  });

  it('counts what came and reached no queue, the default one too', () => {
    const spec = new SpecVhost();
    const exchange = spec.exchange('x', 'fanout');
    const unroutable = () => [exchange.unroutable, spec.vhost.exchange('')?.unroutable];
    spec.vhost.publish(message({ exchange: 'x', routingKey: 'k' }));
    spec.vhost.publish(message({ exchange: '', routingKey: 'nowhere' }));
    expect(unroutable()).to.eql([1, 1]);
    spec.queue('q');
    spec.bind('q', 'x');
    spec.vhost.publish(message({ exchange: 'x', routingKey: 'k' }));
    spec.vhost.publish(message({ exchange: '', routingKey: 'q' }));
    expect(unroutable()).to.eql([1, 1]);
  });
});
