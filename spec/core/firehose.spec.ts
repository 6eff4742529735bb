import { expect } from 'chai';
import type { Field } from '../../src/core/field.js';
import type { Message } from '../../src/core/message.js';
import { bodyOf, fields, message, specFormat } from '../support/core-builders.js';
import { SpecVhost } from '../support/spec-vhost.js';

const CHANNEL = { number: 3, connection: { name: 'a connection', user: 'anna' } };

/** A vhost with a queue `traces` behind the firehose. */
function traced(): SpecVhost {
  const spec = new SpecVhost();
  spec.queue('traces');
  spec.bind('traces', 'amq.rabbitmq.trace', '#');
  spec.vhost.firehose.isOn = true;
  return spec;
}

function publish({ vhost }: SpecVhost, published: Message): number {
  return vhost.publish(published, (targets) => {
    vhost.firehose.onRouted(published, targets, CHANNEL);
  });
}

/** What has come to the queue of this name, a step of the clock later. */
function messagesIn(spec: SpecVhost, name = 'traces'): Message[] {
  spec.clock.advance(spec.clock.now);
  const queue = spec.vhost.queue(name);
  const messages: Message[] = [];
  for (let entry = queue?.get(true); entry !== undefined; entry = queue?.get(true)) {
    messages.push(entry.message);
  }
  return messages;
}

function texts(...values: string[]): Field {
  return { type: 'A', value: values.map((value) => ({ type: 'S', value })) };
}

function integer(value: number): Field {
  return { type: 'I', value };
}

describe('The firehose', () => {
  it('copies what is published, with where it came from and where it went', () => {
    const spec = traced();
    spec.exchange('x', 'fanout');
    for (const name of ['a', 'b']) {
      spec.queue(name);
      spec.bind(name, 'x');
    }
    const headers = fields({ h: 1 });
    const extraKeys = ['k2'];
    publish(spec, message({ exchange: 'x', routingKey: 'k', extraKeys, headers, body: 'hi' }));
    const [trace, ...others] = messagesIn(spec);
    expect(others).to.eql([]);
    expect(trace).to.include({ exchange: 'amq.rabbitmq.trace', routingKey: 'publish.x' });
    expect(trace?.persistent).to.equal(false);
    expect(trace && bodyOf(trace)).to.equal('hi');
    expect(trace && [...specFormat.headers(trace)]).to.eql([
      ...fields({
        exchange_name: 'x',
        routing_keys: texts('k', 'k2'),
        properties: { type: 'F', value: fields({ headers: { type: 'F', value: headers } }) },
        node: 'leveret@here',
        vhost: '/',
        connection: 'a connection',
        channel: integer(3),
        user: 'anna',
        routed_queues: texts('a', 'b'),
      }),
    ]);
  });

  it('tells of a message by the default exchange the queue, if there is one', () => {
    const spec = traced();
    spec.queue('q');
    for (const routingKey of ['q', 'nowhere']) publish(spec, message({ routingKey }));
    const found = messagesIn(spec).map((trace) => specFormat.headers(trace).get('routed_queues'));
    expect(found).to.eql([texts('q'), texts()]);
  });

  it('copies what is delivered, and says if it was so before', () => {
    const spec = traced();
    const delivered = message({ exchange: 'x', body: 'hi' });
    for (const redelivered of [false, true]) {
      spec.vhost.firehose.onDelivered('q', { message: delivered, redelivered }, CHANNEL);
    }
    const traces = messagesIn(spec);
    expect(traces.map(({ routingKey }) => routingKey)).to.eql(['deliver.q', 'deliver.q']);
    const headers = traces.map((trace) => specFormat.headers(trace));
    expect(headers.map((each) => each.get('redelivered'))).to.eql([integer(0), integer(1)]);
    expect(headers[0]?.get('channel')).to.eql(integer(3));
    expect(headers[0]?.has('routed_queues')).to.equal(false);
  });

  it('does not tell of its own messages', () => {
    const spec = traced();
    publish(spec, message());
    for (const own of messagesIn(spec)) {
      spec.vhost.firehose.onDelivered('traces', { message: own, redelivered: false }, CHANNEL);
    }
    expect(messagesIn(spec)).to.eql([]);
  });

  it('costs nothing while no queue is bound to it', () => {
    const spec = traced();
    spec.unbind('traces', 'amq.rabbitmq.trace', '#');
    publish(spec, message());
    expect(spec.clock.nextDeadline).to.equal(undefined);
  });

  it('may be bound to a queue that is traced: a copy comes after the turn of the queue', () => {
    const spec = traced();
    publish(spec, message({ routingKey: 'traces', body: 'itself' }));
    expect(spec.vhost.queue('traces')?.messageCount).to.equal(1);
    expect(messagesIn(spec).map(({ routingKey }) => routingKey)).to.eql(['traces', 'publish.']);
  });

  it('leaves no timer behind', () => {
    const spec = traced();
    publish(spec, message());
    spec.vhost.dispose();
    expect(spec.clock.nextDeadline).to.equal(undefined);
  });
});
