import { expect } from 'chai';
import { quoted } from '../../../src/console/format/names.js';

describe('A name in a sentence', () => {
  it('stands between quotation marks', () => {
    expect(quoted('orders')).to.equal('“orders”');
    expect(quoted('Bestellungen-ü-注文-🐇')).to.equal('“Bestellungen-ü-注文-🐇”');
  });

  it('keeps its direction to itself where that is from right to left', () => {
    for (const name of ['הזמנות', 'طلبات', 'v2-طلبات', '𞤀𞤣']) {
      expect(quoted(name)).to.equal(`“\u2068${name}\u2069”`);
    }
  });
});
