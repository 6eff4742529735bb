import { expect } from 'chai';
import { presentVhost } from '../../../src/management/present/vhost.js';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('A vhost in JSON', () => {
  it("has RabbitMQ's keys", () => {
    const { vhost } = new SpecVhost();
    expect(presentVhost(vhost, 'leveret@here')).to.deep.equal({
      name: '/',
      description: '',
      tags: [],
      default_queue_type: 'undefined',
      metadata: { description: '', tags: [] },
      tracing: false,
      cluster_state: { 'leveret@here': 'running' },
    });
  });

  it('tells the default queue type where there is one', () => {
    const { vhost } = new SpecVhost();
    vhost.definition = { ...vhost.definition, defaultQueueType: 'quorum' };
    expect(presentVhost(vhost, 'n')).to.deep.include({
      default_queue_type: 'quorum',
      metadata: { description: '', tags: [], default_queue_type: 'quorum' },
    });
  });
});
