import { expect } from 'chai';
import { BrokerError } from '../../../src/core/errors.js';
import { getFault, publishFault } from '../../../src/management/messages/channel-fault.js';

describe('A fault on the channel of the HTTP API', () => {
  const missing = new BrokerError('not-found', "no queue 'q' in vhost '/'");
  const refused = new BrokerError('access-refused', 'not for you');

  it('is a wrong request with reply code and name where it came of a publish', () => {
    const missingReason = "404 NOT_FOUND - no queue 'q' in vhost '/'";
    expect(publishFault(missing)).to.include({ status: 400, reason: missingReason });
    const reason = '403 ACCESS_REFUSED - not for you';
    expect(publishFault(refused)).to.include({ status: 400, error: 'bad_request', reason });
  });

  it('of a get is a 404 for what is not there, and a 401 for what is not allowed', () => {
    const reason = "NOT_FOUND - no queue 'q' in vhost '/'";
    expect(getFault(missing)).to.include({ status: 404, error: 'not_found', reason });
    expect(getFault(refused)).to.include({
      status: 401,
      error: 'not_authorised',
      reason: 'ACCESS_REFUSED - not for you',
    });
    const locked = new BrokerError('resource-locked', 'mine');
    expect(getFault(locked)).to.include({ status: 400, reason: '405 RESOURCE_LOCKED - mine' });
  });

  it('stays what it is if it is none of the broker', () => {
    const bug = new TypeError('x');
    expect([publishFault(bug), getFault(bug)]).to.deep.equal([bug, bug]);
  });
});
