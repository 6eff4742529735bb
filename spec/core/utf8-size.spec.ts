import { expect } from 'chai';
import { utf8Size } from '../../src/core/utf8-size.js';

describe('The size of a text in UTF-8', () => {
  it('is that of its bytes', () => {
    for (const text of ['', 'abc', 'é', '€', '😀', 'a€é😀']) {
      expect(utf8Size(text), text).to.equal(Buffer.byteLength(text));
    }
  });
});
