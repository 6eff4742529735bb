import { expect } from 'chai';
import { readProxyHeader } from '../../src/transport/proxy-header.js';

const SIGNATURE_2 = [0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];

function version2(command: number, family: number, variable: readonly number[]): Buffer {
  const size = [variable.length >> 8, variable.length & 0xff];
  return Buffer.from([...SIGNATURE_2, command, family, ...size, ...variable]);
}

const IPV4 = [192, 0, 2, 1, 198, 51, 100, 2, 0xcf, 0x13, 0x16, 0x28];
const ENDS = {
  remoteAddress: '192.0.2.1',
  remotePort: 53_011,
  localAddress: '198.51.100.2',
  localPort: 5_672,
};
const IPV6 = [0x20, 1, 0x0d, 0xb8, ...Array<number>(11).fill(0), 1];

describe('A PROXY header', () => {
  const line = 'PROXY TCP4 192.0.2.1 198.51.100.2 53011 5672\r\n';
  const whole: readonly [string, Buffer, object | undefined][] = [
    ['of version 1 over IPv4', Buffer.from(line), ENDS],
    [
      'of version 1 over IPv6',
      Buffer.from('PROXY TCP6 2001:db8::1 ::1 1 65535\r\n'),
      { remoteAddress: '2001:db8::1', remotePort: 1, localAddress: '::1', localPort: 65_535 },
    ],
    ['of version 1 that knows nothing', Buffer.from('PROXY UNKNOWN\r\n'), undefined],
    [
      'of version 1 that knows nothing at length',
      Buffer.from('PROXY UNKNOWN ffff:f:f 1 2\r\n'),
      undefined,
    ],
    ['of version 2 over IPv4', version2(0x21, 0x11, IPV4), ENDS],
    ['of version 2 with more behind', version2(0x21, 0x11, [...IPV4, 4, 0, 1, 0]), ENDS],
    [
      'of version 2 over IPv6',
      version2(0x21, 0x21, [...IPV6, ...IPV6, 0, 7, 0, 8]),
      { remoteAddress: '2001:db8::1', remotePort: 7, localAddress: '2001:db8::1', localPort: 8 },
    ],
    ['of version 2 for the proxy itself (LOCAL)', version2(0x20, 0x11, IPV4), undefined],
    ['of version 2 for the proxy itself, empty', version2(0x20, 0, []), undefined],
    ['of version 2 for an unspecified family', version2(0x21, 0, [1, 2, 3]), undefined],
  ];
  for (const [name, bytes, ends] of whole) {
    it(`${name} is read, whatever follows, and awaited to its last octet`, () => {
      const { length } = bytes;
      const expected =
        ends === undefined
          ? { kind: 'complete', size: length }
          : { kind: 'complete', size: length, ends };
      const followed = Buffer.concat([bytes, Buffer.from('AMQP\r\n')]);
      expect(readProxyHeader(followed)).to.deep.equal(expected);
      for (let size = 0; size < length; size++) {
        const part = readProxyHeader(bytes.subarray(0, size));
        expect(part, `${size} octets`).to.deep.equal({ kind: 'incomplete' });
      }
    });
  }

  it('shows an IPv4 address inside of IPv6 as what it is', () => {
    const mapped = [...Array<number>(10).fill(0), 0xff, 0xff, 10, 0, 0, 7];
    const header = readProxyHeader(version2(0x21, 0x21, [...mapped, ...mapped, 0, 1, 0, 2]));
    expect(header).to.have.nested.property('ends.remoteAddress', '::ffff:10.0.0.7');
  });

  const malformed: readonly [string, Buffer | string, string][] = [
    ['that is none', 'AMQP\0\0\x09\x01', 'no PROXY header'],
    ['of version 1 that never ends', `PROXY ${'x'.repeat(101)}`, 'a line too long'],
    ['of version 1 that ends late', `PROXY UNKNOWN ${'x'.repeat(92)}\r\n`, 'a line too long'],
    ['of version 1 for UDP', 'PROXY UDP4 1.1.1.1 1.1.1.2 1 2\r\n', 'a version 1 header'],
    ['of version 1 with a name', 'PROXY TCP4 localhost 1.1.1.1 1 2\r\n', 'a version 1 header'],
    ['of version 1 of the wrong family', 'PROXY TCP6 1.1.1.1 1.1.1.2 1 2\r\n', 'a version 1'],
    ['of version 1 without a port', 'PROXY TCP4 1.1.1.1 1.1.1.2 1\r\n', 'a version 1 header'],
    ['of version 1 with port 65536', 'PROXY TCP4 1.1.1.1 1.1.1.2 65536 2\r\n', 'a version 1'],
    ['of version 1 with a rest', 'PROXY TCP4 1.1.1.1 1.1.1.2 1 2 3\r\n', 'a version 1 header'],
    ['of version 3', version2(0x31, 0x11, IPV4), 'a version 2 header with version and command'],
    ['with an unknown command', version2(0x22, 0x11, IPV4), 'version and command 0x22'],
    ['for UDP', version2(0x21, 0x12, IPV4), 'family and transport 0x12'],
    ['for a Unix socket', version2(0x21, 0x31, IPV4), 'family and transport 0x31'],
    ['with half an address', version2(0x21, 0x11, IPV4.slice(0, 11)), 'too short'],
    ['of 64 KiB', version2(0x21, 0x11, Array<number>(65_535).fill(0)), 'too long'],
  ];
  for (const [name, bytes, reason] of malformed) {
    it(`${name} is refused`, () => {
      const header = readProxyHeader(Buffer.from(bytes));
      expect(header.kind).to.equal('malformed');
      expect(header).to.have.property('reason').that.contains(reason);
    });
  }
});
