import { expect } from 'chai';
import { SpecVhost } from '../../support/spec-vhost.js';

describe('a topic exchange', () => {
  it('routes by patterns of words', () => {
    const spec = new SpecVhost();
    const patterns = { all: '#', one: '*', logs: 'logs.#', errors: '*.error', exact: 'logs.error' };
    for (const [name, pattern] of Object.entries(patterns)) {
      spec.queue(name);
      spec.bind(name, 'amq.topic', pattern);
    }
    expect(spec.reached('amq.topic', 'logs.error')).to.eql(['all', 'errors', 'exact', 'logs']);
    expect(spec.reached('amq.topic', 'logs')).to.eql(['all', 'logs', 'one']);
    expect(spec.reached('amq.topic', 'logs.app.error')).to.eql(['all', 'logs']);
    expect(spec.reached('amq.topic', '')).to.eql(['all']);
  });

  it('gives a queue one copy, however many of its patterns match', () => {
    const spec = new SpecVhost();
    const queue = spec.queue('q');
    for (const pattern of ['#', '*.#', 'a.*', 'a.b']) spec.bind('q', 'amq.topic', pattern);
    spec.reached('amq.topic', 'a.b');
    expect(queue.messageCount).to.equal(1);
  });

  it('stops matching a pattern when it is unbound', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bind('q', 'amq.topic', 'a.#');
    expect(spec.reached('amq.topic', 'a.b')).to.eql(['q']);
    spec.unbind('q', 'amq.topic', 'a.#');
    expect(spec.reached('amq.topic', 'a.b')).to.eql([]);
  });
});
