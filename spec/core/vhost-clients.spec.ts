import { expect } from 'chai';
import { type VhostClient, VhostClients } from '../../src/core/vhost-clients.js';
import { faultOf } from '../support/spec-vhost.js';

class Client implements VhostClient {
  readonly name = 'client';
  readonly user = 'guest';
  readonly heard: string[] = [];

  dismiss(reason: string): void {
    this.heard.push(reason);
  }
}

describe('The clients of a vhost', () => {
  it('are as many as may be, and one more is told the limit', () => {
    const clients = new VhostClients('v');
    const first = new Client();
    clients.admit(first, 1);
    const text =
      "not-allowed: access to vhost 'v' refused for user 'guest': connection limit (1) is reached";
    expect(faultOf(() => clients.admit(new Client(), 1))).to.equal(text);
    clients.delete(first);
    clients.admit(new Client(), 1);
    expect(clients.count).to.equal(1);
  });

  it('are none where the limit is 0, and any number where it is negative', () => {
    const clients = new VhostClients('v');
    expect(faultOf(() => clients.admit(new Client(), 0))).to.include('connection limit (0)');
    for (let count = 0; count < 100; count++) clients.admit(new Client(), -1);
    expect(clients.count).to.equal(100);
  });

  it('hear once that the vhost goes', () => {
    const clients = new VhostClients('v');
    const client = new Client();
    clients.admit(client, -1);
    expect([...clients.all()]).to.eql([client]);
    clients.dismissAll();
    clients.dismissAll();
    expect(client.heard).to.eql(["vhost 'v' is deleted"]);
    expect(clients.count).to.equal(0);
  });
});
