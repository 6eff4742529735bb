import { expect } from 'chai';
import { readPlan } from '../../../src/management/definitions/read-plan.js';
import { rehearse } from '../../../src/management/definitions/rehearsal.js';
import { TestManagement } from '../../support/test-management.js';

const by = { name: 'spec' };

describe('A rehearsal of an import', () => {
  const rehearsal = (api: TestManagement, document: Record<string, unknown>): void => {
    const { plan } = readPlan(document, api.broker);
    rehearse(api.stage(), api.broker, { plan, hashes: [], by });
  };

  it('knows what is there, and touches nothing', () => {
    const api = new TestManagement();
    api.broker.declareVhost({ name: 'a' });
    const flags = { durable: true, autoDelete: false, exclusive: false, arguments: new Map() };
    api.broker.vhost('a')?.declareQueue({ name: 'q', ...flags }, by);
    const last = api.broker.store.last;
    rehearsal(api, {
      permissions: [{ user: 'guest', vhost: 'a', configure: '', write: '', read: '' }],
      bindings: [{ source: 'amq.headers', vhost: 'a', destination: 'q', arguments: {} }],
    });
    expect(api.broker.store.last).to.equal(last);
    expect(() =>
      rehearsal(api, {
        bindings: [
          { source: 'amq.headers', vhost: 'a', destination: 'q', arguments: { 'x-match': 'some' } },
        ],
      }),
    ).to.throw('x-match');
  });

  it('tells what would be left out', () => {
    const api = new TestManagement();
    const bindings = [{ source: 'none', vhost: '/', destination: 'q' }];
    const { plan } = readPlan({ bindings }, api.broker);
    const ignored = rehearse(api.stage(), api.broker, { plan, hashes: [], by });
    expect(ignored.map(({ name }) => name)).to.deep.equal(['none -> q']);
  });

  it('has no vhost that the broker has not', () => {
    const api = new TestManagement();
    api.broker.deleteVhost('/');
    expect(() => rehearsal(api, { queues: [{ name: 'q', vhost: '/' }] })).to.throw('no_such_vhost');
  });
});
