import { expect } from 'chai';
import { readVhost } from '../../src/management/vhost-body.js';

describe('What is said of a vhost', () => {
  it('is left alone where nothing is said', () => {
    expect(readVhost({})).to.deep.equal({});
  });

  it('stands in the body, or in its metadata', () => {
    const said = { description: 'd', tags: ['a'], default_queue_type: 'quorum' };
    const expected = { description: 'd', tags: ['a'], defaultQueueType: 'quorum' };
    expect(readVhost(said)).to.deep.equal(expected);
    expect(readVhost({ metadata: said })).to.deep.equal(expected);
    expect(readVhost({ metadata: said, description: 'other' })).to.deep.include({
      description: 'other',
    });
  });

  it("knows RabbitMQ's word for no default type", () => {
    expect(readVhost({ default_queue_type: 'undefined' })).to.deep.equal({ defaultQueueType: '' });
  });
});
