import { expect } from 'chai';
import { clientProperties } from '../../../../src/console/pages/connection/client-properties.js';

describe('The properties of a client', () => {
  it('begin with what is known, and have capabilities apart', () => {
    const capabilities = { 'basic.nack': true, exchange_to_exchange: true, 'consumer_ok?': false };
    const properties = { zone: 'b', platform: 'Node.js', capabilities, area: 1, product: 'till' };
    expect(clientProperties(properties)).to.deep.equal({
      capabilities: ['basic.nack', 'exchange_to_exchange'],
      others: [
        ['product', 'till'],
        ['platform', 'Node.js'],
        ['area', 1],
        ['zone', 'b'],
      ],
    });
  });

  it('may be missing', () => {
    expect(clientProperties({})).to.deep.equal({ capabilities: [], others: [] });
  });

  it('may be anything', () => {
    for (const capabilities of ['all', 7, null, ['a'], { a: 'yes' }, { ['x'.repeat(65)]: true }]) {
      const sorted = clientProperties({ capabilities });
      expect(sorted).to.deep.equal({ capabilities: [], others: [['capabilities', capabilities]] });
    }
  });
});
