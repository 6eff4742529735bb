import { expect } from 'chai';
import {
  bodyText,
  bytesOf,
  HEX_BYTES_MAX,
  hexDump,
} from '../../../../src/console/pages/queue/body-text.js';

describe('The body of a message', () => {
  it('that is JSON gets indents', () => {
    expect(bodyText('{"a":[1]}', 'string')).to.deep.equal({
      kind: 'JSON',
      text: '{\n  "a": [\n    1\n  ]\n}',
    });
  });

  it('that is text, or only looks like JSON, stays as it is', () => {
    for (const text of ['', 'hello', '[1', '{a}', '12345678901234567890']) {
      expect(bodyText(text, 'string'), text).to.deep.equal({ kind: 'text', text });
    }
  });

  it('that is binary is shown in hex', () => {
    const base64 = Buffer.from([0, 255, 65]).toString('base64');
    const { kind, text } = bodyText(base64, 'base64');
    expect(kind).to.equal('binary');
    expect(text).to.match(/^000000 {2}00 ff 41 +\.\.A$/);
  });

  it('has its octets back for a download', () => {
    expect([...bytesOf('AP9B', 'base64')]).to.deep.equal([0, 255, 65]);
    expect([...bytesOf('é', 'string')]).to.deep.equal([0xc3, 0xa9]);
  });

  it('is shown in hex as far as a page can bear', () => {
    const lines = hexDump(new Uint8Array(HEX_BYTES_MAX + 3)).split('\n');
    expect(lines).to.have.length(HEX_BYTES_MAX / 16 + 1);
    expect(lines.at(-1)).to.equal('… 3 more bytes');
  });
});
