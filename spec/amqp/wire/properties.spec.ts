import { expect } from 'chai';
import fc from 'fast-check';
import type { Field } from '../../../src/core/field.js';
import { HeaderScratch, readHeader } from '../../../src/amqp/wire/content-header.js';
import { encodeTable } from '../../../src/amqp/wire/field-table.js';
import {
  decodeProperties,
  encodeProperties,
  rewriteProperties,
} from '../../../src/amqp/wire/properties.js';
import type { Properties, PropertiesChange } from '../../../src/amqp/wire/properties.js';
import { seeded } from '../../support/seed.js';
import { ALL_PROPERTIES, ONE_OF_EACH, anyProperties } from './fields.js';
import { contentHeader, hex, malformedBy, withByteOffset } from './frames.js';

function decode(list: Uint8Array): Properties {
  return decodeProperties(list, 0, list.length);
}

function rewrite(list: Buffer, change: PropertiesChange): Buffer {
  return rewriteProperties(list, 0, list.length, change);
}

describe('basic properties', () => {
  it('are written to the octet', () => {
    const list = encodeProperties({
      contentType: 'a/b',
      deliveryMode: 2,
      timestamp: 258,
      clusterId: 'x',
    });
    expect(list.toString('hex')).to.equal('9044' + '03612f62' + '02' + '0000000000000102' + '0178');
  });

  it('keep every property', () => {
    expect(decode(encodeProperties(ALL_PROPERTIES))).to.deep.equal(ALL_PROPERTIES);
  });

  it('are an empty flag word when there are none', () => {
    expect(encodeProperties({}).toString('hex')).to.equal('0000');
    expect(decode(hex('0000'))).to.deep.equal({});
  });

  it('come back as they were written, and pass the check of a published header', () => {
    fc.assert(
      fc.property(anyProperties, fc.nat(8), (properties, offset) => {
        const list = withByteOffset(encodeProperties(properties), offset);
        expect(decode(list)).to.deep.equal(properties);
        const payload = contentHeader(0, list);
        readHeader(payload, 0, payload.length, new HeaderScratch());
      }),
      seeded(),
    );
  });

  it('are decoded from the middle of a plain Uint8Array', () => {
    const list = encodeProperties({ type: 't' });
    const content = new Uint8Array([9, 9, 9, ...list, 9]);
    const view = content.subarray(1);
    expect(decodeProperties(view, 2, 2 + list.length)).to.deep.equal({ type: 't' });
  });

  it('are refused with 502 when cut short or prolonged', () => {
    const list = encodeProperties(ALL_PROPERTIES);
    for (let size = 0; size < list.length; size++) {
      const fault = malformedBy(() => decodeProperties(list, 0, size));
      expect(fault?.replyCode, `cut to ${size}`).to.equal(502);
    }
    expect(malformedBy(() => decode(Buffer.concat([list, hex('00')])))?.replyCode).to.equal(502);
  });
});

describe('rewriteProperties', () => {
  it('changes nothing unless told to', () => {
    fc.assert(
      fc.property(anyProperties, (properties) => {
        const list = encodeProperties(properties);
        expect(rewrite(list, {}).equals(list)).to.equal(true);
      }),
      seeded(100),
    );
  });

  it('drops the expiration and nothing else', () => {
    const { expiration, ...others } = ALL_PROPERTIES;
    const changed = rewrite(encodeProperties(ALL_PROPERTIES), { dropExpiration: true });
    expect(expiration).to.equal('60000');
    expect(changed.equals(encodeProperties(others))).to.equal(true);
  });

  it('sets reply-to, whether there was one or not', () => {
    for (const properties of [{ type: 't', replyTo: 'old' }, { type: 't' }]) {
      const changed = rewrite(encodeProperties(properties), { replyTo: 'new' });
      expect(decode(changed)).to.deep.equal({ type: 't', replyTo: 'new' });
    }
  });

  it('sets a header in its old place, and a new one after all others', () => {
    const headers = new Map<string, Field>([
      ['a', { type: 'I', value: 1 }],
      ['b', { type: 'I', value: 2 }],
    ]);
    const setHeaders = new Map<string, Field>([
      ['z', { type: 'S', value: 'new' }],
      ['a', { type: 'S', value: 'changed' }],
    ]);
    const changed = rewrite(encodeProperties({ headers }), { setHeaders });
    expect([...(decode(changed).headers ?? [])]).to.deep.equal([
      ['a', { type: 'S', value: 'changed' }],
      ['b', { type: 'I', value: 2 }],
      ['z', { type: 'S', value: 'new' }],
    ]);
  });

  it('adds a header table where there was none', () => {
    const changed = rewrite(encodeProperties({ contentType: 'c', type: 't' }), {
      setHeaders: ONE_OF_EACH,
    });
    const expected = encodeProperties({ contentType: 'c', type: 't', headers: ONE_OF_EACH });
    expect(changed.equals(expected)).to.equal(true);
  });

  it('removes headers, and sets one that it is also told to remove', () => {
    const setHeaders = new Map<string, Field>([['b', { type: 't', value: true }]]);
    const headers = new Map<string, Field>(
      ['a', 'b', 'c'].map((key) => [key, { type: 'V', value: null }]),
    );
    const changed = rewrite(encodeProperties({ headers }), {
      setHeaders,
      removeHeaders: ['a', 'b', 'unknown'],
    });
    expect([...(decode(changed).headers ?? [])]).to.deep.equal([
      ['b', { type: 't', value: true }],
      ['c', { type: 'V', value: null }],
    ]);
  });

  it('adds no header table for the sake of a removal', () => {
    expect(rewrite(hex('0000'), { removeHeaders: ['a'] }).toString('hex')).to.equal('0000');
  });

  it('keeps the octets of other headers, even those that it would not write', () => {
    // A boolean of octet 7, a long of letter L, a text that is not UTF-8.
    const odd = hex('01 61 74 07 01 62 4c 0000000000000001 01 63 53 00000002 ff80');
    const size = Buffer.alloc(4);
    size.writeUInt32BE(odd.length);
    const setHeaders = new Map<string, Field>([['n', { type: 't', value: true }]]);
    const changed = rewrite(Buffer.concat([hex('2000'), size, odd]), { setHeaders });
    expect(changed.subarray(6).toString('hex')).to.equal(`${odd.toString('hex')}016e7401`);
  });

  it('leaves one field where the table had two of the name that is set', () => {
    const twice = hex('2000 00000008 01 61 74 01 01 61 74 00');
    const setHeaders = new Map<string, Field>([['a', { type: 'V', value: null }]]);
    const expected = encodeProperties({ headers: setHeaders });
    expect(rewrite(twice, { setHeaders }).equals(expected)).to.equal(true);
  });

  it('writes what it is told over any list, and leaves the rest as it was', () => {
    fc.assert(
      fc.property(anyProperties, (properties) => {
        const setHeaders = new Map<string, Field>([['x-death', { type: 'A', value: [] }]]);
        const list = encodeProperties(properties);
        const changed = decode(rewrite(list, { setHeaders, dropExpiration: true }));
        const { expiration: _dropped, ...others } = properties;
        const headers = new Map([...(properties.headers ?? []), ...setHeaders]);
        expect(changed).to.deep.equal({ ...others, headers });
      }),
      seeded(100),
    );
  });

  it('can be given a table that it wrote', () => {
    const headers = decode(encodeProperties({ headers: ONE_OF_EACH })).headers ?? new Map();
    expect(encodeTable(headers).equals(encodeTable(ONE_OF_EACH))).to.equal(true);
  });
});
