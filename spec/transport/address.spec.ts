import { expect } from 'chai';
import { formatAddress, isLoopbackAddress, nameConnection } from '../../src/transport/address.js';

describe('An address', () => {
  it('names a connection as RabbitMQ does', () => {
    const ends = { remoteAddress: '10.0.0.7', remotePort: 53011 };
    const name = nameConnection({ ...ends, localAddress: '10.0.0.1', localPort: 5672 });
    expect(name).to.equal('10.0.0.7:53011 -> 10.0.0.1:5672');
  });

  it('puts IPv6 in brackets, and shows an IPv4 peer of an IPv6 socket as IPv4', () => {
    expect(formatAddress('::1', 5672)).to.equal('[::1]:5672');
    expect(formatAddress('::ffff:10.0.0.7', 5672)).to.equal('10.0.0.7:5672');
  });

  it('is on this machine in 127.0.0.0/8 and ::1 only', () => {
    for (const host of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
      expect(isLoopbackAddress(host), host).to.equal(true);
    for (const host of ['10.0.0.1', '::', '::ffff:10.0.0.1', '1.127.0.0', 'fe80::1', ''])
      expect(isLoopbackAddress(host), host).to.equal(false);
  });
});
