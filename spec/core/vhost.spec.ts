import { expect } from 'chai';
import type { Consumer, Delivery } from '../../src/core/consumer.js';
import { NO_FIELDS } from '../../src/core/field.js';
import { Message } from '../../src/core/message.js';
import { REFUSED, ROUTED } from '../../src/core/publish-result.js';
import { bodyOf, FakeConsumer, fields, message } from '../support/core-builders.js';
import { faultOf, SpecVhost } from '../support/spec-vhost.js';

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
