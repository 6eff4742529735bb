import { expect } from 'chai';
import { TAGS, withOtherTags, withTag } from '../../../../src/console/pages/users/tags.js';

describe('Tags of users', () => {
  it('are those that the broker knows', () => {
    expect(TAGS.map(({ name }) => name)).to.deep.equal([
      'administrator',
      'monitoring',
      'policymaker',
      'management',
      'impersonator',
    ]);
  });

  it('are put on and taken off one by one', () => {
    expect(withTag(['team-a'], 'monitoring', true)).to.deep.equal(['team-a', 'monitoring']);
    expect(withTag(['a', 'monitoring', 'b'], 'monitoring', false)).to.deep.equal(['a', 'b']);
    expect(withTag(['monitoring'], 'monitoring', true)).to.deep.equal(['monitoring']);
  });

  it('may be others, which leave those alone that the broker knows', () => {
    const tags = ['management', 'old'];
    expect(withOtherTags(tags, ' new , team ,,new')).to.deep.equal(['management', 'new', 'team']);
    expect(withOtherTags(tags, '')).to.deep.equal(['management']);
    expect(withOtherTags([], 'administrator')).to.deep.equal([]);
  });
});
