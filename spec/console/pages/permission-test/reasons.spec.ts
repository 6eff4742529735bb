import { expect } from 'chai';
import { reasonsOf, useOf } from '../../../../src/console/pages/permission-test/reasons.js';

describe('What decided whether a user may', () => {
  const asked = { user: 'ann', vhost: 'shop', permission: 'write', name: 't' } as const;
  const permission = { kind: 'permission', pattern: '^o', text: 't', matches: false } as const;
  const topic = { kind: 'topic-permission', pattern: '^a', text: 'a.b', matches: true } as const;

  it('is told of each rule', () => {
    expect(reasonsOf({ ...asked, rules: [permission, topic] })).to.deep.equal([
      {
        isMet: false,
        rule: 'The write permission',
        pattern: '^o',
        outcome: 'does not match',
        text: 't',
      },
      {
        isMet: true,
        rule: 'The write topic permission',
        pattern: '^a',
        outcome: 'matches',
        text: 'a.b',
      },
    ]);
  });

  it('may be that something is not there', () => {
    const [none] = reasonsOf({ ...asked, rules: [] });
    expect(none).to.deep.equal({
      isMet: false,
      rule: 'The user “ann” has no permissions in the vhost “shop”',
      outcome: 'and cannot open it',
    });
    const [empty] = reasonsOf({ ...asked, rules: [{ ...permission, pattern: '' }] });
    expect(empty).to.deep.include({ isMet: false, outcome: 'is empty, which allows nothing' });
    const [free] = reasonsOf({ ...asked, rules: [{ ...topic, pattern: null }] });
    expect(free).to.deep.equal({
      isMet: true,
      rule: 'There is no topic permission for the exchange “t”',
      outcome: 'and so every routing key is allowed',
    });
  });

  it('is good for something', () => {
    expect(useOf('read', 'queue')).to.equal('consume, get, purge');
  });
});
