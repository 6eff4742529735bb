import { expect } from 'chai';
import { readTags } from '../../src/management/tags.js';

describe('Tags', () => {
  it('are a list, or one text with commas', () => {
    expect(readTags(['a', ' b'])).to.deep.equal(['a', 'b']);
    expect(readTags('administrator, monitoring')).to.deep.equal(['administrator', 'monitoring']);
    expect(readTags('')).to.deep.equal([]);
  });

  it('are nothing else', () => {
    for (const wrong of [3, null, [3], { a: 1 }]) {
      expect(() => readTags(wrong)).to.throw('not_tags');
    }
  });
});
