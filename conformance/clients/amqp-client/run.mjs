/** The scenarios of conformance/README.md through @cloudamqp/amqp-client over a socket. */
import assert from 'node:assert/strict';
import { AMQPClient, AMQPSession } from '@cloudamqp/amqp-client';
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
  #clients = [];
  #queues = [];
  #exchanges = [];

  static async open(name) {
    const stage = new Stage();
    stage.client = await stage.connect(name === 'heartbeat' ? '?heartbeat=1' : '');
    stage.channel = await stage.client.channel();
    return stage;
  }

  async connect(query = '') {
    const client = new AMQPClient(url + query);
    // Otherwise it writes to the console what the scenario looks at itself.
    client.logger = null;
    client.onerror = () => {};
    this.#clients.push(client);
    await client.connect();
    return client;
  }

  async queue(args = {}, options = {}) {
    const name = uniqueName();
    this.#queues.push(name);
    await this.channel.queueDeclare(name, { durable: false, ...options }, args);
    return name;
  }

  async exchange(type, args = {}) {
    const name = uniqueName('exchange');
    this.#exchanges.push(name);
    await this.channel.exchangeDeclare(name, type, { durable: false }, args);
    return name;
  }

  async boundQueue(exchange, key = '', args = {}) {
    const queue = await this.queue();
    await this.channel.queueBind(queue, exchange, key, args);
    return queue;
  }

  async send(queue, ...bodies) {
    for (const body of bodies) await this.channel.basicPublish('', queue, body);
  }

  async drain(queue) {
    const bodies = [];
    for (;;) {
      const message = await this.channel.basicGet(queue, { noAck: true });
      if (message === null) return bodies;
      bodies.push(message.bodyString());
    }
  }

  async count(queue) {
    return (await this.channel.queueDeclare(queue, { passive: true })).messageCount;
  }

  async consume(queue, options = { noAck: true }, channel = this.channel) {
    const inbox = new Mailbox();
    inbox.consumer = await channel.basicConsume(queue, options, (message) => inbox.put(message));
    // Whatever the queue had handed out is here after two round trips through it.
    inbox.fence = async () => {
      await channel.queueDeclare(queue, { passive: true });
      await channel.queueDeclare(queue, { passive: true });
    };
    return inbox;
  }

  async reopen() {
    await this.channel.close();
    this.channel = await this.client.channel();
  }

  async strike() {
    for (const client of this.#clients.splice(0)) if (!client.closed) await client.close();
    const janitor = new AMQPClient(url);
    const channel = await (await janitor.connect()).channel();
    for (const exchange of this.#exchanges.splice(0)) await channel.exchangeDelete(exchange);
    for (const queue of this.#queues.splice(0)) await channel.queueDelete(queue);
    await janitor.close();
  }
}

const textsOf = (inbox) => inbox.all.map((message) => message.bodyString());

/** The text with which the broker closes the channel. */
async function closedBy(channel, code, action) {
  const told = new Promise((resolve) => {
    channel.onerror = resolve;
  });
  // A call that waits is rejected; where none does, the channel tells.
  const rejected = action().then(
    () => told,
    (error) => error.message,
  );
  const text = await within(Promise.race([told, rejected]), `the close with ${code}`);
  assert.equal(channel.closed, true);
  const [, reason, toldCode] = /^(?:channel \d+ closed: )?(.*?)(?: \((\d+)\))?$/.exec(text);
  if (toldCode !== undefined) assert.equal(Number(toldCode), code);
  return reason;
}

const scenarios = {
  async hello(stage) {
    const queue = await stage.queue();
    const inbox = await stage.consume(queue);
    await stage.send(queue, 'hello');
    assert.equal((await inbox.next()).bodyString(), 'hello');
  },

  async properties(stage) {
    const queue = await stage.queue();
    const sent = {
      contentType: 'text/plain',
      contentEncoding: 'utf-8',
      headers: {
        text: 'naïve',
        octets: new Uint8Array([0, 255]),
        yes: true,
        small: -7,
        long: -(2 ** 40),
        float: 1.5,
        double: 2 ** 40 + 0.5,
        time: new Date(1_700_000_000_000),
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
      timestamp: new Date(1_700_000_000_000),
      type: 'greeting',
      userId: 'guest',
      appId: 'conformance',
    };
    await stage.channel.basicPublish('', queue, 'body', sent);
    const { properties } = await stage.channel.basicGet(queue);
    assert.deepEqual(properties, sent);
  },

  async 'large-body'(stage) {
    const queue = await stage.queue();
    const inbox = await stage.consume(queue);
    await stage.send(queue, pattern, '');
    const [large, empty] = await inbox.take(2);
    assert.ok(pattern.equals(large.body), 'the pattern did not survive');
    assert.equal(empty.bodySize, 0);
  },

  async get(stage) {
    const queue = await stage.queue();
    await stage.send(queue, '1', '2', '3');
    const message = await stage.channel.basicGet(queue);
    const { messageCount, exchange, routingKey } = message;
    assert.equal(message.bodyString(), '1');
    assert.deepEqual([messageCount, exchange, routingKey], [2, '', queue]);
    assert.deepEqual(await stage.drain(queue), ['2', '3']);
    assert.equal(await stage.channel.basicGet(queue), null);
  },

  async acknowledge(stage) {
    const queue = await stage.queue();
    await stage.send(queue, '1', '2');
    const inbox = await stage.consume(queue, { noAck: false });
    const [first, second] = await inbox.take(2);
    assert.equal(second.redelivered, false);
    await first.ack();
    await second.nack(true);
    const again = await inbox.next();
    assert.deepEqual([again.bodyString(), again.redelivered], ['2', true]);
    await again.reject(true);
    const third = await inbox.next();
    assert.deepEqual([third.bodyString(), third.redelivered], ['2', true]);
    await third.reject(false);
    await stage.reopen();
    assert.deepEqual(await stage.drain(queue), []);
  },

  async 'multiple-ack'(stage) {
    const queue = await stage.queue();
    await stage.send(queue, '1', '2', '3');
    const deliveries = await (await stage.consume(queue, { noAck: false })).take(3);
    await deliveries[1].ack(true);
    await stage.reopen();
    assert.deepEqual(await stage.drain(queue), ['3']);
  },

  async prefetch(stage) {
    const queue = await stage.queue();
    await stage.send(queue, '1', '2', '3', '4', '5');
    await stage.channel.prefetch(2);
    const inbox = await stage.consume(queue, { noAck: false });
    const [first] = await inbox.take(2);
    await inbox.fence();
    assert.deepEqual(textsOf(inbox), ['1', '2']);
    await first.ack();
    await inbox.next();
    await inbox.fence();
    assert.deepEqual(textsOf(inbox), ['1', '2', '3']);
  },

  async confirms(stage) {
    const queue = await stage.queue({}, { durable: true });
    await stage.channel.confirmSelect();
    const sent = [];
    for (let number = 0; number < 100; number++) {
      sent.push(stage.channel.basicPublish('', queue, String(number), { deliveryMode: 2 }));
    }
    const expected = sent.map((_, index) => index + 1);
    assert.deepEqual(await Promise.all(sent), expected);
    assert.equal(await stage.count(queue), 100);
  },

  async 'confirm-nack'(stage) {
    const queue = await stage.queue({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    await stage.channel.confirmSelect();
    await stage.send(queue, '1');
    await assert.rejects(stage.send(queue, '2'), { message: 'Message rejected' });
    assert.deepEqual(await stage.drain(queue), ['1']);
  },

  async returned(stage) {
    const key = uniqueName('nowhere');
    const returns = new Mailbox('the return');
    stage.channel.onReturn = (message) => returns.put(message);
    await stage.channel.basicPublish('', key, 'lost', {}, true);
    const message = await returns.next();
    const { replyCode, replyText, exchange, routingKey } = message;
    assert.deepEqual([replyCode, replyText, exchange, routingKey], [312, 'NO_ROUTE', '', key]);
    assert.equal(message.bodyString(), 'lost');
  },

  async direct(stage) {
    const exchange = await stage.exchange('direct');
    const queue = await stage.boundQueue(exchange, 'red');
    await stage.channel.basicPublish(exchange, 'red', 'yes');
    await stage.channel.basicPublish(exchange, 'green', 'no');
    assert.deepEqual(await stage.drain(queue), ['yes']);
  },

  async fanout(stage) {
    const exchange = await stage.exchange('fanout');
    const one = await stage.boundQueue(exchange);
    const other = await stage.boundQueue(exchange, 'other');
    await stage.channel.basicPublish(exchange, 'any', 'all');
    assert.deepEqual([await stage.drain(one), await stage.drain(other)], [['all'], ['all']]);
  },

  async topic(stage) {
    const exchange = await stage.exchange('topic');
    const queues = [];
    for (const key of ['a.*', 'a.#', '#.z']) queues.push(await stage.boundQueue(exchange, key));
    for (const key of ['a.b', 'a.b.c', 'x.z']) {
      await stage.channel.basicPublish(exchange, key, key);
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
    await stage.channel.basicPublish(exchange, '', 'both', { headers: { ...wanted, c: true } });
    await stage.channel.basicPublish(exchange, '', 'one', { headers: { a: 1, b: 'three' } });
    await stage.channel.basicPublish(exchange, '', 'none', { headers: { a: 2 } });
    assert.deepEqual(await stage.drain(all), ['both']);
    assert.deepEqual(await stage.drain(any), ['both', 'one']);
  },

  async 'exchange-chain'(stage) {
    const alternate = await stage.exchange('fanout');
    const source = await stage.exchange('direct', { 'alternate-exchange': alternate });
    const target = await stage.exchange('fanout');
    await stage.channel.exchangeBind(target, source, 'through');
    const reached = await stage.boundQueue(target);
    const caught = await stage.boundQueue(alternate);
    await stage.channel.basicPublish(source, 'through', '1');
    await stage.channel.basicPublish(source, 'elsewhere', '2');
    assert.deepEqual([await stage.drain(reached), await stage.drain(caught)], [['1'], ['2']]);
  },

  async 'dead-letter'(stage) {
    const exchange = await stage.exchange('fanout');
    const letters = await stage.boundQueue(exchange);
    const queue = await stage.queue({ 'x-dead-letter-exchange': exchange });
    const inbox = await stage.consume(letters);
    await stage.send(queue, 'bad');
    await (await stage.channel.basicGet(queue, { noAck: false })).reject(false);
    const message = await inbox.next();
    assert.equal(message.bodyString(), 'bad');
    const { time, ...death } = message.properties.headers['x-death'][0];
    assert.ok(time instanceof Date, 'x-death has no time');
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
    const queue = await stage.queue({
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': letters,
    });
    const inbox = await stage.consume(letters);
    await stage.channel.basicPublish('', queue, 'late', { expiration: '50' });
    const { properties } = await inbox.next();
    assert.equal(properties.expiration, undefined);
    const death = properties.headers['x-death'][0];
    assert.deepEqual([death.reason, death.queue], ['expired', queue]);
    assert.equal(death['original-expiration'], '50');
  },

  async 'max-length'(stage) {
    const queue = await stage.queue({ 'x-max-length': 2 });
    await stage.send(queue, '1', '2', '3');
    assert.deepEqual(await stage.drain(queue), ['2', '3']);
  },

  async priority(stage) {
    const queue = await stage.queue({ 'x-max-priority': 5 });
    for (const priority of [1, 5, 3]) {
      await stage.channel.basicPublish('', queue, String(priority), { priority });
    }
    assert.deepEqual(await stage.drain(queue), ['5', '3', '1']);
  },

  async transaction(stage) {
    const queue = await stage.queue();
    const channel = await stage.client.channel();
    await channel.txSelect();
    await channel.basicPublish('', queue, 'undone');
    await channel.txRollback();
    await channel.basicPublish('', queue, '1');
    await channel.basicPublish('', queue, '2');
    assert.equal(await stage.count(queue), 0);
    await channel.txCommit();
    assert.deepEqual(await stage.drain(queue), ['1', '2']);
  },

  async rpc() {
    const queue = uniqueName();
    const session = await AMQPSession.connect(url);
    let replyTo = '';
    const server = await session.rpcServer(queue, (request) => {
      ({ replyTo } = request.properties);
      return `${request.bodyString()} = 42`;
    });
    const client = await session.rpcClient();
    const reply = await client.call(queue, '6 * 7', { timeout: 4000 });
    assert.equal(reply.bodyString(), '6 * 7 = 42');
    contains(replyTo, 'amq.rabbitmq.reply-to.');
    await client.close();
    await server.close();
    await (await session.queue(queue)).delete();
    await session.stop();
  },

  async exclusive(stage) {
    const queue = await stage.queue({}, { exclusive: true });
    const other = await (await stage.connect()).channel();
    const text = await closedBy(other, 405, () => other.queueDeclare(queue, { exclusive: true }));
    const start = 'RESOURCE_LOCKED - cannot obtain exclusive access to locked queue';
    contains(text, `${start} '${queue}'`);
  },

  async 'not-found'(stage) {
    const queue = uniqueName('missing');
    const declare = () => stage.channel.queueDeclare(queue, { passive: true });
    const text = await closedBy(stage.channel, 404, declare);
    assert.equal(text, `NOT_FOUND - no queue '${queue}' in vhost '/'`);
  },

  async inequivalent(stage) {
    const queue = await stage.queue({}, { durable: true });
    const declare = () => stage.channel.queueDeclare(queue, { durable: false });
    const text = await closedBy(stage.channel, 406, declare);
    contains(text, `PRECONDITION_FAILED - inequivalent arg 'durable' for queue '${queue}'`);
  },

  async 'unknown-tag'(stage) {
    const text = await closedBy(stage.channel, 406, () => stage.channel.basicAck(99));
    contains(text, 'PRECONDITION_FAILED - unknown delivery tag 99');
  },

  async 'wrong-password'() {
    const wrong = new URL(url);
    wrong.password = 'wrong';
    const intruder = new AMQPClient(wrong.href);
    intruder.logger = null;
    await assert.rejects(intruder.connect(), /ACCESS_REFUSED.*403|403.*ACCESS_REFUSED/);
  },

  async 'cancel-notify'(stage) {
    const queue = await stage.queue();
    const { consumer } = await stage.consume(queue);
    const cancelled = assert.rejects(consumer.wait(4000), /cancelled by the server/);
    await (await (await stage.connect()).channel()).queueDelete(queue);
    await cancelled;
  },

  async quorum(stage) {
    const queue = await stage.queue({ 'x-queue-type': 'quorum' }, { durable: true });
    const inbox = await stage.consume(queue, { noAck: false });
    await stage.channel.basicPublish('', queue, 'again', { deliveryMode: 2 });
    const first = await inbox.next();
    assert.equal(first.properties.headers?.['x-delivery-count'], undefined);
    await first.nack(true);
    const { properties, redelivered } = await inbox.next();
    assert.deepEqual([properties.headers['x-delivery-count'], redelivered], [1, true]);
  },

  async 'single-active'(stage) {
    const queue = await stage.queue({ 'x-single-active-consumer': true });
    const first = await stage.consume(queue);
    const second = await stage.consume(queue, { noAck: true }, await stage.client.channel());
    await stage.send(queue, '1', '2');
    await first.take(2);
    await second.fence();
    assert.deepEqual(textsOf(second), []);
    await first.consumer.cancel();
    await stage.send(queue, '3');
    await second.next();
    assert.deepEqual([textsOf(first), textsOf(second)], [['1', '2'], ['3']]);
  },

  async 'consumer-priority'(stage) {
    const queue = await stage.queue();
    const low = await stage.consume(queue);
    const high = await stage.consume(queue, { noAck: true, args: { 'x-priority': 10 } });
    await stage.send(queue, '1', '2', '3');
    await high.take(3);
    await low.fence();
    assert.deepEqual([textsOf(high), textsOf(low)], [['1', '2', '3'], []]);
  },

  async 'server-named'(stage) {
    const other = await stage.connect();
    const { name } = await (await other.channel()).queueDeclare('', { exclusive: true });
    assert.match(name, /^amq\.gen-/);
    await other.close();
    const look = async () => (await stage.client.channel()).queueDeclare(name, { passive: true });
    await gone(look, name);
  },

  async heartbeat(stage) {
    assert.equal(stage.client.heartbeat, 1);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    assert.equal(stage.client.closed, false);
    const queue = await stage.queue();
    await stage.send(queue, 'alive');
    assert.deepEqual(await stage.drain(queue), ['alive']);
  },
};

await main(scenarios, Stage.open);
