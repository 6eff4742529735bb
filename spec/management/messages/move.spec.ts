import { expect } from 'chai';
import { moveTargets, readDestination } from '../../../src/management/messages/move.js';
import { message } from '../../support/core-builders.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

describe('Where a message is moved', () => {
  it('is a queue, or an exchange and a key, and not both', () => {
    expect(readDestination({ queue: 'q' })).to.eql({ queue: 'q', exchange: '', routingKey: 'q' });
    const exchange = { queue: undefined, exchange: 'x', routingKey: 'k' };
    expect(readDestination({ exchange: 'x', routing_key: 'k' })).to.eql(exchange);
    expect(readDestination({ exchange: 'amq.default' })).to.include({ exchange: '' });
    for (const body of [{}, { queue: 'q', exchange: 'x' }]) {
      expect(() => readDestination(body)).to.throw('either "queue" or "exchange"');
    }
    expect(() => readDestination({ queue: 5 })).to.throw('not_string');
  });

  it('is what the queue or the exchange leads to', () => {
    const spec = new SpecVhost();
    const [a, b] = [spec.queue('a'), spec.queue('b')];
    spec.exchange('x', 'fanout');
    spec.bind('a', 'x');
    spec.bind('b', 'x');
    const to = (body: Record<string, string>) => {
      const moving = { vhost: spec.vhost, owner: spec.owner, authorization: undefined };
      return moveTargets(moving, message({ routingKey: 'old' }), readDestination(body));
    };
    expect(to({ queue: 'b' }).targets).to.eql([b]);
    expect(to({ queue: 'b' }).copy).to.include({ exchange: '', routingKey: 'b' });
    expect(to({ exchange: 'x', routing_key: 'k' }).targets).to.have.members([a, b]);
    expect(to({ exchange: '', routing_key: 'a' }).targets).to.eql([a]);
    expect(to({ exchange: '', routing_key: 'none' }).targets).to.eql([]);
    expect(faultOf(() => to({ queue: 'none' }))).to.include("no queue 'none'");
    expect(faultOf(() => to({ exchange: 'none' }))).to.include("no exchange 'none'");
  });
});
