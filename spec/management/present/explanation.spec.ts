import { expect } from 'chai';
import { presentExplanation } from '../../../src/management/present/explanation.js';
import { fields, message } from '../../support/core-builders.js';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('Where a message would go, in JSON', () => {
  const spec = new SpecVhost();
  const present = (exchange: string, routingKey = '') =>
    presentExplanation(spec.vhost.explain(message({ exchange, routingKey })));

  it('has the queues, and each exchange with the bindings that match', () => {
    spec.exchange('x', 'direct', { arguments: fields({ 'alternate-exchange': 'rest' }) });
    spec.exchange('rest', 'fanout');
    spec.queue('q');
    spec.bind('q', 'rest', 'k');
    const { queues, steps, ...others } = present('x', 'nobody');
    expect(queues).to.eql([{ name: 'q', vhost: '/', certainty: 'certain' }]);
    expect(others).to.eql({ routed: true, direct_reply: false, truncated: false });
    const step = { one_of: false, delay_ms: 0, duplicate: false, nearest_bindings: [] };
    const binding = {
      source: 'rest',
      vhost: '/',
      destination: 'q',
      destination_type: 'queue',
      routing_key: 'k',
      arguments: {},
      properties_key: 'k',
    };
    const none = { bindings: [], binding_count: 0, alternate_exchange: 'rest' };
    const one = { bindings: [binding], binding_count: 1, alternate_exchange: null };
    expect(steps).to.eql([
      { exchange: 'x', type: 'direct', ...step, ...none },
      { exchange: 'rest', type: 'fanout', ...step, ...one },
    ]);
  });

  it('shows so many bindings of an exchange, and counts the others', () => {
    spec.exchange('wide', 'fanout');
    for (let number = 0; number < 1_001; number++) spec.bind('q', 'wide', String(number));
    const [step] = present('wide').steps;
    expect([step?.bindings.length, step?.binding_count]).to.eql([1_000, 1_001]);
  });

  it('shows the bindings that were missed by the least', () => {
    spec.exchange('h', 'headers');
    spec.bind('q', 'h', 'k', fields({ kind: 'order' }));
    const [step] = present('h').steps;
    expect(step?.nearest_bindings).to.have.lengthOf(1);
    expect(step?.nearest_bindings[0]).to.deep.include({
      destination: 'q',
      arguments: { kind: 'order' },
      distance: 1,
      unit: 'arguments',
      unmet_arguments: ['kind'],
    });
  });

  it('says that it is nowhere', () => {
    expect(present('', 'none')).to.deep.include({ routed: false, queues: [] });
  });
});
