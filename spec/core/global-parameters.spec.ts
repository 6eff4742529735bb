import { expect } from 'chai';
import type { JsonValue } from '../../src/core/json.js';
import { EventLog } from '../support/event-log.js';
import { SpecBroker } from '../support/spec-broker.js';

const ANNA = { name: 'a connection', user: 'anna' };

describe('Global parameters', () => {
  it('are any values by name, and outlive a restart', () => {
    const spec = new SpecBroker();
    const { globalParameters } = spec.broker;
    globalParameters.put('motto', 'hello');
    globalParameters.put('a', { list: [1, null] });
    globalParameters.put('gone', 1);
    globalParameters.put('motto', 'hello again');
    expect(globalParameters.delete('gone')).to.equal(true);
    const expected = [
      { name: 'a', value: { list: [1, null] } },
      { name: 'motto', value: 'hello again' },
    ];
    expect(globalParameters.all()).to.deep.equal(expected);
    const after = spec.restarted().broker.globalParameters;
    expect(after.all()).to.deep.equal(expected);
    expect([after.get('motto'), after.get('gone')]).to.deep.equal(['hello again', undefined]);
    expect(after.delete('gone')).to.equal(false);
  });

  it('name the broker, and identify it for good', () => {
    const spec = new SpecBroker();
    const { globalParameters } = spec.broker;
    expect(globalParameters.clusterName('leveret@here')).to.equal('leveret@here');
    globalParameters.put('cluster_name', 'orders');
    globalParameters.seedClusterId('one');
    const after = spec.restarted().broker.globalParameters;
    after.seedClusterId('two');
    expect(after.clusterName('leveret@here')).to.equal('orders');
    expect(after.get('internal_cluster_id')).to.equal('rabbitmq-cluster-id-one');
  });

  it('may have the name of the broker set anew', () => {
    const { globalParameters } = new SpecBroker().broker;
    for (const name of ['burrow', 'warren', 'warren']) globalParameters.setClusterName(name);
    expect(globalParameters.clusterName('leveret@here')).to.equal('warren');
  });

  it('are not nested deeper than can be kept', () => {
    let deep: JsonValue = 1;
    for (let level = 0; level <= 100; level++) deep = [deep];
    const { globalParameters } = new SpecBroker().broker;
    expect(() => globalParameters.put('deep', deep)).to.throw(
      "global parameter 'deep' is nested deeper than 100 levels",
    );
  });

  it('have no number that would be another one after a restart', () => {
    const { globalParameters } = new SpecBroker().broker;
    const value = { list: [1, Number('1e400')] };
    expect(() => globalParameters.put('far', value)).to.throw(
      "global parameter 'far' has a number that is out of range",
    );
    expect(globalParameters.get('far')).to.equal(undefined);
  });

  it('tell whoever looks', () => {
    const { events, globalParameters } = new SpecBroker().broker;
    const log = new EventLog(events);
    globalParameters.put('motto', 'hello', ANNA);
    globalParameters.delete('motto');
    const facts = { name: 'motto', component: 'global' };
    expect(log.facts('parameter.set')).to.deep.equal({
      ...facts,
      value: 'hello',
      user_who_performed_action: 'anna',
    });
    expect(log.facts('parameter.cleared')).to.deep.equal({
      ...facts,
      user_who_performed_action: 'rmq-internal',
    });
  });
});
