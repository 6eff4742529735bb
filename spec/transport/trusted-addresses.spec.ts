import { expect } from 'chai';
import { TrustedAddresses } from '../../src/transport/trusted-addresses.js';

describe('Trusted addresses', () => {
  const list = new TrustedAddresses(['10.0.0.7', '10.1.0.0/16', 'fd00::/8', '2001:db8::1']);

  for (const address of ['10.0.0.7', '::ffff:10.0.0.7', '10.1.255.1', 'fd12::1', '2001:db8::1']) {
    it(`include ${address}`, () => {
      expect(list.includes(address)).to.equal(true);
    });
  }

  for (const address of ['10.0.0.8', '::ffff:10.0.0.8', '10.2.0.1', 'fe80::1', 'x', '']) {
    it(`do not include ${JSON.stringify(address)}`, () => {
      expect(list.includes(address)).to.equal(false);
    });
  }

  it('are nobody where the list is empty', () => {
    expect(new TrustedAddresses([]).includes('127.0.0.1')).to.equal(false);
  });

  for (const entry of ['', 'proxy.example', '10.0.0.0/33', '::/129', '10.0.0.0/', '1.1.1.1/8/9']) {
    it(`refuse ${JSON.stringify(entry)}`, () => {
      expect(() => new TrustedAddresses([entry])).to.throw('is neither an address nor a network');
    });
  }
});
