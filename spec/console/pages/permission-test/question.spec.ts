import { expect } from 'chai';
import { readQuestion, requestOf } from '../../../../src/console/pages/permission-test/question.js';

describe('The question of the permission test', () => {
  it('is in the address, and begins with publishing', () => {
    const nothing = { user: '', vhost: '', name: '', routing_key: '' };
    expect(readQuestion({})).to.deep.equal({
      ...nothing,
      permission: 'write',
      resource: 'exchange',
    });
    const asked = { user: 'ann', vhost: '/', name: 'q', permission: 'read', resource: 'queue' };
    expect(readQuestion(asked)).to.deep.equal({ ...nothing, ...asked });
    expect(readQuestion({ permission: 'none', resource: 'none' })).to.deep.equal(readQuestion({}));
  });

  it('is asked once nothing lacks', () => {
    const query = { user: 'a/b', vhost: '/', name: 'x', routing_key: 'k' };
    for (const lacking of ['user', 'vhost', 'name']) {
      expect(requestOf(readQuestion({ ...query, [lacking]: '' })), lacking).to.equal(undefined);
    }
    expect(requestOf(readQuestion(query))).to.deep.equal({
      path: '/permissions/%2F/a%2Fb/decision',
      query: { permission: 'write', resource: 'exchange', name: 'x', routing_key: 'k' },
    });
  });

  it('has a routing key for what has one', () => {
    const query = { user: 'ann', vhost: '/', name: 'x', routing_key: 'k' };
    const keyOf = (changes: Record<string, string>): unknown =>
      requestOf(readQuestion({ ...query, ...changes }))?.query['routing_key'];
    expect(keyOf({ permission: 'read' })).to.equal('k');
    expect(keyOf({ permission: 'configure' })).to.equal(undefined);
    expect(keyOf({ resource: 'queue' })).to.equal(undefined);
    expect(keyOf({ routing_key: '' })).to.equal(undefined);
  });
});
