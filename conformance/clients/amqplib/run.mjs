/** The scenarios of conformance/README.md through amqplib's promises. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import amqplib from 'amqplib';
import {
  contains,
  gone,
  Mailbox,
  main,
  pattern,
  uniqueName,
  url,
  within,
} from '../../harness/program.mjs';

/** A connection with a channel, and the names that are to be deleted afterwards. */
class Stage {
  #connections = [];
  #queues = [];
  #exchanges = [];

  static async open(name) {
    const stage = new Stage();
    stage.connection = await stage.connect(name === 'heartbeat' ? '?heartbeat=1' : '');
    stage.channel = await stage.connection.createChannel();
    return stage;
  }

  async connect(query = '') {
    const connection = await amqplib.connect(url + query);
    // Whoever expects an error listens for it too.
    connection.on('error', () => {});
    this.#connections.push(connection);
    return connection;
  }

  async queue(options) {
    const name = uniqueName();
    this.#queues.push(name);
    await this.channel.assertQueue(name, { durable: false, ...options });
    return name;
  }

  async exchange(type, options) {
    const name = uniqueName('exchange');
    this.#exchanges.push(name);
    await this.channel.assertExchange(name, type, { durable: false, ...options });
    return name;
  }

  async boundQueue(exchange, key = '', args) {
    const queue = await this.queue();
    await this.channel.bindQueue(queue, exchange, key, args);
    return queue;
  }

  send(queue, ...bodies) {
    for (const body of bodies) this.channel.sendToQueue(queue, Buffer.from(body));
  }

  async drain(queue) {
    const bodies = [];
    for (;;) {
      const message = await this.channel.get(queue, { noAck: true });
      if (message === false) return bodies;
      bodies.push(textOf(message));
    }
  }

  async consume(queue, options = { noAck: true }, channel = this.channel) {
    const inbox = new Mailbox();
    const consume = (message) => inbox.put(message);
    inbox.tag = (await channel.consume(queue, consume, options)).consumerTag;
    // Whatever the queue had handed out is here after two round trips through it.
    inbox.fence = async () => {
      await channel.checkQueue(queue);
      await channel.checkQueue(queue);
    };
    return inbox;
  }

  async reopen() {
    await this.channel.close();
    this.channel = await this.connection.createChannel();
  }

  async strike() {
    for (const connection of this.#connections.splice(0)) {
      // Some scenario may have closed it.
      await connection.close().catch(() => {});
    }
    const janitor = await amqplib.connect(url);
    const channel = await janitor.createChannel();
    for (const exchange of this.#exchanges.splice(0)) await channel.deleteExchange(exchange);
    for (const queue of this.#queues.splice(0)) await channel.deleteQueue(queue);
    await janitor.close();
  }
}

function textOf(message) {
  return message.content.toString();
}

const textsOf = (inbox) => inbox.all.map(textOf);

/** The text with which the broker closes the channel. */
async function closedBy(channel, code, action) {
  const closed = once(channel, 'error');
  // The call fails because its channel does; what is compared is the close.
  Promise.resolve(action()).catch(() => {});
  const [error] = await within(closed, `the close with ${code}`);
  assert.equal(error.code, code);
  return /with message "(.*)"$/s.exec(error.message)[1];
}

const scenarios = {
  async hello(stage) {
    const queue = await stage.queue();
    const inbox = await stage.consume(queue);
    stage.send(queue, 'hello');
    assert.equal(textOf(await inbox.next()), 'hello');
  },

  async properties(stage) {
    const queue = await stage.queue();
    const sent = {
      contentType: 'text/plain',
      contentEncoding: 'utf-8',
      headers: {
        text: 'naïve',
        octets: Buffer.from([0, 255]),
        yes: true,
        long: -(2 ** 40),
        double: 1.5,
        decimal: { '!': 'decimal', value: { places: 2, digits: 125 } },
        time: { '!': 'timestamp', value: 1_700_000_000 },
        nothing: null,
        table: { inner: { number: 7 } },
        list: ['a', 2, [false]],
      },
      deliveryMode: 2,
      priority: 3,
      correlationId: 'correlation',
      replyTo: 'replies',
      expiration: '60000',
      messageId: 'id',
      timestamp: 1_700_000_000,
      type: 'greeting',
      userId: 'guest',
      appId: 'conformance',
      // amqplib reads it and has no way to send it.
      clusterId: undefined,
    };
    stage.channel.sendToQueue(queue, Buffer.from('body'), sent);
    const { properties } = await stage.channel.get(queue, { noAck: true });
    assert.deepEqual(properties, sent);
  },

  async 'large-body'(stage) {
    const queue = await stage.queue();
    const inbox = await stage.consume(queue);
    stage.send(queue, pattern, '');
    const [large, empty] = await inbox.take(2);
    assert.ok(large.content.equals(pattern), 'the pattern did not survive');
    assert.equal(empty.content.length, 0);
  },

  async get(stage) {
    const queue = await stage.queue();
    stage.send(queue, '1', '2', '3');
    const message = await stage.channel.get(queue, { noAck: true });
    assert.equal(textOf(message), '1');
    const { messageCount, exchange, routingKey } = message.fields;
    assert.deepEqual([messageCount, exchange, routingKey], [2, '', queue]);
    assert.deepEqual(await stage.drain(queue), ['2', '3']);
    assert.equal(await stage.channel.get(queue), false);
  },

  async acknowledge(stage) {
    const queue = await stage.queue();
    stage.send(queue, '1', '2');
    const inbox = await stage.consume(queue, {});
    const [first, second] = await inbox.take(2);
    assert.equal(second.fields.redelivered, false);
    stage.channel.ack(first);
    stage.channel.nack(second, false, true);
    const again = await inbox.next();
    assert.deepEqual([textOf(again), again.fields.redelivered], ['2', true]);
    stage.channel.reject(again, true);
    const third = await inbox.next();
    assert.deepEqual([textOf(third), third.fields.redelivered], ['2', true]);
    stage.channel.reject(third, false);
    await stage.reopen();
    assert.deepEqual(await stage.drain(queue), []);
  },

  async 'multiple-ack'(stage) {
    const queue = await stage.queue();
    stage.send(queue, '1', '2', '3');
    const deliveries = await (await stage.consume(queue, {})).take(3);
    stage.channel.ack(deliveries[1], true);
    await stage.reopen();
    assert.deepEqual(await stage.drain(queue), ['3']);
  },

  async prefetch(stage) {
    const queue = await stage.queue();
    stage.send(queue, '1', '2', '3', '4', '5');
    await stage.channel.prefetch(2);
    const inbox = await stage.consume(queue, {});
    const [first] = await inbox.take(2);
    await inbox.fence();
    assert.deepEqual(textsOf(inbox), ['1', '2']);
    stage.channel.ack(first);
    await inbox.next();
    await inbox.fence();
    assert.deepEqual(textsOf(inbox), ['1', '2', '3']);
  },

  async confirms(stage) {
    const queue = await stage.queue({ durable: true });
    const channel = await stage.connection.createConfirmChannel();
    let confirmedCount = 0;
    for (let number = 0; number < 100; number++) {
      channel.sendToQueue(queue, Buffer.from(String(number)), { persistent: true }, (error) => {
        if (error === null) confirmedCount++;
      });
    }
    await channel.waitForConfirms();
    assert.equal(confirmedCount, 100);
    assert.equal((await channel.checkQueue(queue)).messageCount, 100);
  },

  async 'confirm-nack'(stage) {
    const queue = await stage.queue({
      arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' },
    });
    const channel = await stage.connection.createConfirmChannel();
    channel.sendToQueue(queue, Buffer.from('1'));
    await channel.waitForConfirms();
    channel.sendToQueue(queue, Buffer.from('2'));
    await assert.rejects(channel.waitForConfirms(), /nacked/);
    assert.deepEqual(await stage.drain(queue), ['1']);
  },

  async returned(stage) {
    const key = uniqueName('nowhere');
    const returned = once(stage.channel, 'return');
    stage.channel.publish('', key, Buffer.from('lost'), { mandatory: true });
    const [message] = await within(returned, 'the return');
    const { replyCode, replyText, exchange, routingKey } = message.fields;
    assert.deepEqual([replyCode, replyText, exchange, routingKey], [312, 'NO_ROUTE', '', key]);
    assert.equal(textOf(message), 'lost');
  },

  async direct(stage) {
    const exchange = await stage.exchange('direct');
    const queue = await stage.boundQueue(exchange, 'red');
    stage.channel.publish(exchange, 'red', Buffer.from('yes'));
    stage.channel.publish(exchange, 'green', Buffer.from('no'));
    assert.deepEqual(await stage.drain(queue), ['yes']);
  },

  async fanout(stage) {
    const exchange = await stage.exchange('fanout');
    const one = await stage.boundQueue(exchange);
    const other = await stage.boundQueue(exchange, 'other');
    stage.channel.publish(exchange, 'any', Buffer.from('all'));
    assert.deepEqual([await stage.drain(one), await stage.drain(other)], [['all'], ['all']]);
  },

  async topic(stage) {
    const exchange = await stage.exchange('topic');
    const queues = [];
    for (const key of ['a.*', 'a.#', '#.z']) queues.push(await stage.boundQueue(exchange, key));
    for (const key of ['a.b', 'a.b.c', 'x.z']) {
      stage.channel.publish(exchange, key, Buffer.from(key));
    }
    const routed = [];
    for (const queue of queues) routed.push(await stage.drain(queue));
    assert.deepEqual(routed, [['a.b'], ['a.b', 'a.b.c'], ['x.z']]);
  },

  async headers(stage) {
    const exchange = await stage.exchange('headers');
    const wanted = { a: 1, b: 'two' };
    const all = await stage.boundQueue(exchange, '', { 'x-match': 'all', ...wanted });
    const any = await stage.boundQueue(exchange, '', { 'x-match': 'any', ...wanted });
    const publish = (body, headers) =>
      stage.channel.publish(exchange, '', Buffer.from(body), { headers });
    publish('both', { ...wanted, c: true });
    publish('one', { a: 1, b: 'three' });
    publish('none', { a: 2 });
    assert.deepEqual(await stage.drain(all), ['both']);
    assert.deepEqual(await stage.drain(any), ['both', 'one']);
  },

  async 'exchange-chain'(stage) {
    const alternateExchange = await stage.exchange('fanout');
    const source = await stage.exchange('direct', { alternateExchange });
    const target = await stage.exchange('fanout');
    await stage.channel.bindExchange(target, source, 'through');
    const reached = await stage.boundQueue(target);
    const caught = await stage.boundQueue(alternateExchange);
    stage.channel.publish(source, 'through', Buffer.from('1'));
    stage.channel.publish(source, 'elsewhere', Buffer.from('2'));
    assert.deepEqual([await stage.drain(reached), await stage.drain(caught)], [['1'], ['2']]);
  },

  async 'dead-letter'(stage) {
    const deadLetterExchange = await stage.exchange('fanout');
    const letters = await stage.boundQueue(deadLetterExchange);
    const queue = await stage.queue({ deadLetterExchange });
    const inbox = await stage.consume(letters);
    stage.send(queue, 'bad');
    stage.channel.reject(await stage.channel.get(queue), false);
    const message = await inbox.next();
    assert.equal(textOf(message), 'bad');
    const { time, ...death } = message.properties.headers['x-death'][0];
    assert.equal(time['!'], 'timestamp');
    assert.deepEqual(death, {
      queue,
      reason: 'rejected',
      count: 1,
      exchange: '',
      'routing-keys': [queue],
    });
  },

  async ttl(stage) {
    const letters = await stage.queue();
    const queue = await stage.queue({ deadLetterExchange: '', deadLetterRoutingKey: letters });
    const inbox = await stage.consume(letters);
    stage.channel.sendToQueue(queue, Buffer.from('late'), { expiration: '50' });
    const { properties } = await inbox.next();
    assert.equal(properties.expiration, undefined);
    const death = properties.headers['x-death'][0];
    assert.deepEqual([death.reason, death.queue], ['expired', queue]);
    assert.equal(death['original-expiration'], '50');
  },

  async 'max-length'(stage) {
    const queue = await stage.queue({ maxLength: 2 });
    stage.send(queue, '1', '2', '3');
    assert.deepEqual(await stage.drain(queue), ['2', '3']);
  },

  async priority(stage) {
    const queue = await stage.queue({ maxPriority: 5 });
    for (const priority of [1, 5, 3]) {
      stage.channel.sendToQueue(queue, Buffer.from(String(priority)), { priority });
    }
    assert.deepEqual(await stage.drain(queue), ['5', '3', '1']);
  },

  async rpc(stage) {
    const queue = await stage.queue();
    const server = await (await stage.connect()).createChannel();
    const requests = await stage.consume(queue, { noAck: true }, server);
    const replyTo = 'amq.rabbitmq.reply-to';
    const replies = await stage.consume(replyTo);
    const options = { replyTo, correlationId: '42' };
    stage.channel.sendToQueue(queue, Buffer.from('6 * 7'), options);
    const { properties } = await requests.next();
    contains(properties.replyTo, `${replyTo}.`);
    const { correlationId } = properties;
    server.sendToQueue(properties.replyTo, Buffer.from('42'), { correlationId });
    const reply = await replies.next();
    assert.deepEqual([reply.properties.correlationId, textOf(reply)], ['42', '42']);
  },

  async exclusive(stage) {
    const queue = await stage.queue({ exclusive: true });
    const other = await (await stage.connect()).createChannel();
    const declare = () => other.assertQueue(queue, { exclusive: true, durable: false });
    const text = await closedBy(other, 405, declare);
    const start = 'RESOURCE_LOCKED - cannot obtain exclusive access to locked queue';
    contains(text, `${start} '${queue}'`);
    assert.throws(() => other.ack({ fields: { deliveryTag: 1 } }), amqplib.IllegalOperationError);
  },

  async 'not-found'(stage) {
    const queue = uniqueName('missing');
    const text = await closedBy(stage.channel, 404, () => stage.channel.checkQueue(queue));
    assert.equal(text, `NOT_FOUND - no queue '${queue}' in vhost '/'`);
  },

  async inequivalent(stage) {
    const queue = await stage.queue({ durable: true });
    const declare = () => stage.channel.assertQueue(queue, { durable: false });
    const text = await closedBy(stage.channel, 406, declare);
    contains(text, `PRECONDITION_FAILED - inequivalent arg 'durable' for queue '${queue}'`);
  },

  async 'unknown-tag'(stage) {
    const ack = () => stage.channel.ack({ fields: { deliveryTag: 99 } });
    const text = await closedBy(stage.channel, 406, ack);
    assert.equal(text, 'PRECONDITION_FAILED - unknown delivery tag 99');
  },

  async 'wrong-password'() {
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await assert.rejects(amqplib.connect(wrong.href), /403.*ACCESS[_-]REFUSED/);
  },

  async 'cancel-notify'(stage) {
    const queue = await stage.queue();
    const inbox = await stage.consume(queue);
    const other = await (await stage.connect()).createChannel();
    await other.deleteQueue(queue);
    assert.equal(await inbox.next(), null);
  },

  async quorum(stage) {
    const queue = await stage.queue({ durable: true, arguments: { 'x-queue-type': 'quorum' } });
    const inbox = await stage.consume(queue, {});
    stage.channel.sendToQueue(queue, Buffer.from('again'), { persistent: true });
    const first = await inbox.next();
    assert.equal(first.properties.headers['x-delivery-count'], undefined);
    stage.channel.nack(first);
    const { fields, properties } = await inbox.next();
    assert.deepEqual([properties.headers['x-delivery-count'], fields.redelivered], [1, true]);
  },

  async 'single-active'(stage) {
    const queue = await stage.queue({ arguments: { 'x-single-active-consumer': true } });
    const first = await stage.consume(queue);
    const channel = await stage.connection.createChannel();
    const second = await stage.consume(queue, { noAck: true }, channel);
    stage.send(queue, '1', '2');
    await first.take(2);
    await second.fence();
    assert.deepEqual(textsOf(second), []);
    await stage.channel.cancel(first.tag);
    stage.send(queue, '3');
    await second.next();
    assert.deepEqual([textsOf(first), textsOf(second)], [['1', '2'], ['3']]);
  },

  async 'consumer-priority'(stage) {
    const queue = await stage.queue();
    const low = await stage.consume(queue);
    const high = await stage.consume(queue, { noAck: true, priority: 10 });
    stage.send(queue, '1', '2', '3');
    await high.take(3);
    await low.fence();
    assert.deepEqual([textsOf(high), textsOf(low)], [['1', '2', '3'], []]);
  },

  async 'server-named'(stage) {
    const other = await stage.connect();
    const { queue } = await (await other.createChannel()).assertQueue('', { exclusive: true });
    assert.match(queue, /^amq\.gen-/);
    await other.close();
    await gone(async () => {
      const channel = await stage.connection.createChannel();
      channel.on('error', () => {});
      await channel.checkQueue(queue);
    }, queue);
  },

  async heartbeat(stage) {
    assert.equal(stage.connection.connection.heartbeat, 1);
    const closed = once(stage.connection, 'close');
    const silence = new Promise((resolve) => setTimeout(resolve, 3000, 'silence'));
    assert.equal(await Promise.race([closed, silence]), 'silence');
    const queue = await stage.queue();
    stage.send(queue, 'alive');
    assert.deepEqual(await stage.drain(queue), ['alive']);
  },
};

await main(scenarios, Stage.open);
