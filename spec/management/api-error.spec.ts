import { expect } from 'chai';
import { ApiError } from '../../src/management/api-error.js';

describe('An error of the HTTP API', () => {
  it("has RabbitMQ's status and words", () => {
    expect(ApiError.badRequest('x')).to.include({ status: 400, error: 'bad_request', reason: 'x' });
    expect(ApiError.notAuthorised('x')).to.include({ status: 401, error: 'not_authorised' });
    expect(ApiError.notFound()).to.include({ status: 404, error: 'Object Not Found' });
    expect(ApiError.vhostNotFound()).to.include({ status: 404, reason: 'vhost_not_found' });
  });

  it('says when to try again, in whole seconds, where time helps', () => {
    expect(ApiError.throttled(1).retryAfterSeconds).to.equal(1);
    expect(ApiError.throttled(59_001)).to.include({ status: 429, retryAfterSeconds: 60 });
    expect(ApiError.tooManyLogins()).to.include({ status: 503, retryAfterSeconds: 1 });
    expect(ApiError.loginFailed().retryAfterSeconds).to.equal(undefined);
  });

  it('reads well in a log, whatever its reason is', () => {
    expect(ApiError.badRequest(['not_boolean', 3]).message).to.equal(
      'bad_request: ["not_boolean",3]',
    );
  });
});
