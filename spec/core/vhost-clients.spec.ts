import { expect } from 'chai';
import { VhostClients } from '../../src/core/vhost-clients.js';
import { FakeClient } from '../support/fake-client.js';
import { faultOf } from '../support/spec-vhost.js';

describe('The clients of a vhost', () => {
  it('are as many as may be, and one more is told the limit', () => {
    const clients = new VhostClients('v');
    const first = new FakeClient();
    clients.requireRoom('guest', 1);
    clients.add(first);
    const text =
      "not-allowed: access to vhost 'v' refused for user 'guest': connection limit (1) is reached";
    expect(faultOf(() => clients.requireRoom('guest', 1))).to.equal(text);
    expect([clients.delete(first), clients.delete(first)]).to.eql([true, false]);
    clients.requireRoom('guest', 1);
    clients.add(new FakeClient());
    expect(clients.count).to.equal(1);
  });

  it('are none where the limit is 0, and any number where it is negative', () => {
    const clients = new VhostClients('v');
    expect(faultOf(() => clients.requireRoom('guest', 0))).to.include('connection limit (0)');
    for (let count = 0; count < 100; count++) clients.add(new FakeClient());
    clients.requireRoom('guest', -1);
    expect(clients.count).to.equal(100);
  });

  it('hear once that the vhost goes', () => {
    const clients = new VhostClients('v');
    const client = new FakeClient();
    clients.add(client);
    expect([...clients.all()]).to.eql([client]);
    clients.dismissAll();
    clients.dismissAll();
    expect(client.heard).to.eql(["vhost 'v' is deleted"]);
    expect(clients.count).to.equal(0);
  });
});
