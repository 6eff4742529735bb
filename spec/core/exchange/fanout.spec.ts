import { expect } from 'chai';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('a fanout exchange', () => {
  it('routes to every bound queue, whatever the keys', () => {
    const spec = new SpecVhost();
    for (const name of ['a', 'b', 'c']) spec.queue(name);
    spec.bind('a', 'amq.fanout', 'red');
    spec.bind('b', 'amq.fanout', '');
    expect(spec.reached('amq.fanout', 'blue')).to.eql(['a', 'b']);
    expect(spec.reached('amq.fanout')).to.eql(['a', 'b']);
  });

  it('gives a queue one copy, however often it is bound', () => {
    const spec = new SpecVhost();
    const queue = spec.queue('a');
    for (const key of ['1', '2', '3']) spec.bind('a', 'amq.fanout', key);
    spec.reached('amq.fanout', '1');
    expect(queue.messageCount).to.equal(1);
    spec.unbind('a', 'amq.fanout', '1');
    expect(spec.reached('amq.fanout', '1')).to.eql(['a']);
  });
});
