import { expect } from 'chai';
import { clientName } from '../../../../src/console/pages/connections/client-name.js';

describe('The name of a client', () => {
  it('is made of what it tells', () => {
    expect(clientName({ product: 'amqplib', version: '2.3.1', platform: 'Node.js' })).to.equal(
      'amqplib 2.3.1 (Node.js)',
    );
    expect(clientName({ product: 'pika' })).to.equal('pika');
    expect(clientName({ platform: 'Java' })).to.equal('Java');
    expect(clientName({})).to.equal('');
  });

  it('is made of texts only', () => {
    expect(clientName({ product: { a: 1 }, version: 7, platform: null })).to.equal('');
  });
});
