import { expect } from 'chai';
import fc from 'fast-check';
import { METHODS, encodeMethod, readMethod } from '../../../src/amqp/wire/methods.js';
import type { MethodArguments, MethodName } from '../../../src/amqp/wire/methods.js';
import type { FieldKind, FieldValue } from '../../../src/amqp/wire/method-table.js';
import { seeded } from '../../support/seed.js';
import { anyName, anyTable } from './fields.js';
import { hex, malformedBy, withByteOffset } from './frames.js';

const NAMES = Object.keys(METHODS) as MethodName[];

const ANY_VALUE: Record<FieldKind, fc.Arbitrary<FieldValue>> = {
  bit: fc.boolean(),
  octet: fc.nat(0xff),
  short: fc.nat(0xffff),
  long: fc.nat(0xffff_ffff),
  longlong: fc.maxSafeNat(),
  shortstr: anyName,
  longstr: fc.uint8Array().map((octets) => Buffer.from(octets)),
  table: anyTable,
};

/** Arguments for the method, made from its definition; nothing for reserved fields. */
function anyArguments(name: MethodName): fc.Arbitrary<MethodArguments<MethodName>> {
  const fields = Object.entries(METHODS[name].fields) as [string, FieldKind][];
  const named = fields.filter(([field]) => !field.startsWith('reserved'));
  const record = Object.fromEntries(named.map(([field, kind]) => [field, ANY_VALUE[kind]]));
  return fc.record(record);
}

function read(bytes: Buffer): ReturnType<typeof readMethod> {
  return readMethod(bytes, 0, bytes.length);
}

describe('methods', () => {
  for (const name of NAMES) {
    it(`${name} is read as it was written, and refused when cut short or prolonged`, () => {
      fc.assert(
        fc.property(anyArguments(name), fc.nat(8), (args, offset) => {
          const payload = encodeMethod(name, args);
          const buffer = withByteOffset(Buffer.concat([payload, hex('00')]), offset);
          expect(readMethod(buffer, 0, payload.length)).to.deep.equal({ name, args });
          const size = 4 + (offset % Math.max(1, payload.length - 4));
          for (const wrong of [payload.length + 1, Math.min(size, payload.length - 1)]) {
            if (wrong < 4) continue;
            const fault = malformedBy(() => readMethod(buffer, 0, wrong));
            expect(fault?.replyCode, `${wrong} of ${payload.length}`).to.be.oneOf([501, 502]);
          }
        }),
        seeded(20),
      );
    });
  }

  it('are written to the octet', () => {
    const args = {
      queue: 'q',
      passive: false,
      durable: true,
      exclusive: false,
      autoDelete: true,
      noWait: true,
      arguments: new Map([['a', { type: 'I', value: -1 }] as const]),
    };
    expect(encodeMethod('queue.declare', args).toString('hex')).to.equal(
      hex('0032 000a 0000 01 71 1a 00000007 01 61 49 ffffffff').toString('hex'),
    );
  });

  it('do not borrow octets from the frame they were read from', () => {
    const response = Buffer.from('\0guest\0guest');
    const args = { clientProperties: new Map(), mechanism: 'PLAIN', response, locale: 'en_US' };
    const bytes = encodeMethod('connection.start-ok', args);
    const method = read(bytes);
    bytes.fill(0);
    expect(method.args).to.deep.equal(args);
  });

  it('ignore what a peer puts into reserved fields and into bits without a name', () => {
    const method = read(hex('003c 0046 ffff 01 71 ff'));
    expect(method).to.deep.equal({ name: 'basic.get', args: { queue: 'q', noAck: true } });
  });

  it('that nobody knows are answered with 503', () => {
    for (const [text, message] of [
      ['003c 00fa', 'unknown method 60.250'],
      ['0063 0001', 'unknown method 99.1'],
    ] as const) {
      expect(malformedBy(() => read(hex(text)))).to.include({ replyCode: 503, message });
    }
  });

  it('with too few or too many arguments are answered with 501 and the text of RabbitMQ', () => {
    expect(malformedBy(() => read(hex('0032 000a 0000')))).to.include({
      replyCode: 501,
      message: 'cannot decode <<0,0>>',
      classId: 50,
      methodId: 10,
    });
  });

  it('with a string whose size runs past the end are not taken for shorter ones', () => {
    for (const text of ['003c 001f 05 6162', '000a 0014 00000005 6162', '0014 000b ffffffff']) {
      expect(
        malformedBy(() => read(hex(text))),
        text,
      ).to.include({ replyCode: 501 });
    }
  });

  it('with a malformed table are answered with 502', () => {
    const bytes = hex('0028 000a 0000 01 65 01 64 00 00000003 01 61 5a');
    expect(malformedBy(() => read(bytes))).to.include({ replyCode: 502 });
  });

  it('with a name that is not UTF-8 are answered with 501 and the text of RabbitMQ', () => {
    expect(malformedBy(() => read(hex('003c 001e 02 ff80 00')))).to.include({
      replyCode: 501,
      message: 'Malformed UTF-8 in shortstr',
    });
  });

  it('with content may have names that are not UTF-8', () => {
    expect(read(hex('003c 0028 0000 00 02 ff80 00')).name).to.equal('basic.publish');
  });

  it('cannot be written with a name of more than 255 octets', () => {
    expect(() => encodeMethod('basic.consume-ok', { consumerTag: 'é'.repeat(128) })).to.throw(
      RangeError,
    );
  });
});
