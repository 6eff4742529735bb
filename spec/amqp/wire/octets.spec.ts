import { expect } from 'chai';
import fc from 'fast-check';
import {
  bufferOver,
  copyOctets,
  narrowest,
  octet,
  putUint16,
  putUint32,
  putUint64,
  uint16,
  uint32,
  uint64,
} from '../../../src/amqp/wire/octets.js';
import { seeded } from '../../support/seed.js';

describe('octets', () => {
  it('are read in network byte order, as Buffer reads them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), fc.nat(4), (bytes, at) => {
        const buffer = Buffer.from(bytes);
        expect(octet(bytes, at)).to.equal(buffer.readUInt8(at));
        expect(uint16(bytes, at)).to.equal(buffer.readUInt16BE(at));
        expect(uint32(bytes, at)).to.equal(buffer.readUInt32BE(at));
        expect(uint64(bytes, at)).to.equal(Number(buffer.readBigUInt64BE(at)));
      }),
      seeded(),
    );
  });

  it('are written as Buffer writes them', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.nat(0xffff_ffff), fc.maxSafeNat(), (short, long, longLong) => {
        const actual = Buffer.alloc(14);
        putUint16(actual, 0, short);
        putUint32(actual, 2, long);
        putUint64(actual, 6, longLong);
        const expected = Buffer.alloc(14);
        expected.writeUInt16BE(short, 0);
        expected.writeUInt32BE(long, 2);
        expected.writeBigUInt64BE(BigInt(longLong), 6);
        expect(actual.equals(expected)).to.equal(true);
      }),
      seeded(),
    );
  });

  it('outside the buffer read as 0', () => {
    expect(octet(Buffer.from([1]), 1)).to.equal(0);
    expect(uint16(Buffer.from([1]), 0)).to.equal(256);
    expect(uint32(Buffer.from([]), 0)).to.equal(0);
  });

  it('are copied whatever their number, and nothing beside them', () => {
    for (let size = 0; size < 130; size++) {
      const memory = Uint8Array.from({ length: size + 9 }, (_, index) => index + 1);
      const source = memory.subarray(3);
      const target = Buffer.alloc(size + 8);
      expect(copyOctets(source, 2, 2 + size, target, 4)).to.equal(4 + size);
      const expected = Buffer.concat([
        Buffer.alloc(4),
        memory.subarray(5, 5 + size),
        Buffer.alloc(4),
      ]);
      expect(target.equals(expected), `${size} octets`).to.equal(true);
    }
  });

  it('of 64 bits become a number where that is exact', () => {
    expect(narrowest(2n ** 53n - 1n)).to.equal(Number.MAX_SAFE_INTEGER);
    expect(narrowest(-(2n ** 53n) + 1n)).to.equal(Number.MIN_SAFE_INTEGER);
    expect(narrowest(2n ** 53n)).to.equal(2n ** 53n);
  });
});

describe('bufferOver', () => {
  it('gives a Buffer as it is, and looks at other octets in place', () => {
    const buffer = Buffer.from('octets');
    expect(bufferOver(buffer)).to.equal(buffer);
    const octets = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    const over = bufferOver(octets);
    expect([...over]).to.eql([2, 3]);
    octets[0] = 9;
    expect(over[0]).to.equal(9);
  });
});
