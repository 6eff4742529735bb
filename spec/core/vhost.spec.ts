import { expect } from 'chai';
import type { Consumer, Delivery } from '../../src/core/consumer.js';
import { NO_FIELDS } from '../../src/core/field.js';
import { Message } from '../../src/core/message.js';
import { REFUSED, ROUTED } from '../../src/core/publish-result.js';
import { bodyOf, FakeConsumer, fields, message } from '../support/core-builders.js';
import { faultOf, SpecVhost } from '../support/spec-vhost.js';

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

describe('publishing', () => {
  it('to the default exchange reaches the queue of that name', () => {
    const spec = new SpecVhost();
    spec.queue('q');
    spec.queue('r');
    expect(spec.vhost.publish(message({ routingKey: 'q' }))).to.equal(ROUTED);
    expect(spec.reached('', 'q')).to.eql(['q']);
    expect(spec.vhost.publish(message({ routingKey: 'nope' }))).to.equal(0);
  });

  it('hands every queue the same message', () => {
    const spec = new SpecVhost();
    const queues = ['q', 'r'].map((name) => spec.queue(name));
    for (const name of ['q', 'r']) spec.bind(name, 'amq.fanout');
    const published = message({ exchange: 'amq.fanout' });
    expect(spec.vhost.publish(published)).to.equal(ROUTED);
    for (const queue of queues) expect(queue.get(true)?.message).to.equal(published);
  });

  it('says so when no queue is reached', () => {
    const spec = new SpecVhost();
    expect(spec.vhost.publish(message({ exchange: 'amq.direct' }))).to.equal(0);
    expect(spec.vhost.publish(message({ exchange: 'amq.direct' }))).to.equal(0);
  });

  it('misses the exchange by name', () => {
    const { vhost } = new SpecVhost();
    expect(faultOf(() => vhost.publish(message({ exchange: 'x' })))).to.equal(
      "not-found: no exchange 'x' in vhost '/'",
    );
  });

  it('is refused by an internal exchange', () => {
    const { vhost } = new SpecVhost();
    const act = (): unknown => vhost.publish(message({ exchange: 'amq.rabbitmq.trace' }));
    expect(faultOf(act)).to.equal(
      "access-refused: cannot publish to internal exchange 'amq.rabbitmq.trace' in vhost '/'",
    );
  });

  it('tells of a queue that refused, though others took the message', () => {
    const spec = new SpecVhost();
    const args = fields({ 'x-max-length': 0, 'x-overflow': 'reject-publish' });
    spec.queue('full', { arguments: args });
    expect(spec.vhost.publish(message({ routingKey: 'full' }))).to.equal(ROUTED | REFUSED);
    spec.bind('full', 'amq.fanout');
    expect(spec.vhost.publish(message({ exchange: 'amq.fanout' }))).to.equal(ROUTED | REFUSED);
    spec.queue('q');
    spec.bind('q', 'amq.fanout');
    expect(spec.vhost.publish(message({ exchange: 'amq.fanout' }))).to.equal(ROUTED | REFUSED);
    expect(spec.vhost.queue('q')?.messageCount).to.equal(1);
  });

  it('to the name of a direct reply reaches the requester, and is routed', () => {
    const { vhost } = new SpecVhost();
    const replies: Delivery[] = [];
    const requester: Consumer = {
      tag: 't',
      noAck: true,
      exclusive: false,
      arguments: NO_FIELDS,
      prefetch: 0,
      hasCredit: () => true,
      deliver: (delivery) => replies.push(delivery),
      cancelled: () => undefined,
    };
    const routingKey = vhost.directReplies.register(requester);
    expect(vhost.publish(message({ routingKey, body: 'pong' }))).to.equal(ROUTED);
    expect(replies.map((delivery) => bodyOf(delivery.message))).to.eql(['pong']);
    vhost.directReplies.unregister(routingKey);
    expect(vhost.publish(message({ routingKey }))).to.equal(0);
  });
});

describe('dead letters', () => {
  const arrange = (deadLetterExchange: string, routingKey: string): SpecVhost => {
    const spec = new SpecVhost();
    const args = fields({
      'x-dead-letter-exchange': deadLetterExchange,
      'x-dead-letter-routing-key': routingKey,
    });
    spec.queue('source', { arguments: args });
    spec.queue('dead');
    return spec;
  };

  const reject = (spec: SpecVhost): void => {
    spec.vhost.publish(message({ routingKey: 'source', body: 'x' }));
    const queue = spec.vhost.requireQueue('source', spec.owner);
    const entry = queue.get(false);
    if (entry !== undefined) queue.reject(entry);
  };

  it('are routed by their exchange, an internal one too', () => {
    for (const exchange of ['amq.topic', 'amq.rabbitmq.trace']) {
      const spec = arrange(exchange, 'a.b');
      spec.bind('dead', exchange, 'a.*');
      reject(spec);
      expect(spec.vhost.queue('dead')?.messageCount).to.equal(1);
    }
  });

  it('reach a queue by name over the default exchange', () => {
    const spec = arrange('', 'dead');
    reject(spec);
    expect(spec.vhost.queue('dead')?.messageCount).to.equal(1);
  });

  it('reach a requester that waits for a direct reply', () => {
    const spec = new SpecVhost();
    const consumer = new FakeConsumer({ noAck: true });
    const replies: Delivery[] = [];
    const requester: Consumer = {
      tag: consumer.tag,
      noAck: true,
      exclusive: false,
      arguments: NO_FIELDS,
      prefetch: 0,
      hasCredit: () => true,
      deliver: (delivery) => replies.push(delivery),
      cancelled: () => undefined,
    };
    const routingKey = spec.vhost.directReplies.register(requester);
    const args = fields({ 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': routingKey });
    spec.queue('source', { arguments: args });
    reject(spec);
    expect(replies.map((delivery) => bodyOf(delivery.message))).to.eql(['x']);
  });

  it('are lost where the exchange is missing, or nothing is bound', () => {
    for (const exchange of ['nope', 'amq.direct', '']) {
      const spec = arrange(exchange, 'nowhere');
      reject(spec);
      expect(spec.vhost.queue('dead')?.messageCount).to.equal(0);
      expect(spec.vhost.queue('source')?.messageCount).to.equal(0);
    }
  });
});

describe('a vhost that is disposed of', () => {
  it('leaves no timer behind', () => {
    const spec = new SpecVhost();
    spec.queue('q', { arguments: fields({ 'x-expires': 1000, 'x-message-ttl': 500 }) });
    spec.reached('', 'q');
    expect(spec.clock.nextDeadline).to.be.a('number');
    spec.vhost.dispose();
    expect(spec.clock.nextDeadline).to.equal(undefined);
  });
});

describe('a message with extra keys', () => {
  function reachedBy(spec: SpecVhost, exchange: string, ...extraKeys: string[]): string[] {
    spec.vhost.publish(new Message({ ...message({ exchange, routingKey: 'to' }), extraKeys }));
    const reached = [...spec.vhost.queues()].filter((queue) => queue.purge() > 0);
    return reached.map((queue) => queue.name).sort();
  }

  it('goes to the queues of all its names through the default exchange, once to each', () => {
    const spec = new SpecVhost();
    for (const name of ['to', 'cc', 'other']) spec.queue(name);
    expect(reachedBy(spec, '', 'cc', 'to', 'nobody')).to.eql(['cc', 'to']);
  });

  it('goes wherever any of its keys leads through an exchange, remembered routes or not', () => {
    const spec = new SpecVhost();
    spec.exchange('x', 'topic');
    for (const name of ['to', 'cc', 'other']) {
      spec.queue(name);
      spec.bind(name, 'x', name);
    }
    expect(reachedBy(spec, 'x')).to.eql(['to']);
    expect(reachedBy(spec, 'x', 'cc', 'cc')).to.eql(['cc', 'to']);
    expect(reachedBy(spec, 'x')).to.eql(['to']);
  });

  it('goes to the alternate exchange only if none of its keys leads anywhere', () => {
    const spec = new SpecVhost();
    spec.exchange('x', 'direct', { arguments: fields({ 'alternate-exchange': 'rest' }) });
    spec.exchange('rest', 'fanout');
    for (const name of ['lost', 'cc']) spec.queue(name);
    spec.bind('lost', 'rest');
    spec.bind('cc', 'x', 'cc');
    expect(reachedBy(spec, 'x', 'cc')).to.eql(['cc']);
    expect(reachedBy(spec, 'x', 'nobody')).to.eql(['lost']);
  });
});
