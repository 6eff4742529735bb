import { expect } from 'chai';
import type { JsonValue } from '../../src/core/json.js';
import { EventLog } from '../support/event-log.js';
import { SpecBroker } from '../support/spec-broker.js';

describe('The limits of vhosts as parameters', () => {
  let spec: SpecBroker;

  beforeEach(() => {
    spec = new SpecBroker();
  });

  function put(value: JsonValue, { vhost = '/', name = 'limits' } = {}): void {
    spec.broker.parameters.put({ component: 'vhost-limits', vhost, name, value });
  }

  function limits(): number[] {
    const { connectionCountMax, queueCountMax } = spec.vhost().definition;
    return [connectionCountMax, queueCountMax];
  }

  it('are those of its definition, where there are any', () => {
    expect(spec.broker.parameters.all('vhost-limits')).to.deep.equal([]);
    put({ 'max-connections': 5, 'max-queues': 0 });
    expect(limits()).to.deep.equal([5, 0]);
    const value = { 'max-connections': 5, 'max-queues': 0 };
    expect(spec.broker.parameters.all('vhost-limits')).to.deep.equal([
      { component: 'vhost-limits', vhost: '/', name: 'limits', value },
    ]);
  });

  it('leave no limit that is not named', () => {
    put({ 'max-connections': 5, 'max-queues': 6 });
    put({ 'max-queues': 7 });
    expect(limits()).to.deep.equal([-1, 7]);
  });

  it('go when they are cleared, and the vhost stays as it is', () => {
    spec.broker.declareVhost({ name: '/', description: 'mine', queueCountMax: 4 });
    const clear = (name: string): boolean =>
      spec.broker.parameters.delete('vhost-limits', '/', name);
    expect([clear('other'), clear('limits'), clear('limits')]).to.deep.equal([false, true, false]);
    expect(limits()).to.deep.equal([-1, -1]);
    expect(spec.vhost().definition.description).to.equal('mine');
  });

  for (const [value, fault] of [
    [{ 'max-q': 7 }, 'Unrecognised terms [{<<"max-q">>,7}] in limits'],
    [{ 'max-queues': 'x' }, 'max-queues should be a number, actually was <<"x">>'],
    [{ toString: 7 }, 'Unrecognised terms [{<<"toString">>,7}] in limits'],
    [{ valueOf: 'x' }, 'Unrecognised terms [{<<"valueOf">>,<<"x">>}] in limits'],
    ['x', 'limits not a list <<"x">>'],
  ] as const) {
    it(`are refused as ${JSON.stringify(value)}`, () => {
      expect(() => put(value)).to.throw(`Validation failed\n\n${fault}\n`);
    });
  }

  it('tell whoever looks, as parameters and as limits', () => {
    const { parameters, events } = spec.broker;
    const log = new EventLog(events);
    const at = { component: 'vhost-limits', vhost: '/', name: 'limits' };
    const anna = { name: 'a connection', user: 'anna' };
    parameters.put({ ...at, value: { 'max-queues': 7 } }, anna);
    expect(log.names).to.deep.equal(['vhost.updated', 'parameter.set', 'vhost.limits.set']);
    const facts = { name: 'limits', vhost: '/', user_who_performed_action: 'anna' };
    const component = 'vhost-limits';
    const value = { 'max-queues': 7 };
    expect(log.facts('parameter.set')).to.deep.equal({ ...facts, component, value });
    expect(log.facts('vhost.limits.set')).to.deep.equal({ ...facts, ...value });
    parameters.delete('vhost-limits', '/', 'limits', anna);
    expect(log.facts('parameter.cleared')).to.deep.equal({ ...facts, component });
    expect(log.facts('vhost.limits.cleared')).to.deep.equal(facts);
  });

  it('are those of a vhost that is there, under their own name', () => {
    expect(() => put({}, { vhost: 'nowhere' })).to.throw("vhost 'nowhere' not found");
    expect(() => put({}, { name: 'other' })).to.throw("called 'limits', not 'other'");
  });
});
