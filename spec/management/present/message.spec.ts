import { expect } from 'chai';
import {
  bodyOf,
  presentPayload,
  presentProperties,
} from '../../../src/management/present/message.js';
import { fields, message } from '../../support/core-builders.js';

describe('A message in JSON', () => {
  const whole = { encoding: 'auto', truncate: Infinity } as const;

  it('shows its body as text where it is text, in base64 where it is not', () => {
    expect(presentPayload(Buffer.from('hé'), whole)).to.deep.equal({
      payload: 'hé',
      payload_encoding: 'string',
    });
    const octets = { payload: 'gAE=', payload_encoding: 'base64' };
    expect(presentPayload(Buffer.of(0x80, 1), whole)).to.deep.equal(octets);
    const encoded = { payload: 'aGk=', payload_encoding: 'base64' };
    const base64 = { ...whole, encoding: 'base64' } as const;
    expect(presentPayload(Buffer.from('hi'), base64)).to.deep.equal(encoded);
  });

  it('shows the start of its body, in base64 where that breaks a character', () => {
    const shown = (truncate: number) => presentPayload(Buffer.from('aé'), { ...whole, truncate });
    expect(shown(1)).to.deep.equal({ payload: 'a', payload_encoding: 'string' });
    expect(shown(2)).to.deep.equal({ payload: 'YcM=', payload_encoding: 'base64' });
    expect(shown(0)).to.deep.equal({ payload: '', payload_encoding: 'string' });
  });

  it('has its properties under the names of RabbitMQ', () => {
    const headers = fields({ a: 1 });
    expect(presentProperties(message({ headers }))).to.deep.equal({ headers: { a: 1 } });
  });

  it('has a body behind all else', () => {
    expect(Buffer.from(bodyOf(message({ body: 'hi' }))).toString()).to.equal('hi');
  });
});
