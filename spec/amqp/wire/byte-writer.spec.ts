import { expect } from 'chai';
import { ByteWriter } from '../../../src/amqp/wire/byte-writer.js';

describe('ByteWriter', () => {
  it('writes in network byte order', () => {
    const writer = new ByteWriter();
    writer.uint8(255);
    writer.uint16(258);
    writer.uint32(0xfffefdfc);
    writer.uint64(2n ** 64n - 2n);
    writer.int8(-1);
    writer.int16(-2);
    writer.int32(-3);
    writer.int64(-4);
    writer.float(1);
    writer.double(1);
    writer.shortString('é');
    writer.longString(Buffer.from('ab'));
    writer.raw(Buffer.from([7]));
    expect(writer.finish().toString('hex')).to.equal(
      'ff' +
        '0102' +
        'fffefdfc' +
        'fffffffffffffffe' +
        'ff' +
        'fffe' +
        'fffffffd' +
        'fffffffffffffffc' +
        '3f800000' +
        '3ff0000000000000' +
        '02c3a9' +
        '000000026162' +
        '07',
    );
  });

  it('grows at every kind of value', () => {
    const kinds: ((writer: ByteWriter) => void)[] = [
      (writer) => writer.uint8(1),
      (writer) => writer.uint16(1),
      (writer) => writer.uint32(1),
      (writer) => writer.uint64(1),
      (writer) => writer.int8(1),
      (writer) => writer.int16(1),
      (writer) => writer.int32(1),
      (writer) => writer.int64(1),
      (writer) => writer.float(1),
      (writer) => writer.double(1),
      (writer) => writer.shortString('abc'),
      (writer) => writer.longString(Buffer.alloc(700, 1)),
      (writer) => writer.closeLength(writer.openLength()),
    ];
    for (const write of kinds) {
      const alone = new ByteWriter();
      write(alone);
      const piece = alone.finish();
      const writer = new ByteWriter();
      for (let count = 0; count < 600; count++) write(writer);
      const expected = Buffer.concat(Array.from({ length: 600 }, () => piece));
      expect(writer.finish().equals(expected)).to.equal(true);
    }
  });

  it('fills in the size of what was written since', () => {
    const writer = new ByteWriter();
    const outer = writer.openLength();
    const inner = writer.openLength();
    writer.raw(Buffer.alloc(500));
    writer.closeLength(inner);
    writer.closeLength(outer);
    expect(writer.size).to.equal(508);
    expect(writer.finish().readUInt32BE(0)).to.equal(504);
    expect(writer.finish().readUInt32BE(4)).to.equal(500);
  });

  it('gives a copy that later writing does not change', () => {
    const writer = new ByteWriter();
    const length = writer.openLength();
    const before = writer.finish();
    writer.uint8(1);
    writer.closeLength(length);
    expect(before.toString('hex')).not.to.equal(writer.finish().subarray(0, 4).toString('hex'));
  });

  it('refuses what does not fit', () => {
    const writer = new ByteWriter();
    expect(() => writer.uint8(256)).to.throw(RangeError);
    expect(() => writer.int32(2 ** 31)).to.throw(RangeError);
    expect(() => writer.uint64(-1)).to.throw(RangeError);
    expect(() => writer.shortString('x'.repeat(256))).to.throw(RangeError);
  });
});
