import { expect } from 'chai';
import { offeredMechanisms, readCredentials } from '../../src/amqp/sasl.js';
import { AmqpFault } from '../../src/amqp/replies.js';
import { encodeTable } from '../../src/amqp/wire/field-table.js';
import { MalformedFrame } from '../../src/amqp/wire/malformed.js';
import { fields } from '../support/core-builders.js';

function read(mechanism: string, response: Buffer | string): string {
  try {
    const { user, password } = readCredentials(mechanism, Buffer.from(response));
    return `${user}/${password}`;
  } catch (error) {
    if (error instanceof AmqpFault) return error.kind;
    if (error instanceof MalformedFrame) return `malformed ${error.replyCode}`;
    throw error;
  }
}

/** A table without its size. */
function table(values: Parameters<typeof fields>[0]): Buffer {
  return encodeTable(fields(values)).subarray(4);
}

describe('SASL', () => {
  it('offers AMQPLAIN and PLAIN', () => {
    expect(offeredMechanisms({})).to.equal('AMQPLAIN PLAIN');
  });

  it('offers EXTERNAL where a certificate names a user, or fails to', () => {
    expect(offeredMechanisms({ external: 'guest' })).to.equal('AMQPLAIN PLAIN EXTERNAL');
    expect(offeredMechanisms({ external: '' })).to.equal('AMQPLAIN PLAIN EXTERNAL');
  });

  it('offers ANONYMOUS where it stands for a user', () => {
    expect(offeredMechanisms({ anonymous: 'guest' })).to.equal('AMQPLAIN PLAIN ANONYMOUS');
  });

  it('takes the user of EXTERNAL and ANONYMOUS from elsewhere, whatever the response says', () => {
    const known = { external: 'cn', anonymous: 'nobody' };
    const response = Buffer.from('somebody');
    const external = readCredentials('EXTERNAL', response, known);
    expect(external).to.deep.equal({ user: 'cn', password: undefined });
    const anonymous = readCredentials('ANONYMOUS', response, known);
    expect(anonymous).to.deep.equal({ user: 'nobody', password: undefined });
  });

  it('refuses a mechanism that it knows but does not offer', () => {
    for (const mechanism of ['EXTERNAL', 'ANONYMOUS']) {
      expect(() => readCredentials(mechanism, Buffer.alloc(0))).to.throw(
        AmqpFault,
        `invalid authentication mechanism '${mechanism}'`,
      );
    }
  });

  it('reads user and password of PLAIN', () => {
    expect(read('PLAIN', '\0guest\0secret')).to.equal('guest/secret');
    expect(read('PLAIN', '\0\0')).to.equal('/');
    expect(read('PLAIN', '\0für\0größe')).to.equal('für/größe');
  });

  for (const response of ['', '\0', '\0guest', 'admin\0guest\0guest', '\0guest\0guest\0', 'x\0y']) {
    it(`cannot read PLAIN ${JSON.stringify(response)}`, () => {
      expect(read('PLAIN', response)).to.equal('syntax-error');
    });
  }

  it('reads user and password of AMQPLAIN, whatever stands beside them', () => {
    const response = table({ LOGIN: 'guest', other: 1, PASSWORD: 'secret' });
    expect(read('AMQPLAIN', response)).to.equal('guest/secret');
  });

  it('cannot read AMQPLAIN without a text for both', () => {
    expect(read('AMQPLAIN', '')).to.equal('syntax-error');
    expect(read('AMQPLAIN', table({ LOGIN: 'guest' }))).to.equal('syntax-error');
    expect(read('AMQPLAIN', table({ LOGIN: 'guest', PASSWORD: 1 }))).to.equal('syntax-error');
  });

  it('cannot read AMQPLAIN that is no table', () => {
    expect(read('AMQPLAIN', 'guest')).to.equal('malformed 502');
    expect(read('AMQPLAIN', table({ LOGIN: 'guest' }).subarray(0, -1))).to.equal('malformed 502');
  });

  it('knows no mechanism that it did not offer', () => {
    expect(read('EXTERNAL', '')).to.equal('command-invalid');
    expect(read('plain', '\0guest\0guest')).to.equal('command-invalid');
  });
});
