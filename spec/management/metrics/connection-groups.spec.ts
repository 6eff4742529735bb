import { expect } from 'chai';
import {
  ALL_CONNECTIONS,
  CONNECTION_BYTES,
  CONNECTION_DETAILS,
} from '../../../src/management/metrics/connection-groups.js';
import { measuredBroker, samplesOf } from '../../support/metrics-source.js';

describe('The metrics of connections', () => {
  it('tell of each what went over it, and its channels', () => {
    const { server, source } = measuredBroker();
    const [client] = server.vhost.clients.all();
    const traffic = client?.facts.traffic;
    const label = '{channel="client 1"}';
    expect(samplesOf(CONNECTION_BYTES.each('', source))).to.eql({
      [`connection_incoming_bytes_total${label}`]: traffic?.receivedBytes,
      [`connection_outgoing_bytes_total${label}`]: traffic?.sentBytes,
    });
    expect(samplesOf(CONNECTION_DETAILS.each('', source, new Set(['/'])))).to.eql({
      [`connection_incoming_packets_total${label}`]: traffic?.receivedCount,
      [`connection_outgoing_packets_total${label}`]: traffic?.sentCount,
      [`connection_pending_packets${label}`]: 0,
      [`connection_channels${label}`]: 2,
    });
    expect(samplesOf(CONNECTION_DETAILS.each('', source, new Set(['other'])))).to.eql({});
  });

  it('tell of all together, and fall for no connection that goes', () => {
    const { server, source } = measuredBroker();
    const all = () => samplesOf(ALL_CONNECTIONS.each('', source));
    const before = all();
    expect(before['connection_incoming_bytes_total']).to.be.greaterThan(100);
    expect(before['connection_channels']).to.equal(2);
    server.sessions[0]?.onClosed('gone');
    expect(all()).to.eql({ ...before, connection_channels: 0 });
    server.open();
    const after = all();
    expect(after['connection_channels']).to.equal(1);
    for (const direction of ['incoming', 'outgoing']) {
      for (const unit of ['bytes', 'packets']) {
        const name = `connection_${direction}_${unit}_total`;
        expect(after[name], name).to.be.greaterThan(before[name] ?? 0);
      }
    }
  });
});
