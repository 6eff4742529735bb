import { expect } from 'chai';
import { BrokerError } from '../../src/core/errors.js';
import { NO_FIELDS } from '../../src/core/field.js';
import type { JsonObject } from '../../src/core/json.js';
import type { Policy } from '../../src/core/policy/policy.js';
import type { PolicyComponent } from '../../src/core/policy/terms.js';
import { fields, message } from '../support/core-builders.js';
import { EventLog } from '../support/event-log.js';
import { SpecBroker } from '../support/spec-broker.js';

const ANNA = { name: 'a connection', user: 'anna' };

const TO_UNROUTED = {
  destinationKind: 'queue',
  destination: 'unrouted',
  routingKey: '',
  arguments: NO_FIELDS,
} as const;

describe('Policies', () => {
  let spec: SpecBroker;

  beforeEach(() => {
    spec = new SpecBroker();
  });

  interface Request {
    readonly name?: string;
    readonly vhost?: string;
    readonly component?: PolicyComponent;
    readonly pattern?: string;
    readonly priority?: number;
    readonly 'apply-to'?: string;
  }

  function put(
    definition: JsonObject,
    { name = 'p', vhost = '/', component = 'policy', ...terms }: Request = {},
  ): Policy {
    const all = { pattern: '.*', definition, priority: 0, 'apply-to': 'all', ...terms };
    return spec.broker.policies.put(component, { vhost, name, terms: all }, ANNA);
  }

  it('apply to the queues that are there and to those to come, if the name matches', () => {
    const before = spec.queue('a1');
    const policy = put({ 'max-length': 5 }, { pattern: '^a' });
    const [after, other] = [spec.queue('a2'), spec.queue('b')];
    expect([before, after, other].map((queue) => queue.options.maxLength)).to.deep.equal([
      5,
      5,
      undefined,
    ]);
    expect([before.policy, after.policy, other.policy]).to.deep.equal([policy, policy, undefined]);
    expect(before.effectivePolicyDefinition).to.deep.equal({ 'max-length': 5 });
    expect(other.effectivePolicyDefinition).to.deep.equal({});
  });

  it('are replaced by others of their name, and withdrawn when they are deleted', () => {
    const queue = spec.queue('q');
    put({ 'max-length': 5 });
    put({ 'message-ttl': 7 });
    expect(queue.options).to.include({ maxLength: undefined, messageTtlMs: 7 });
    expect(spec.broker.policies.delete('policy', '/', 'p')).to.equal(true);
    expect(queue.options.messageTtlMs).to.equal(undefined);
    expect(queue.policy).to.equal(undefined);
    expect(spec.broker.policies.delete('policy', '/', 'p')).to.equal(false);
  });

  it('apply one at a time: that of the highest priority', () => {
    const queue = spec.queue('q');
    put({ 'max-length': 5 }, { name: 'low' });
    const high = { name: 'high', priority: 7 };
    put({ 'message-ttl': 7 }, high);
    expect(queue.options).to.include({ maxLength: undefined, messageTtlMs: 7 });
    put({ 'message-ttl': 7 }, { ...high, priority: -1 });
    expect(queue.options).to.include({ maxLength: 5, messageTtlMs: undefined });
    put({ 'message-ttl': 7 }, high);
    spec.broker.policies.delete('policy', '/', 'high');
    expect(queue.policy?.name).to.equal('low');
  });

  it('of operators limit what the others and the arguments ask for', () => {
    const queue = spec.queue('q', { arguments: fields({ 'x-expires': 9_000 }) });
    put({ 'max-length': 50, 'message-ttl': 100 });
    const operators = put(
      { 'max-length': 40, 'message-ttl': 200, expires: 8_000 },
      { component: 'operator_policy', name: 'limits' },
    );
    expect(queue.options).to.include({ maxLength: 40, messageTtlMs: 100, expiresMs: 8_000 });
    expect([queue.policy?.name, queue.operatorPolicy]).to.deep.equal(['p', operators]);
    spec.broker.policies.delete('policy', '/', 'p');
    expect(queue.options).to.include({ maxLength: 40, messageTtlMs: 200 });
    spec.broker.policies.delete('operator_policy', '/', 'limits');
    expect(queue.options).to.include({ maxLength: undefined, expiresMs: 9_000 });
  });

  it('give exchanges an alternate, unless an argument does', () => {
    spec.queue('unrouted');
    spec.vhost().bind({ ...TO_UNROUTED, source: 'amq.fanout' }, ANNA);
    const own = fields({ 'alternate-exchange': 'nowhere' });
    const exchanges = [spec.exchange('x'), spec.exchange('y', 'direct', own)];
    const vhost = spec.vhost();
    const publish = (exchange: string): number =>
      vhost.publish(message({ exchange, routingKey: 'unrouted' }));
    expect(publish('x'), 'a route that is remembered').to.equal(0);
    put({ 'alternate-exchange': 'amq.fanout' }, { pattern: '^[xyz]$', 'apply-to': 'exchanges' });
    exchanges.push(spec.exchange('z'));
    expect(exchanges.map(({ alternate }) => alternate)).to.deep.equal([
      'amq.fanout',
      'nowhere',
      'amq.fanout',
    ]);
    expect([publish('x'), publish('y'), publish('z')]).to.deep.equal([1, 0, 1]);
    expect(exchanges[0]?.policy?.name).to.equal('p');
    expect(spec.vhost().queue('unrouted')?.policy).to.equal(undefined);
    spec.broker.policies.delete('policy', '/', 'p');
    expect(publish('x')).to.equal(0);
  });

  it('apply to the exchanges that are there from the start', () => {
    put({ 'alternate-exchange': 'x' }, { pattern: '^amq\\.topic$' });
    expect(spec.vhost().exchange('amq.topic')?.alternate).to.equal('x');
  });

  it('take effect on what waits: dead letters find an exchange that they had not', () => {
    const dead = spec.queue('dead');
    const queue = spec.queue('q');
    for (const body of ['a', 'b']) spec.vhost().publish(message({ routingKey: 'q', body }));
    put(
      { 'max-length': 1, 'dead-letter-exchange': '', 'dead-letter-routing-key': 'dead' },
      { pattern: '^q$' },
    );
    expect([queue.messageCount, dead.messageCount]).to.deep.equal([1, 1]);
  });

  it('are of one vhost, and go with it', () => {
    spec.broker.declareVhost({ name: 'other' });
    const queues = [spec.queue('q'), spec.queue('q', {}, 'other')];
    put({ 'max-length': 5 }, { vhost: 'other' });
    put({ 'max-length': 6 }, { vhost: 'other', component: 'operator_policy' });
    expect(queues.map(({ options }) => options.maxLength)).to.deep.equal([undefined, 5]);
    spec.broker.deleteVhost('other');
    expect(spec.broker.policies.all('policy')).to.deep.equal([]);
    const next = spec.restarted();
    next.broker.declareVhost({ name: 'other' });
    expect(next.queue('q', {}, 'other').options.maxLength).to.equal(undefined);
    expect(next.broker.policies.all('operator_policy')).to.deep.equal([]);
  });

  it('are listed by vhost and rank, and found by name', () => {
    spec.broker.declareVhost({ name: 'a' });
    put({ expires: 1_000 }, { name: 'low' });
    put({ expires: 1_000 }, { name: 'high', priority: 1 });
    put({ expires: 1_000 }, { name: 'other', vhost: 'a' });
    const { policies } = spec.broker;
    const names = (vhost?: string): string[] =>
      policies.all('policy', vhost).map(({ name }) => name);
    expect(names()).to.deep.equal(['high', 'low', 'other']);
    expect([names('a'), names('nowhere')]).to.deep.equal([['other'], []]);
    expect(policies.get('policy', '/', 'high')?.priority).to.equal(1);
    expect(policies.get('operator_policy', '/', 'high')).to.equal(undefined);
  });

  it('outlive a restart, and apply to what comes back', () => {
    const queue = spec.queue('q');
    spec.exchange('x');
    put({ 'max-length': 5, 'alternate-exchange': 'amq.fanout' });
    put({ 'max-length': 4 }, { component: 'operator_policy', name: 'o', pattern: '^q' });
    const next = spec.restarted();
    const { policies } = next.broker;
    expect(policies.get('policy', '/', 'p')).to.deep.equal(queue.policy);
    expect(policies.get('operator_policy', '/', 'o')).to.deep.equal(queue.operatorPolicy);
    expect(next.vhost().queue('q')?.options.maxLength).to.equal(4);
    expect(next.vhost().exchange('x')?.alternate).to.equal('amq.fanout');
    policies.delete('policy', '/', 'p');
    expect(next.restarted().vhost().queue('q')?.policy).to.equal(undefined);
  });

  it('are refused as a whole, and change nothing', () => {
    const queue = spec.queue('q');
    put({ 'max-length': 5 });
    spec.store.commit();
    expect(() => put({ 'max-length': 6, foo: 1 })).to.throw(BrokerError, 'foo');
    expect(() => put({ 'max-length': 6 }, { vhost: 'nowhere' })).to.throw(
      BrokerError,
      "vhost 'nowhere' not found",
    );
    expect(queue.options.maxLength).to.equal(5);
    expect(spec.store.pendingCount).to.equal(0);
  });

  it('are tried without being set', () => {
    const queue = spec.queue('q');
    const terms = { pattern: '', definition: { 'max-length': 5 }, priority: 0 };
    const preview = spec.broker.policies.preview('policy', { vhost: '/', name: 'p', terms });
    expect(preview.of('classic', queue).after.policy?.name).to.equal('p');
    expect(queue.policy).to.equal(undefined);
  });

  it('need somebody who compiles patterns', () => {
    spec = new SpecBroker(undefined, { compilePattern: undefined } as object);
    expect(() => put({ expires: 1_000 })).to.throw('nothing was given that compiles patterns');
  });

  it('tell whoever looks of what is set and cleared, and of the queues that it is about', () => {
    spec.queue('q');
    spec.queue('other');
    const log = new EventLog(spec.broker.events);
    put({ 'max-length': 5 }, { pattern: '^q' });
    put({ 'max-length': 6 }, { component: 'operator_policy', pattern: 'nothing' });
    spec.broker.policies.delete('policy', '/', 'p', ANNA);
    spec.broker.policies.delete('operator_policy', '/', 'p');
    expect(log.names).to.deep.equal([
      'queue.policy.updated',
      'policy.set',
      'policy.set',
      'queue.policy.cleared',
      'policy.cleared',
      'operator.policy.cleared',
    ]);
    const by = { vhost: '/', user_who_performed_action: 'anna' };
    expect(log.facts('queue.policy.cleared')).to.deep.equal({ ...by, name: 'q', type: 'classic' });
    expect(log.facts('policy.cleared')).to.deep.equal({ ...by, name: 'p' });
    expect(log.facts('policy.set')).to.deep.equal({
      ...by,
      name: 'p',
      pattern: 'nothing',
      'apply-to': 'all',
      priority: 0,
      definition: { 'max-length': 6 },
    });
  });
});
