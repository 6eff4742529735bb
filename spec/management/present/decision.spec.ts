import { expect } from 'chai';
import { BrokerError } from '../../../src/core/errors.js';
import { presentDecision } from '../../../src/management/present/decision.js';

describe('What a user may do, in JSON', () => {
  const asked = { user: 'ann', vhost: 'shop', kind: 'queue', operation: 'read' } as const;

  it('has what a client would be told, and the rules that were asked', () => {
    const refusal = new BrokerError('access-refused', 'access refused');
    const rule = { kind: 'permission', pattern: '^a', text: 'q', isMet: false } as const;
    const decision = { refusal, isThere: true, rules: [rule] };
    expect(presentDecision({ ...asked, name: 'q' }, decision)).to.deep.equal({
      user: 'ann',
      vhost: 'shop',
      resource: 'queue',
      name: 'q',
      permission: 'read',
      routing_key: null,
      allowed: false,
      refusal: '403 ACCESS_REFUSED - access refused',
      exists: true,
      rules: [{ kind: 'permission', pattern: '^a', text: 'q', matches: false }],
    });
  });

  it('has null where there is no refusal and no pattern', () => {
    const rule = { kind: 'topic-permission', pattern: undefined, text: 'k', isMet: true } as const;
    const question = { ...asked, kind: 'exchange', name: 't', routingKey: 'k' } as const;
    const decision = { refusal: undefined, isThere: false, rules: [rule] };
    expect(presentDecision(question, decision)).to.deep.include({
      resource: 'exchange',
      routing_key: 'k',
      allowed: true,
      refusal: null,
      exists: false,
      rules: [{ kind: 'topic-permission', pattern: null, text: 'k', matches: true }],
    });
  });
});
