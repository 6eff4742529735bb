import { expect } from 'chai';
import fc from 'fast-check';
import { longStringBytes, readLongString } from '../../../src/amqp/wire/long-string.js';
import { seeded } from '../../support/seed.js';

const read = (...octets: number[]): string =>
  readLongString(Buffer.from([0, ...octets, 0]), 1, octets.length + 1);

describe('long strings', () => {
  it('are read as UTF-8', () => {
    expect(read(...Buffer.from('hé€😀'))).to.equal('hé€😀');
    expect(read(...Buffer.from('\ufffd'))).to.equal('\ufffd');
  });

  it('differ where their octets do, UTF-8 or not', () => {
    const texts = [read(0xe9), read(0xe8), read(0xc3, 0xa9), read(0xef, 0xbf, 0xbd), read(0xc3)];
    expect(new Set(texts).size).to.equal(texts.length);
  });

  it('leave as they came', () => {
    const anyOctets = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ unit: 'grapheme' }).map((text) => new Uint8Array(Buffer.from(text))),
    );
    fc.assert(
      fc.property(anyOctets, (octets) => {
        const bytes = Buffer.from(octets);
        const back = longStringBytes(readLongString(bytes, 0, bytes.length));
        expect(back.toString('hex')).to.equal(bytes.toString('hex'));
      }),
      seeded(),
    );
  });

  it('are written as UTF-8 where a text of another origin has half a character', () => {
    expect(longStringBytes('é\udce9')).to.eql(Buffer.from('é\ufffd'));
  });
});
