import { expect } from 'chai';
import { shortString } from '../../../src/amqp/wire/short-string.js';

describe('shortString', () => {
  it('is a length octet and UTF-8', () => {
    expect(shortString('').toString('hex')).to.equal('00');
    expect(shortString('hé').toString('hex')).to.equal('0368c3a9');
  });

  it('holds 255 octets, counted in UTF-8', () => {
    expect(shortString('x'.repeat(255))).to.have.length(256);
    expect(() => shortString('x'.repeat(256))).to.throw(RangeError, '255 octets, not 256');
    expect(() => shortString('é'.repeat(128))).to.throw(RangeError);
  });
});
