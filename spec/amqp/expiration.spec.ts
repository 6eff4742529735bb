import { expect } from 'chai';
import { parseExpiration } from '../../src/amqp/expiration.js';
import { faultOf } from '../support/spec-vhost.js';

function parse(text: string): number {
  const bytes = Buffer.from(`<${text}>`, 'latin1');
  return parseExpiration(bytes, 1, bytes.length - 1);
}

describe('The expiration of a message', () => {
  it('is a whole number of milliseconds as text', () => {
    expect(parse('0')).to.equal(0);
    expect(parse('1')).to.equal(1);
    expect(parse('+60000')).to.equal(60_000);
    expect(parse('007')).to.equal(7);
  });

  it('is ten years at most', () => {
    expect(parse('315360000000')).to.equal(315_360_000_000);
    expect(faultOf(() => parse('315360000001'))).to.equal(
      "precondition-failed: invalid expiration '315360000001': {value_too_large,315360000001}",
    );
    expect(faultOf(() => parse('9'.repeat(200)))).to.include('value_too_large');
  });

  for (const [text, reason] of [
    ['', 'no_integer'],
    ['abc', 'no_integer'],
    [' 1', 'no_integer'],
    ['-', 'no_integer'],
    ['1.5', '{leftover_string,".5"}'],
    ['1000 ', '{leftover_string," "}'],
    ['-5', '{value_negative,-5}'],
    ['\xff\xfe', 'no_integer'],
  ] as const) {
    it(`cannot be '${text}'`, () => {
      expect(faultOf(() => parse(text))).to.equal(
        `precondition-failed: invalid expiration '${text}': ${reason}`,
      );
    });
  }
});
