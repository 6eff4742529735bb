import { expect } from 'chai';
import { DirectReplies } from '../../src/core/direct-replies.js';
import type { Consumer, Delivery } from '../../src/core/consumer.js';
import { NO_FIELDS } from '../../src/core/field.js';
import { bodyOf, message } from '../support/core-builders.js';

class Requester implements Consumer {
  readonly tag = 'requester';
  readonly noAck = true;
  readonly exclusive = false;
  readonly arguments = NO_FIELDS;
  readonly prefetch = 0;
  readonly replies: Delivery[] = [];
  reads = true;

  hasCredit(): boolean {
    return this.reads;
  }

  deliver(delivery: Delivery): void {
    this.replies.push(delivery);
  }

  cancelled(): void {
    throw new Error('there is no queue to go');
  }
}

describe('direct replies', () => {
  const make = (): DirectReplies => {
    let count = 0;
    return new DirectReplies(() => `t${String(++count)}`);
  };

  it('give each requester a name of its own under amq.rabbitmq.reply-to', () => {
    const replies = make();
    expect(replies.register(new Requester())).to.equal('amq.rabbitmq.reply-to.t1');
    expect(replies.register(new Requester())).to.equal('amq.rabbitmq.reply-to.t2');
  });

  it('reach the requester at once', () => {
    const replies = make();
    const requester = new Requester();
    const name = replies.register(requester);
    expect(replies.deliver(message({ routingKey: name, body: 'pong' }))).to.equal(true);
    expect(requester.replies.map((delivery) => bodyOf(delivery.message))).to.eql(['pong']);
    expect(requester.replies[0]?.redelivered).to.equal(false);
  });

  it('are lost while the requester does not read them', () => {
    const replies = make();
    const requester = new Requester();
    const name = replies.register(requester);
    requester.reads = false;
    expect(replies.deliver(message({ routingKey: name, body: 'lost' }))).to.equal(false);
    requester.reads = true;
    expect(replies.deliver(message({ routingKey: name, body: 'pong' }))).to.equal(true);
    expect(requester.replies.map((delivery) => bodyOf(delivery.message))).to.eql(['pong']);
  });

  it('are lost once the requester has gone', () => {
    const replies = make();
    const requester = new Requester();
    const name = replies.register(requester);
    expect(replies.find(name)).to.equal(requester);
    replies.unregister(name);
    expect(replies.find(name)).to.equal(undefined);
    expect(replies.deliver(message({ routingKey: name }))).to.equal(false);
    expect(requester.replies).to.eql([]);
  });
});
