import { expect } from 'chai';
import {
  MalformedFrame,
  badFrame,
  malformedName,
  undecodableMethod,
} from '../../../src/amqp/wire/malformed.js';
import { hex } from './frames.js';

function textOf(payload: Buffer): string {
  return badFrame(501, 1, payload, 'reason').message;
}

describe('MalformedFrame', () => {
  it('carries what Connection.Close says', () => {
    const fault = new MalformedFrame(502, 'text', 60, 40);
    expect(fault).to.be.instanceOf(Error);
    expect(fault).to.include({ replyCode: 502, message: 'text', classId: 60, methodId: 40 });
  });

  it('shows the octets of a frame as RabbitMQ shows them', () => {
    expect(textOf(hex(''))).to.equal('type 1, all octets = <<>>: reason');
    expect(textOf(hex('00ff'))).to.equal('type 1, all octets = <<0,255>>: reason');
    expect(textOf(Buffer.from('a "b" \\'))).to.equal(
      'type 1, all octets = <<"a \\"b\\" \\\\">>: reason',
    );
  });

  it('shows control characters that have a name, and all others as numbers', () => {
    expect(textOf(Buffer.from('a\n\t\r\v\b\f\x1b'))).to.equal(
      'type 1, all octets = <<"a\\n\\t\\r\\v\\b\\f\\e">>: reason',
    );
    expect(textOf(Buffer.from('a\x7f'))).to.equal('type 1, all octets = <<97,127>>: reason');
  });

  it('breaks the line where RabbitMQ does', () => {
    const shown = `type 1, all octets = <<"${'A'.repeat(16)}">>: `;
    const fits = `{${'x'.repeat(78 - shown.length - 4)},1}`;
    const { message } = badFrame(501, 1, Buffer.alloc(16, 65), fits);
    expect(message).to.equal(shown + fits);
    const broken = badFrame(501, 1, Buffer.alloc(16, 65), fits.replace('1}', '12}')).message;
    expect(broken).to.equal(shown + fits.replace('1}', `\n${' '.repeat(shown.length + 1)}12}`));
  });

  it('shows the first 16 octets of a long frame', () => {
    expect(textOf(Buffer.alloc(16, 65))).to.equal(
      `type 1, all octets = <<"${'A'.repeat(16)}">>: reason`,
    );
    expect(textOf(Buffer.alloc(17, 65))).to.equal(
      `type 1, first 16 octets = <<"${'A'.repeat(16)}">>: reason`,
    );
  });

  it('leaves the reason away where there is none', () => {
    expect(badFrame(505, 8, hex(''), '').message).to.equal('type 8, all octets = <<>>');
  });

  it('lists the arguments of a method that cannot be decoded, but not without end', () => {
    const payload = Buffer.concat([hex('ff 0032 000a'), Buffer.alloc(100_000, 1)]);
    expect(undecodableMethod(payload, 1, 8)).to.include({
      replyCode: 501,
      message: 'cannot decode <<1,1,1>>',
      classId: 50,
      methodId: 10,
    });
    expect(undecodableMethod(payload, 1, payload.length).message.length).to.be.within(255, 600);
  });

  it('is 501 for a name that is not UTF-8', () => {
    expect(malformedName()).to.include({
      replyCode: 501,
      message: 'Malformed UTF-8 in shortstr',
    });
    expect(malformedName(10, 40)).to.include({ classId: 10, methodId: 40 });
  });
});
