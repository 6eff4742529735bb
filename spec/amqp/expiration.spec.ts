import { expect } from 'chai';
import { parseExpiration } from '../../src/amqp/expiration.js';
import { faultOf } from '../support/spec-vhost.js';

function parse(text: string): number {
  const bytes = Buffer.from(`<${text}>`);
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

  it('is refused in two lines, as RabbitMQ breaks them, if 80 columns do not hold it', () => {
    const digits = '9'.repeat(30);
    const text = `invalid expiration '${digits}': {value_too_large,\n${' '.repeat(54)}${digits}}`;
    expect(faultOf(() => parse(digits))).to.equal(`precondition-failed: ${text}`);
  });

  for (const [text, reason] of [
    ['', 'no_integer'],
    ['abc', 'no_integer'],
    [' 1', 'no_integer'],
    ['-', 'no_integer'],
    ['1.5', '{leftover_string,".5"}'],
    ['1000 ', '{leftover_string," "}'],
    ['-5', '{value_negative,-5}'],
    ['-007', '{value_negative,-7}'],
    ['Jänner', 'no_integer'],
    ['10ü', '{leftover_string,"ü"}'],
    ['10"', '{leftover_string,"\\""}'],
    ['10Ö', '{leftover_string,[195,150]}'],
    ['1\x00', '{leftover_string,[0]}'],
  ] as const) {
    it(`cannot be '${text}'`, () => {
      expect(faultOf(() => parse(text))).to.equal(
        `precondition-failed: invalid expiration '${text}': ${reason}`,
      );
    });
  }
});
