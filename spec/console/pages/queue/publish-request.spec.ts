import { expect } from 'chai';
import { publishRequest } from '../../../../src/console/pages/queue/publish-request.js';

const FORM = {
  routingKey: 'orders',
  payload: 'hello',
  contentType: '',
  headers: '',
  isPersistent: true,
};

describe('What is published from the console', () => {
  it('has the properties that were filled in', () => {
    expect(publishRequest(FORM)).to.deep.equal({
      routing_key: 'orders',
      payload: 'hello',
      payload_encoding: 'string',
      properties: { delivery_mode: 2 },
    });
    const filled = { ...FORM, contentType: 'text/plain', headers: '{"a": 1}', isPersistent: false };
    expect(publishRequest(filled).properties).to.deep.equal({
      delivery_mode: 1,
      content_type: 'text/plain',
      headers: { a: 1 },
    });
  });

  it('has headers that are an object of JSON, or says what is wrong', () => {
    expect(() => publishRequest({ ...FORM, headers: '{a' })).to.throw('The headers are no JSON');
    for (const headers of ['[]', 'null', '1']) {
      expect(() => publishRequest({ ...FORM, headers }), headers).to.throw('must be an object');
    }
  });
});
