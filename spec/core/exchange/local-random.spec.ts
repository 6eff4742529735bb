import { expect } from 'chai';
import { fields } from '../../support/core-builders.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

function specWithExchange(): SpecVhost {
  const spec = new SpecVhost();
  spec.exchange('x', 'x-local-random');
  spec.queue('q');
  return spec;
}

describe('A local random exchange', () => {
  it('gives each message to one of its queues, whatever the routing key', () => {
    const spec = specWithExchange();
    spec.queue('r');
    spec.bind('q', 'x');
    spec.bind('r', 'x');
    const found = Array.from({ length: 100 }, () => spec.reached('x', 'any').join());
    expect(new Set(found)).to.deep.equal(new Set(['q', 'r']));
    spec.unbind('q', 'x');
    expect(spec.reached('x')).to.deep.equal(['r']);
  });

  it('refuses a binding key', () => {
    const spec = specWithExchange();
    expect(faultOf(() => spec.bind('q', 'x', 'k'))).to.equal(
      "precondition-failed: Non empty binding 'k' key not permitted",
    );
  });

  it('refuses a quorum queue', () => {
    const spec = specWithExchange();
    spec.queue('quorum', { durable: true, arguments: fields({ 'x-queue-type': 'quorum' }) });
    expect(faultOf(() => spec.bind('quorum', 'x'))).to.equal(
      'precondition-failed: Queue type rabbit_quorum_queue not valid for this exchange type',
    );
  });

  it('refuses an exchange', () => {
    const spec = specWithExchange();
    expect(faultOf(() => spec.bindExchange('amq.fanout', 'x'))).to.equal(
      'precondition-failed: Destination not found',
    );
  });
});
