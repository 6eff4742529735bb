import { expect } from 'chai';
import { previewPolicy } from '../../src/management/policy-preview.js';
import { fields } from '../support/core-builders.js';
import { SpecBroker } from '../support/spec-broker.js';

describe('The preview of a policy in JSON', () => {
  let spec: SpecBroker;
  beforeEach(() => (spec = new SpecBroker()));

  const terms = {
    pattern: '^limited',
    definition: { 'max-length': 5 },
    priority: 0,
    'apply-to': 'all',
  };
  const preview = (itemCountMax = 10, name = 'p') => {
    const { policies } = spec.broker;
    return previewPolicy({
      component: 'policy',
      preview: policies.preview('policy', { vhost: '/', name, terms }),
      vhost: spec.vhost(),
      itemCountMax,
    });
  };
  const none = { matching: 0, in_force: 0, outranked: 0, unsupported: 0, changing: 0 };

  it('counts what it matches, and what it changes, on queues and exchanges apart', async () => {
    spec.queue('limited-1');
    spec.queue('limited-2', { arguments: fields({ 'x-max-length': 3 }) });
    spec.queue('other');
    spec.exchange('limited');
    const { queues, exchanges, items } = await preview();
    expect(queues).to.deep.equal({ ...none, matching: 2, in_force: 2, changing: 1 });
    expect(exchanges).to.deep.equal({ ...none, matching: 1, in_force: 1 });
    const after = { policy_before: null, policy_after: 'p', priority_after: 0 };
    const difference = { key: 'max-length', before: null, after: 5 };
    const item = { kind: 'queue', type: 'classic', outcome: 'in_force', ...after };
    expect(items).to.deep.equal([
      { ...item, name: 'limited-1', differences: [{ ...difference, effect: 'changes' }] },
      { ...item, name: 'limited-2', differences: [{ ...difference, effect: 'argument' }] },
      {
        ...item,
        kind: 'exchange',
        type: 'direct',
        name: 'limited',
        differences: [{ ...difference, effect: 'none' }],
      },
    ]);
  });

  it('tells what goes before it', async () => {
    spec.queue('limited');
    const request = { vhost: '/', name: 'high', terms: { ...terms, priority: 7 } };
    spec.broker.policies.put('policy', request);
    const { queues, items } = await preview();
    expect(queues).to.deep.equal({ ...none, matching: 1, outranked: 1 });
    expect(items[0]).to.deep.include({
      outcome: 'outranked',
      policy_before: 'high',
      policy_after: 'high',
      priority_after: 7,
    });
  });

  it('names what it no longer matches, and what does not know a setting of it', async () => {
    spec.queue('q');
    spec.queue('limited');
    const { policies } = spec.broker;
    policies.put('policy', { vhost: '/', name: 'p', terms: { ...terms, pattern: '^q' } });
    const { queues, items } = await preview();
    expect(queues).to.deep.equal({ ...none, matching: 1, in_force: 1, changing: 2 });
    expect(items.map(({ name, outcome }) => [name, outcome])).to.deep.equal([
      ['q', 'unmatched'],
      ['limited', 'in_force'],
    ]);
    const limit = { ...terms, definition: { 'delivery-limit': 1 } };
    const request = { vhost: '/', name: 'p', terms: limit };
    const told = await previewPolicy({
      component: 'policy',
      preview: policies.preview('policy', request),
      vhost: spec.vhost(),
      itemCountMax: 10,
    });
    expect(told.queues).to.include({ matching: 1, unsupported: 1, in_force: 0 });
  });

  it('counts all, and names no more than it is to, those first that change', async () => {
    spec.queue('limited-by-argument', { arguments: fields({ 'x-max-length': 3 }) });
    for (let index = 0; index < 300; index++) spec.queue(`limited-${index}`);
    const { queues, items, truncated } = await preview(2);
    expect([queues.matching, queues.changing, truncated]).to.deep.equal([301, 300, true]);
    expect(items.map(({ name }) => name)).to.deep.equal(['limited-0', 'limited-1']);
    expect((await preview(301)).truncated).to.equal(false);
  });
});
