import { expect } from 'chai';
import {
  bodyForms,
  bytesOf,
  fileNameOf,
  HEX_BYTES_MAX,
  hexDump,
  isCut,
} from '../../../../src/console/pages/queue/body-text.js';

const shown = (payload: string, encoding = 'string') =>
  bodyForms(payload, encoding).map(({ kind, text }) => [kind, text()]);

describe('The body of a message', () => {
  it('that is JSON gets indents, or stays as it is, or is octets', () => {
    expect(shown('{"a":[1]}')).to.deep.equal([
      ['JSON', '{\n  "a": [\n    1\n  ]\n}'],
      ['Text', '{"a":[1]}'],
      ['Hex', '000000  7b 22 61 22 3a 5b 31 5d 7d                       {"a":[1]}'],
    ]);
  });

  it('that is JSON is indented as JSON.stringify does it, but for what that would change', () => {
    for (const value of [
      [],
      {},
      [[], {}],
      { a: {}, 'b"{,}:\\"': [1, -2.5, true, null] },
      ['\u2028'],
    ]) {
      const text = JSON.stringify(value);
      expect(shown(text)[0]).to.deep.equal(['JSON', JSON.stringify(value, null, 2)]);
    }
    const [form] = shown('{"id": 12345678901234567890, "id": 1.10}');
    expect(form?.[1]).to.equal('{\n  "id": 12345678901234567890,\n  "id": 1.10\n}');
    const deep = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
    expect(shown(deep)[0]?.[1]?.length).to.be.lessThan(200_000);
  });

  it('that is text, or only looks like JSON, is text', () => {
    for (const text of ['', 'hello', '[1', '{a}', '12345678901234567890']) {
      expect(shown(text)[0], text).to.deep.equal(['Text', text]);
    }
  });

  it('that is binary is shown in hex', () => {
    const base64 = Buffer.from([0, 255, 65]).toString('base64');
    const [hex, ...others] = shown(base64, 'base64');
    expect(others).to.deep.equal([]);
    expect(hex?.[0]).to.equal('Hex');
    expect(hex?.[1]).to.match(/^000000 {2}00 ff 41 +\.\.A$/);
  });

  it('has its octets back for a download, under a name that fits', () => {
    expect([...bytesOf('AP9B', 'base64')]).to.deep.equal([0, 255, 65]);
    expect([...bytesOf('é', 'string')]).to.deep.equal([0xc3, 0xa9]);
    expect(fileNameOf(7, { content_type: 'Application/JSON; charset=utf-8' })).to.equal(
      'message-7.json',
    );
    for (const properties of [[], {}, { content_type: 'constructor' }]) {
      expect(fileNameOf(7, properties)).to.equal('message-7.bin');
    }
  });

  it('is the beginning only where the whole is longer', () => {
    const body = { payload: 'é', payload_encoding: 'string' };
    expect(isCut({ ...body, payload_bytes: 2 })).to.equal(false);
    expect(isCut({ ...body, payload_bytes: 3 })).to.equal(true);
  });

  it('is shown in hex as far as a page can bear', () => {
    const lines = hexDump(new Uint8Array(HEX_BYTES_MAX + 3)).split('\n');
    expect(lines).to.have.length(HEX_BYTES_MAX / 16 + 1);
    expect(lines.at(-1)).to.equal('… 3 more bytes');
  });
});
