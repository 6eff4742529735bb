import { expect } from 'chai';
import {
  EMPTY_FORM,
  type PublishForm,
  publishRequest,
} from '../../../../src/console/pages/queue/publish-request.js';

const request = (part: Partial<PublishForm>) =>
  publishRequest('orders', { ...EMPTY_FORM, ...part });

describe('A publish of the console', () => {
  it('is what the API takes', () => {
    const form = {
      payload: '{}',
      contentType: 'application/json',
      headers: '{"tenant": "blue"}',
      properties: '{"priority": 5}',
    };
    expect(request(form)).to.deep.equal({
      routing_key: 'orders',
      payload: '{}',
      payload_encoding: 'string',
      properties: {
        delivery_mode: 2,
        content_type: 'application/json',
        priority: 5,
        headers: { tenant: 'blue' },
      },
    });
  });

  it('has no more properties than were given', () => {
    expect(request({ isPersistent: false }).properties).to.deep.equal({ delivery_mode: 1 });
  });

  it('says which JSON is wrong, and how it should look', () => {
    expect(() => request({ headers: '{tenant}' })).to.throw(/^The headers are no JSON: /);
    expect(() => request({ headers: '[1]' })).to.throw('The headers must be an object: {"name"');
    expect(() => request({ properties: '7' })).to.throw('The properties must be an object: {"corr');
  });
});
