import { expect } from 'chai';
import { FakeConsumer, fields } from '../../support/core-builders.js';
import { faultOf, SpecVhost } from '../../support/spec-vhost.js';

const ANYHOW = { ifUnused: false, ifEmpty: false };

describe('declaring a queue', () => {
  it('makes it once: a second declare finds the first', () => {
    const spec = new SpecVhost();
    const queue = spec.queue('q');
    expect(spec.queue('q')).to.equal(queue);
    expect(spec.vhost.queue('q')).to.equal(queue);
    expect([...spec.vhost.queues()]).to.eql([queue]);
  });

  it('gives each queue an id of its own', () => {
    const spec = new SpecVhost();
    const ids = ['a', 'b', 'a', 'c'].map((name) => spec.queue(name).definition.id);
    expect(ids).to.eql([1, 2, 1, 3]);
  });

  it('makes up a name where none is given', () => {
    const spec = new SpecVhost();
    expect(spec.queue('').name).to.equal('amq.gen-token-1');
    expect(spec.queue('\n').name).to.equal('amq.gen-token-2');
  });

  it('refuses reserved names, those that the broker made up included', () => {
    const spec = new SpecVhost();
    const { name } = spec.queue('');
    for (const reserved of [name, 'amq.x', 'a\nmq.x']) {
      const stripped = reserved.replace('\n', '');
      expect(faultOf(() => spec.queue(reserved))).to.equal(
        `access-refused: queue name '${stripped}' contains reserved prefix 'amq.*'`,
      );
    }
  });

  it('strips line breaks from the names of queues that are declared or deleted', () => {
    const spec = new SpecVhost();
    expect(spec.queue('\r\nq\n')).to.equal(spec.queue('q'));
    expect(faultOf(() => spec.vhost.requireQueue('q\r', spec.owner))).to.equal(
      "not-found: no queue 'q\r' in vhost '/'",
    );
    spec.vhost.deleteQueue('\rq', ANYHOW, spec.owner);
    expect(spec.vhost.queue('q')).to.equal(undefined);
  });

  it('refuses bad arguments, and makes nothing then', () => {
    const spec = new SpecVhost();
    const args = fields({ 'x-max-length': -1 });
    const act = (): unknown => spec.queue('q', { durable: true, arguments: args });
    expect(faultOf(act)).to.match(/^precondition-failed: invalid arg 'x-max-length'/);
    expect(spec.vhost.queue('q')).to.equal(undefined);
    expect(spec.store.last).to.equal(0);
  });

  it('renews x-expires', () => {
    const spec = new SpecVhost();
    const request = { arguments: fields({ 'x-expires': 1000 }) };
    spec.queue('q', request);
    spec.clock.advance(spec.clock.now + 900);
    spec.queue('q', request);
    spec.clock.advance(spec.clock.now + 900);
    expect(spec.vhost.queue('q')?.isDeleted).to.equal(false);
    spec.clock.advance(spec.clock.now + 100);
    expect(spec.vhost.queue('q')).to.equal(undefined);
  });

  it('takes a durable exclusive queue for a transient one', () => {
    const spec = new SpecVhost();
    const queue = spec.queue('q', { durable: true, exclusive: true });
    expect(queue.definition.durable).to.equal(false);
    expect(spec.queue('q', { durable: false, exclusive: true })).to.equal(queue);
    expect(spec.queue('q', { durable: true, exclusive: true })).to.equal(queue);
    expect(spec.store.last).to.equal(0);
  });

  it("is refused for another connection's exclusive queue", () => {
    const spec = new SpecVhost();
    spec.queue('q', { exclusive: true });
    const other = { name: 'other' };
    expect(faultOf(() => spec.queue('q', { exclusive: true }, other))).to.match(/^resource-locked/);
    expect(faultOf(() => spec.queue('q', {}, other))).to.match(/^resource-locked/);
    expect(faultOf(() => spec.vhost.requireQueue('q', other))).to.match(/^resource-locked/);
  });
});

describe('asking for a queue', () => {
  it('misses it by name', () => {
    const spec = new SpecVhost();
    expect(faultOf(() => spec.vhost.requireQueue('q', spec.owner))).to.equal(
      "not-found: no queue 'q' in vhost '/'",
    );
  });
});

describe('deleting a queue', () => {
  it('tells how many messages were ready', () => {
    const spec = new SpecVhost();
    const queue = spec.queue('q');
    for (let index = 0; index < 3; index++) spec.reached('', 'q');
    queue.get(false);
    expect(spec.vhost.deleteQueue('q', ANYHOW, spec.owner)).to.equal(2);
    expect(spec.vhost.queue('q')).to.equal(undefined);
    expect(queue.isDeleted).to.equal(true);
  });

  it('is no fault if there is none', () => {
    const spec = new SpecVhost();
    expect(spec.vhost.deleteQueue('q', { ifUnused: true, ifEmpty: true }, spec.owner)).to.equal(0);
  });

  it('is refused if it is only to go empty, or unused', () => {
    const spec = new SpecVhost();
    const queue = spec.queue('q');
    queue.subscribe(new FakeConsumer({ credit: 0 }));
    spec.reached('', 'q');
    const act = (ifUnused: boolean, ifEmpty: boolean): string =>
      faultOf(() => spec.vhost.deleteQueue('q', { ifUnused, ifEmpty }, spec.owner));
    expect(act(false, true)).to.equal("precondition-failed: queue 'q' in vhost '/' not empty");
    expect(act(true, true)).to.equal("precondition-failed: queue 'q' in vhost '/' not empty");
    expect(act(true, false)).to.equal("precondition-failed: queue 'q' in vhost '/' in use");
    expect(spec.vhost.queue('q')).to.equal(queue);
  });

  it("is refused for another connection's exclusive queue", () => {
    const spec = new SpecVhost();
    spec.queue('q', { exclusive: true });
    const act = (): unknown => spec.vhost.deleteQueue('q', ANYHOW, { name: 'other' });
    expect(faultOf(act)).to.match(/^resource-locked/);
  });

  it('tells its consumers once nothing of it is left to find', () => {
    const spec = new SpecVhost();
    const consumer = new FakeConsumer();
    const found: unknown[] = [];
    consumer.cancelled = (): void => {
      found.push(spec.vhost.queue('q'), spec.bindings);
    };
    spec.queue('q').subscribe(consumer);
    spec.bind('q', 'amq.fanout');
    spec.vhost.deleteQueue('q', ANYHOW, spec.owner);
    expect(found).to.eql([undefined, []]);
  });

  it('takes its bindings along', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.bind('q', 'amq.fanout');
    spec.bind('q', 'amq.direct', 'k');
    spec.vhost.deleteQueue('q', ANYHOW, spec.owner);
    expect(spec.bindings).to.eql([]);
    spec.queue('q');
    expect(spec.reached('amq.fanout')).to.eql([]);
  });
});

describe('an auto-delete queue', () => {
  it('goes with its last consumer, and its bindings with it', () => {
    const spec = new SpecVhost();
    const queue = spec.queue('q', { autoDelete: true });
    spec.bind('q', 'amq.fanout');
    const consumer = new FakeConsumer();
    queue.subscribe(consumer);
    queue.unsubscribe(consumer);
    expect(spec.vhost.queue('q')).to.equal(undefined);
    expect(spec.bindings).to.eql([]);
  });
});

describe('the end of a connection', () => {
  it('takes its exclusive queues along, and no others', () => {
    const spec = new SpecVhost();
    const other = { name: 'owner' };
    spec.queue('mine', { exclusive: true });
    spec.queue('mine too', { exclusive: true });
    spec.queue('theirs', { exclusive: true }, other);
    spec.queue('shared');
    spec.bind('mine', 'amq.fanout');
    spec.vhost.releaseOwner(spec.owner);
    expect([...spec.vhost.queues()].map((queue) => queue.name)).to.eql(['theirs', 'shared']);
    expect(spec.bindings).to.eql([]);
    spec.vhost.releaseOwner(spec.owner);
    spec.vhost.releaseOwner(other);
    expect([...spec.vhost.queues()].map((queue) => queue.name)).to.eql(['shared']);
  });

  it('does not mind exclusive queues that went before', () => {
    const spec = new SpecVhost();
    spec.queue('q', { exclusive: true });
    spec.vhost.deleteQueue('q', ANYHOW, spec.owner);
    spec.queue('q', {}, { name: 'other' });
    spec.vhost.releaseOwner(spec.owner);
    expect(spec.vhost.queue('q')?.isDeleted).to.equal(false);
  });
});

describe('a queue that goes while another goes', () => {
  it('is not taken for one of its name that came since', () => {
    const spec = new SpecVhost();
    const consumer = new FakeConsumer();
    consumer.cancelled = (): void => {
      spec.vhost.deleteQueue('b', ANYHOW, spec.owner);
      spec.queue('b', {}, { name: 'other' });
    };
    spec.queue('a', { exclusive: true }).subscribe(consumer);
    spec.queue('b', { exclusive: true });
    spec.vhost.releaseOwner(spec.owner);
    expect(spec.vhost.queue('b')?.isDeleted).to.equal(false);
  });
});
