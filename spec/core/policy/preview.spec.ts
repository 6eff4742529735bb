import { expect } from 'chai';
import type { JsonObject } from '../../../src/core/json.js';
import type { PolicedKind } from '../../../src/core/policy/ranking.js';
import type { PolicyComponent } from '../../../src/core/policy/terms.js';
import { fields } from '../../support/core-builders.js';
import { seedOfRun, SeededRandom } from '../../support/seed.js';
import { SpecBroker } from '../../support/spec-broker.js';

describe('The preview of a policy', () => {
  let spec: SpecBroker;
  beforeEach(() => (spec = new SpecBroker()));

  function requestOf(name: string, terms: JsonObject) {
    const all = { pattern: '', priority: 0, 'apply-to': 'all', definition: { expires: 1 } };
    return { vhost: '/', name, terms: { ...all, ...terms } };
  }

  function put(name: string, terms: JsonObject, component: PolicyComponent = 'policy'): void {
    spec.broker.policies.put(component, requestOf(name, terms));
  }

  function forecast(name: string, terms: JsonObject, queue = 'q', kind: PolicedKind = 'classic') {
    const policed = kind === 'exchange' ? spec.vhost().exchange(queue) : spec.vhost().queue(queue);
    if (policed === undefined) throw new Error(`there is no ${queue}`);
    const preview = spec.broker.policies.preview('policy', requestOf(name, terms));
    const { reach, isInForce, after } = preview.of(kind, policed);
    return [reach, isInForce, after.policy?.name, after.definition];
  }

  it('tells what would be in force, and changes nothing', () => {
    const queue = spec.queue('q');
    const last = spec.store.pendingCount;
    const definition = { 'max-length': 5 };
    expect(forecast('p', { definition })).to.deep.equal(['reached', true, 'p', definition]);
    expect([queue.policy, queue.options.maxLength]).to.deep.equal([undefined, undefined]);
    expect(spec.broker.policies.all('policy')).to.deep.equal([]);
    expect(spec.store.pendingCount).to.equal(last);
  });

  it('tells by what it would be outranked', () => {
    spec.queue('q');
    put('high', { priority: 5, definition: { 'max-length': 1 } });
    expect(forecast('p', { priority: 4 })).to.deep.equal([
      'reached',
      false,
      'high',
      { 'max-length': 1 },
    ]);
    expect(forecast('a', { priority: 5 })[2]).to.equal('a');
    expect(forecast('z', { priority: 5 })[2]).to.equal('high');
  });

  it('tells who loses the policy that it replaces, and what follows there', () => {
    spec.queue('q');
    put('low', { priority: -1, definition: { 'max-length': 1 } });
    put('p', { pattern: '^q' });
    expect(forecast('p', { pattern: '^x' })).to.deep.equal([
      'unmatched',
      false,
      'low',
      { 'max-length': 1 },
    ]);
  });

  it('knows kinds, and types that do not know a setting', () => {
    spec.queue('q');
    spec.queue('quorum', { arguments: fields({ 'x-queue-type': 'quorum' }) });
    const definition = { 'delivery-limit': 3 };
    expect(forecast('p', { definition })[0]).to.equal('unsupported');
    expect(forecast('p', { definition }, 'quorum', 'quorum')[0]).to.equal('reached');
    expect(forecast('p', { 'apply-to': 'exchanges' })[0]).to.equal('unmatched');
    expect(forecast('p', {}, 'amq.topic', 'exchange')[0]).to.equal('reached');
  });

  it('merges with what operators set, on either side', () => {
    const queue = spec.queue('q');
    put('o', { definition: { 'max-length': 5 } }, 'operator_policy');
    expect(forecast('p', { definition: { 'max-length': 9, expires: 1 } })[3]).to.deep.equal({
      'max-length': 5,
      expires: 1,
    });
    put('p', { definition: { 'max-length': 3 } });
    const request = requestOf('o', { definition: { 'max-length': 2 } });
    const { after } = spec.broker.policies.preview('operator_policy', request).of('classic', queue);
    expect([after.operatorPolicy?.name, after.definition]).to.deep.equal([
      'o',
      { 'max-length': 2 },
    ]);
  });

  it('refuses what a put refuses', () => {
    expect(() => forecast('p', { definition: { lemons: 1 } })).to.throw('there is no q');
    spec.queue('q');
    expect(() => forecast('p', { definition: { lemons: 1 } })).to.throw('lemons');
    expect(() => forecast('p', { pattern: '(' })).to.throw('pattern');
    const request = { ...requestOf('p', {}), vhost: 'none' };
    expect(() => spec.broker.policies.preview('policy', request)).to.throw("vhost 'none'");
  });

  it('is what a put then makes of it', () => {
    const random = new SeededRandom(seedOfRun());
    const pick = <T>(...values: readonly T[]): T => {
      const value = values[Math.floor(random.next() * values.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    };
    const queues = ['a', 'ab', 'b', 'ba'].map((name) => spec.queue(name));
    for (let step = 0; step < 300; step++) {
      const component = pick<PolicyComponent>('policy', 'operator_policy');
      const request = requestOf(pick('p', 'q', 'r'), {
        pattern: pick('', '^a', 'b$', '^x'),
        priority: pick(0, 1, 2),
        definition: pick<JsonObject>({ 'max-length': 2 }, { 'max-length': 3, expires: 9 }),
      });
      const preview = spec.broker.policies.preview(component, request);
      const told = queues.map((queue) => preview.of('classic', queue));
      const policy = spec.broker.policies.put(component, request);
      queues.forEach((queue, index) => {
        const isInForce = [queue.policy, queue.operatorPolicy].includes(policy);
        expect(told[index]?.isInForce).to.equal(isInForce);
        expect(told[index]?.after.definition).to.deep.equal(queue.effectivePolicyDefinition);
      });
    }
  });
});
