import { expect } from 'chai';
import fc from 'fast-check';
import type { Field, FieldTable } from '../../../src/core/field.js';
import { encodeTable, readTable, skipTable } from '../../../src/amqp/wire/field-table.js';
import { seeded } from '../../support/seed.js';
import { ONE_OF_EACH, anyTable } from './fields.js';
import { hex, malformedBy, withByteOffset } from './frames.js';

function read(bytes: Buffer): FieldTable {
  return readTable(bytes, 0, bytes.length).table;
}

/** A table with a table or array in it with ..., `depth` of them, and that in the last. */
function nested(depth: number, type: 'F' | 'A', ...innermost: Field[]): FieldTable {
  let content = innermost;
  for (let level = depth; level > 1; level--) {
    const value = new Map(content.map((field) => ['k', field]));
    content = [type === 'F' ? { type, value } : { type, value: content }];
  }
  return new Map(content.map((field) => ['k', field]));
}

/** The same with nothing in the last, as octets. */
function nestedOctets(depth: number, type: 'F' | 'A'): Buffer {
  let octets = hex('00000000');
  for (let level = depth; level > 1; level--) {
    const name = type === 'F' || level === 2 ? hex('01 6b') : Buffer.alloc(0);
    const content = Buffer.concat([name, Buffer.from(type), octets]);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(content.length);
    octets = Buffer.concat([size, content]);
  }
  return octets;
}

describe('field tables', () => {
  it('are written to the octet', () => {
    const table = new Map<string, Field>([
      ['a', { type: 'S', value: 'hé' }],
      ['b', { type: 'F', value: new Map([['c', { type: 't', value: true }]]) }],
      [
        'd',
        {
          type: 'A',
          value: [
            { type: 's', value: -2 },
            { type: 'V', value: null },
          ],
        },
      ],
      ['e', { type: 'D', value: { scale: 2, unscaled: 258 } }],
    ]);
    const expected = hex(`00000028
      01 61 53 00000003 68c3a9
      01 62 46 00000004 01 63 74 01
      01 64 41 00000004 73 fffe 56
      01 65 44 02 00000102`);
    expect(encodeTable(table).toString('hex')).to.equal(expected.toString('hex'));
  });

  it('keep every type and value', () => {
    expect(read(encodeTable(ONE_OF_EACH))).to.deep.equal(ONE_OF_EACH);
  });

  it('come back as they were written, in the same order', () => {
    fc.assert(
      fc.property(anyTable, fc.nat(8), (table, offset) => {
        const bytes = withByteOffset(encodeTable(table), offset);
        const back = read(bytes);
        expect(back).to.deep.equal(table);
        expect([...back.keys()]).to.deep.equal([...table.keys()]);
        expect(skipTable(bytes, 0, bytes.length)).to.equal(bytes.length);
      }),
      seeded(),
    );
  });

  it('end where their size says, whatever follows', () => {
    const bytes = Buffer.concat([hex('ffff'), encodeTable(ONE_OF_EACH), hex('ffffff')]);
    const { table, next } = readTable(bytes, 2, bytes.length);
    expect(next).to.equal(bytes.length - 3);
    expect(table.size).to.equal(ONE_OF_EACH.size);
  });

  it('take L for l, as RabbitMQ does', () => {
    expect(read(hex('0000000b 01 61 4c fffffffffffffffe')).get('a')).to.deep.equal({
      type: 'l',
      value: -2,
    });
  });

  it('take every boolean octet but 0 for true', () => {
    expect(read(hex('00000004 01 61 74 02')).get('a')).to.deep.equal({ type: 't', value: true });
  });

  it('give 64-bit values as numbers where those are exact', () => {
    const table = read(hex('00000016 01 61 54 001fffffffffffff 01 62 54 0020000000000000'));
    expect(table.get('a')?.value).to.equal(Number.MAX_SAFE_INTEGER);
    expect(table.get('b')?.value).to.equal(2n ** 53n);
  });

  it('give the first of two fields of one name', () => {
    const table = read(hex('00000008 01 61 74 01 01 61 74 00'));
    expect([...table]).to.deep.equal([['a', { type: 't', value: true }]]);
  });

  it('hold a field named __proto__ like any other', () => {
    const table = new Map<string, Field>([['__proto__', { type: 'I', value: 1 }]]);
    expect([...read(encodeTable(table)).keys()]).to.deep.equal(['__proto__']);
  });

  it('give octets as a plain copy, not borrowed from the frame they were read from', () => {
    const bytes = encodeTable(new Map([['x', { type: 'x', value: new Uint8Array([1, 2]) }]]));
    const table = read(bytes);
    bytes.fill(0);
    expect(Buffer.isBuffer(table.get('x')?.value)).to.equal(false);
    expect(table.get('x')?.value).to.deep.equal(new Uint8Array([1, 2]));
  });

  it('are refused with 502 when they are cut short anywhere', () => {
    const bytes = encodeTable(ONE_OF_EACH);
    for (let size = 0; size < bytes.length; size++) {
      const fault = malformedBy(() => readTable(bytes, 0, size));
      expect(fault?.replyCode, `cut to ${size}`).to.equal(502);
    }
  });

  it('are refused with 502 when their own size cuts a field', () => {
    const bytes = encodeTable(ONE_OF_EACH);
    const borders = new Set<number>();
    const entries = [...ONE_OF_EACH];
    for (let count = 0; count <= entries.length; count++) {
      borders.add(encodeTable(new Map(entries.slice(0, count))).length - 4);
    }
    for (let size = 0; size < bytes.length - 4; size++) {
      bytes.writeUInt32BE(size);
      const fault = malformedBy(() => readTable(bytes, 0, bytes.length));
      expect(fault?.replyCode, `size ${size}`).to.equal(borders.has(size) ? undefined : 502);
    }
  });

  it('are refused with 502 for a type that nobody knows', () => {
    const known = 'tbBsuIilLTfdDSxAFV';
    for (let letter = 0; letter < 256; letter++) {
      if (known.includes(String.fromCharCode(letter))) continue;
      const bytes = Buffer.concat([hex('0000000c 01 61'), Buffer.from([letter]), Buffer.alloc(9)]);
      expect(malformedBy(() => read(bytes))).to.include({
        replyCode: 502,
        message: `malformed field table: unknown field type ${letter}`,
      });
    }
  });

  it('may be nested 64 deep and no deeper', () => {
    for (const type of ['F', 'A'] as const) {
      expect(read(nestedOctets(64, type))).to.deep.equal(nested(64, type));
      expect(malformedBy(() => read(nestedOctets(65, type)))).to.include({ replyCode: 502 });
    }
  });

  it('are cut where they are nested deeper than can be read', () => {
    for (const type of ['F', 'A'] as const) {
      expect(encodeTable(nested(64, type))).to.eql(nestedOctets(64, type));
      const cut = read(encodeTable(nested(200, type)));
      expect(cut).to.deep.equal(nested(64, type, { type: 'V', value: null }));
    }
  });

  it('cannot be written with a value that its type does not hold', () => {
    const table = new Map<string, Field>([['a', { type: 'B', value: 256 }]]);
    expect(() => encodeTable(table)).to.throw(RangeError);
  });
});
