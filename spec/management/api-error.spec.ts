import { expect } from 'chai';
import { ApiError } from '../../src/management/api-error.js';

describe('An error of the HTTP API', () => {
  it("has RabbitMQ's status and words", () => {
    expect(ApiError.badRequest('x')).to.include({ status: 400, error: 'bad_request', reason: 'x' });
    expect(ApiError.notAuthorised('x')).to.include({ status: 401, error: 'not_authorised' });
    expect(ApiError.notFound()).to.include({ status: 404, error: 'Object Not Found' });
    expect(ApiError.vhostNotFound()).to.include({ status: 404, reason: 'vhost_not_found' });
  });

  it('reads well in a log, whatever its reason is', () => {
    expect(ApiError.badRequest(['not_boolean', 3]).message).to.equal(
      'bad_request: ["not_boolean",3]',
    );
  });
});
