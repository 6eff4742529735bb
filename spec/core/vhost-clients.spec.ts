import { expect } from 'chai';
import { VhostClients } from '../../src/core/vhost-clients.js';
import { FakeClient } from '../support/fake-client.js';
import { faultOf } from '../support/spec-vhost.js';

describe('The clients of a vhost', () => {
  it('are as many as may be, and one more is told the limit', () => {
    const clients = new VhostClients('v');
    const first = new FakeClient();
    clients.admit(first, 1);
    const text =
      "not-allowed: access to vhost 'v' refused for user 'guest': connection limit (1) is reached";
    expect(faultOf(() => clients.admit(new FakeClient(), 1))).to.equal(text);
    clients.delete(first);
    clients.admit(new FakeClient(), 1);
    expect(clients.count).to.equal(1);
  });

  it('are none where the limit is 0, and any number where it is negative', () => {
    const clients = new VhostClients('v');
    expect(faultOf(() => clients.admit(new FakeClient(), 0))).to.include('connection limit (0)');
    for (let count = 0; count < 100; count++) clients.admit(new FakeClient(), -1);
    expect(clients.count).to.equal(100);
  });

  it('hear once that the vhost goes', () => {
    const clients = new VhostClients('v');
    const client = new FakeClient();
    clients.admit(client, -1);
    expect([...clients.all()]).to.eql([client]);
    clients.dismissAll();
    clients.dismissAll();
    expect(client.heard).to.eql(["vhost 'v' is deleted"]);
    expect(clients.count).to.equal(0);
  });
});
