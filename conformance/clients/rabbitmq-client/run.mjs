/** The scenarios of conformance/README.md through the channels of rabbitmq-client. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Connection } from 'rabbitmq-client';
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
    stage.connection = await stage.connect(name === 'heartbeat' ? { heartbeat: 1 } : {});
    stage.channel = await stage.newChannel();
    return stage;
  }

  async connect(options = {}) {
    const connection = new Connection({ url, noDelay: true, ...options });
    connection.on('error', () => {});
    this.#connections.push(connection);
    await connection.onConnect(4000);
    return connection;
  }

  async newChannel(connection = this.connection) {
    const channel = await connection.acquire({ emitErrorsFromChannel: true });
    // Whoever expects an error listens for it too.
    channel.on('error', () => {});
    channel.setMaxListeners(0);
    connection.channels = [...(connection.channels ?? []), channel];
    return channel;
  }

  async queue(args, options) {
    const queue = uniqueName();
    this.#queues.push(queue);
    await this.channel.queueDeclare({ queue, arguments: args, ...options });
    return queue;
  }

  async exchange(type, args) {
    const exchange = uniqueName('exchange');
    this.#exchanges.push(exchange);
    await this.channel.exchangeDeclare({ exchange, type, arguments: args });
    return exchange;
  }

  async boundQueue(exchange, routingKey = '', args = undefined) {
    const queue = await this.queue();
    await this.channel.queueBind({ queue, exchange, routingKey, arguments: args });
    return queue;
  }

  async send(queue, ...bodies) {
    for (const body of bodies) await this.channel.basicPublish(queue, body);
  }

  async drain(queue) {
    const bodies = [];
    for (;;) {
      const message = await this.channel.basicGet({ queue, noAck: true });
      if (message === undefined) return bodies;
      bodies.push(message.body);
    }
  }

  async consume(queue, options = { noAck: true }, channel = this.channel) {
    const inbox = new Mailbox();
    const { consumerTag } = await channel.basicConsume({ queue, ...options }, (message) =>
      inbox.put(message),
    );
    inbox.tag = consumerTag;
    // Whatever the queue had handed out is here after two round trips through it.
    inbox.fence = async () => {
      await channel.queueDeclare({ queue, passive: true });
      await channel.queueDeclare({ queue, passive: true });
    };
    return inbox;
  }

  async reopen() {
    await this.channel.close();
    this.channel = await this.newChannel();
  }

  async close(connection) {
    // It waits for its channels.
    for (const channel of connection.channels ?? []) await channel.close();
    await connection.close();
  }

  async strike() {
    for (const connection of this.#connections.splice(0)) await this.close(connection);
    const janitor = new Connection(url);
    for (const exchange of this.#exchanges.splice(0)) await janitor.exchangeDelete({ exchange });
    for (const queue of this.#queues.splice(0)) await janitor.queueDelete({ queue });
    await janitor.close();
  }
}

const textsOf = (inbox) => inbox.all.map(({ body }) => body);

/** The text with which the broker closes the channel, after the method that the client blames. */
async function closedBy(channel, code, action) {
  // A call that waits is rejected; where none does, the channel tells.
  const told = once(channel, 'error').then(([error]) => error);
  const rejected = Promise.resolve(action()).then(
    () => told,
    (error) => error,
  );
  const error = await within(Promise.race([told, rejected]), `the close with ${code}`);
  assert.equal(error.code, code);
  assert.equal(channel.active, false);
  return error.message.replace(/^\w+: /, '');
}

const scenarios = {
  async hello(stage) {
    const queue = await stage.queue();
    const inbox = await stage.consume(queue);
    await stage.send(queue, 'hello');
    assert.equal((await inbox.next()).body, 'hello');
  },

  async properties(stage) {
    const queue = await stage.queue();
    const sent = {
      contentType: 'application/octet-stream',
      contentEncoding: 'utf-8',
      headers: {
        text: 'naïve',
        yes: true,
        small: -7,
        long: -(2 ** 40),
        double: 1.5,
        nothing: null,
        table: { inner: { number: 7 } },
        list: ['a', 2, [false]],
      },
      durable: true,
      priority: 3,
      correlationId: 'correlation',
      replyTo: 'replies',
      expiration: '60000',
      messageId: 'id',
      timestamp: 1_700_000_000,
      type: 'greeting',
      userId: 'guest',
      appId: 'conformance',
      clusterId: 'cluster',
    };
    await stage.channel.basicPublish({ routingKey: queue, ...sent }, Buffer.from('body'));
    const received = await stage.channel.basicGet({ queue, noAck: true });
    assert.equal(String(received.body), 'body');
    for (const [name, value] of Object.entries(sent)) {
      assert.deepEqual(received[name], value, name);
    }
  },

  async 'large-body'(stage) {
    const queue = await stage.queue();
    const inbox = await stage.consume(queue);
    await stage.send(queue, pattern, Buffer.alloc(0));
    const [large, empty] = await inbox.take(2);
    assert.ok(large.body.equals(pattern), 'the pattern did not survive');
    assert.equal(empty.body.length, 0);
  },

  async get(stage) {
    const queue = await stage.queue();
    await stage.send(queue, '1', '2', '3');
    const message = await stage.channel.basicGet({ queue, noAck: true });
    const { body, messageCount, exchange, routingKey } = message;
    assert.deepEqual([body, messageCount, exchange, routingKey], ['1', 2, '', queue]);
    assert.deepEqual(await stage.drain(queue), ['2', '3']);
    assert.equal(await stage.channel.basicGet(queue), undefined);
  },

  async acknowledge(stage) {
    const queue = await stage.queue();
    await stage.send(queue, '1', '2');
    const inbox = await stage.consume(queue, {});
    const [first, second] = await inbox.take(2);
    assert.equal(second.redelivered, false);
    stage.channel.basicAck({ deliveryTag: first.deliveryTag });
    stage.channel.basicNack({ deliveryTag: second.deliveryTag, requeue: true });
    const again = await inbox.next();
    assert.deepEqual([again.body, again.redelivered], ['2', true]);
    // The client rejects by basic.nack, too.
    stage.channel.basicNack({ deliveryTag: again.deliveryTag, requeue: false });
    await stage.reopen();
    assert.deepEqual(await stage.drain(queue), []);
  },

  async 'multiple-ack'(stage) {
    const queue = await stage.queue();
    await stage.send(queue, '1', '2', '3');
    const [, { deliveryTag }] = await (await stage.consume(queue, {})).take(3);
    stage.channel.basicAck({ deliveryTag, multiple: true });
    await stage.reopen();
    assert.deepEqual(await stage.drain(queue), ['3']);
  },

  async prefetch(stage) {
    const queue = await stage.queue();
    await stage.send(queue, '1', '2', '3', '4', '5');
    await stage.channel.basicQos({ prefetchCount: 2 });
    const inbox = await stage.consume(queue, {});
    const [{ deliveryTag }] = await inbox.take(2);
    await inbox.fence();
    assert.deepEqual(textsOf(inbox), ['1', '2']);
    stage.channel.basicAck({ deliveryTag });
    await inbox.next();
    await inbox.fence();
    assert.deepEqual(textsOf(inbox), ['1', '2', '3']);
  },

  async confirms(stage) {
    const queue = await stage.queue({}, { durable: true });
    const publisher = stage.connection.createPublisher({ confirm: true });
    const sent = [];
    for (let number = 0; number < 100; number++) {
      sent.push(publisher.send({ routingKey: queue, durable: true }, String(number)));
    }
    await Promise.all(sent);
    const { messageCount } = await stage.channel.queueDeclare({ queue, passive: true });
    assert.equal(messageCount, 100);
    await publisher.close();
  },

  async 'confirm-nack'(stage) {
    const queue = await stage.queue({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    await stage.channel.confirmSelect();
    await stage.send(queue, '1');
    await assert.rejects(stage.send(queue, '2'), { code: 'NACK' });
    assert.deepEqual(await stage.drain(queue), ['1']);
  },

  async returned(stage) {
    const key = uniqueName('nowhere');
    const returned = once(stage.channel, 'basic.return');
    await stage.channel.basicPublish({ routingKey: key, mandatory: true }, 'lost');
    const [message] = await within(returned, 'the return');
    const { replyCode, replyText, exchange, routingKey, body } = message;
    assert.deepEqual([replyCode, replyText], [312, 'NO_ROUTE']);
    assert.deepEqual([exchange, routingKey, body], ['', key, 'lost']);
  },

  async direct(stage) {
    const exchange = await stage.exchange('direct');
    const queue = await stage.boundQueue(exchange, 'red');
    await stage.channel.basicPublish({ exchange, routingKey: 'red' }, 'yes');
    await stage.channel.basicPublish({ exchange, routingKey: 'green' }, 'no');
    assert.deepEqual(await stage.drain(queue), ['yes']);
  },

  async fanout(stage) {
    const exchange = await stage.exchange('fanout');
    const one = await stage.boundQueue(exchange);
    const other = await stage.boundQueue(exchange, 'other');
    await stage.channel.basicPublish({ exchange, routingKey: 'any' }, 'all');
    assert.deepEqual([await stage.drain(one), await stage.drain(other)], [['all'], ['all']]);
  },

  async topic(stage) {
    const exchange = await stage.exchange('topic');
    const queues = [];
    for (const key of ['a.*', 'a.#', '#.z']) queues.push(await stage.boundQueue(exchange, key));
    for (const routingKey of ['a.b', 'a.b.c', 'x.z']) {
      await stage.channel.basicPublish({ exchange, routingKey }, routingKey);
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
    await stage.channel.basicPublish({ exchange, headers: { ...wanted, c: true } }, 'both');
    await stage.channel.basicPublish({ exchange, headers: { a: 1, b: 'three' } }, 'one');
    await stage.channel.basicPublish({ exchange, headers: { a: 2 } }, 'none');
    assert.deepEqual(await stage.drain(all), ['both']);
    assert.deepEqual(await stage.drain(any), ['both', 'one']);
  },

  async 'exchange-chain'(stage) {
    const alternate = await stage.exchange('fanout');
    const source = await stage.exchange('direct', { 'alternate-exchange': alternate });
    const destination = await stage.exchange('fanout');
    await stage.channel.exchangeBind({ destination, source, routingKey: 'through' });
    const reached = await stage.boundQueue(destination);
    const caught = await stage.boundQueue(alternate);
    await stage.channel.basicPublish({ exchange: source, routingKey: 'through' }, '1');
    await stage.channel.basicPublish({ exchange: source, routingKey: 'elsewhere' }, '2');
    assert.deepEqual([await stage.drain(reached), await stage.drain(caught)], [['1'], ['2']]);
  },

  async 'dead-letter'(stage) {
    const exchange = await stage.exchange('fanout');
    const letters = await stage.boundQueue(exchange);
    const queue = await stage.queue({ 'x-dead-letter-exchange': exchange });
    const inbox = await stage.consume(letters);
    await stage.send(queue, 'bad');
    const { deliveryTag } = await stage.channel.basicGet(queue);
    stage.channel.basicNack({ deliveryTag, requeue: false });
    const message = await inbox.next();
    assert.equal(message.body, 'bad');
    const { time, ...death } = message.headers['x-death'][0];
    assert.ok(time !== undefined, 'x-death has no time');
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
    await stage.channel.basicPublish({ routingKey: queue, expiration: '50' }, 'late');
    const message = await inbox.next();
    assert.equal(message.expiration, undefined);
    const death = message.headers['x-death'][0];
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
      await stage.channel.basicPublish({ routingKey: queue, priority }, String(priority));
    }
    assert.deepEqual(await stage.drain(queue), ['5', '3', '1']);
  },

  async transaction(stage) {
    const queue = await stage.queue();
    const channel = await stage.newChannel();
    await channel.txSelect();
    await channel.basicPublish(queue, 'undone');
    await channel.txRollback();
    await channel.basicPublish(queue, '1');
    await channel.basicPublish(queue, '2');
    const { messageCount } = await channel.queueDeclare({ queue, passive: true });
    assert.equal(messageCount, 0);
    await channel.txCommit();
    assert.deepEqual(await stage.drain(queue), ['1', '2']);
  },

  async rpc(stage) {
    const queue = await stage.queue();
    let replyTo = '';
    const server = stage.connection.createConsumer({ queue }, async (request, reply) => {
      replyTo = request.replyTo;
      await reply(`${request.body} = 42`);
    });
    await within(once(server, 'ready'), 'the server');
    const client = stage.connection.createRPCClient({ timeout: 4000 });
    const { body } = await client.send(queue, '6 * 7');
    assert.equal(body, '6 * 7 = 42');
    contains(replyTo, 'amq.rabbitmq.reply-to.');
    await client.close();
    await server.close();
  },

  async exclusive(stage) {
    const queue = await stage.queue({}, { exclusive: true });
    const other = await stage.newChannel(await stage.connect());
    const declare = () => other.queueDeclare({ queue, exclusive: true });
    const text = await closedBy(other, 'RESOURCE_LOCKED', declare);
    const start = 'RESOURCE_LOCKED - cannot obtain exclusive access to locked queue';
    contains(text, `${start} '${queue}'`);
  },

  async 'not-found'(stage) {
    const queue = uniqueName('missing');
    const declare = () => stage.channel.queueDeclare({ queue, passive: true });
    const text = await closedBy(stage.channel, 'NOT_FOUND', declare);
    assert.equal(text, `NOT_FOUND - no queue '${queue}' in vhost '/'`);
  },

  async inequivalent(stage) {
    const queue = await stage.queue({}, { durable: true });
    const declare = () => stage.channel.queueDeclare({ queue, durable: false });
    const text = await closedBy(stage.channel, 'PRECONDITION_FAILED', declare);
    contains(text, `PRECONDITION_FAILED - inequivalent arg 'durable' for queue '${queue}'`);
  },

  async 'unknown-tag'(stage) {
    const ack = () => stage.channel.basicAck({ deliveryTag: 99 });
    const text = await closedBy(stage.channel, 'PRECONDITION_FAILED', ack);
    assert.equal(text, 'PRECONDITION_FAILED - unknown delivery tag 99');
  },

  async 'wrong-password'() {
    const wrong = new URL(url);
    wrong.password = 'wrong';
    const intruder = new Connection(wrong.href);
    const refused = new Promise((resolve) => intruder.on('error', resolve));
    const error = await within(refused, 'the refusal');
    await intruder.close();
    assert.equal(error.code, 'ACCESS_REFUSED');
    contains(error.message, 'ACCESS_REFUSED');
  },

  async 'cancel-notify'(stage) {
    const queue = await stage.queue();
    const { tag } = await stage.consume(queue);
    const cancelled = once(stage.channel, 'basic.cancel');
    await (await stage.newChannel(await stage.connect())).queueDelete({ queue });
    const [consumerTag] = await within(cancelled, 'the cancel');
    assert.equal(consumerTag, tag);
  },

  async quorum(stage) {
    const queue = await stage.queue({ 'x-queue-type': 'quorum' }, { durable: true });
    const inbox = await stage.consume(queue, {});
    await stage.channel.basicPublish({ routingKey: queue, durable: true }, 'again');
    const first = await inbox.next();
    assert.equal(first.headers?.['x-delivery-count'], undefined);
    stage.channel.basicNack({ deliveryTag: first.deliveryTag, requeue: true });
    const { headers, redelivered } = await inbox.next();
    assert.deepEqual([Number(headers['x-delivery-count']), redelivered], [1, true]);
  },

  async 'single-active'(stage) {
    const queue = await stage.queue({ 'x-single-active-consumer': true });
    const first = await stage.consume(queue);
    const second = await stage.consume(queue, { noAck: true }, await stage.newChannel());
    await stage.send(queue, '1', '2');
    await first.take(2);
    await second.fence();
    assert.deepEqual(textsOf(second), []);
    await stage.channel.basicCancel(first.tag);
    await stage.send(queue, '3');
    await second.next();
    assert.deepEqual([textsOf(first), textsOf(second)], [['1', '2'], ['3']]);
  },

  async 'consumer-priority'(stage) {
    const queue = await stage.queue();
    const low = await stage.consume(queue);
    const high = await stage.consume(queue, { noAck: true, arguments: { 'x-priority': 10 } });
    await stage.send(queue, '1', '2', '3');
    await high.take(3);
    await low.fence();
    assert.deepEqual([textsOf(high), textsOf(low)], [['1', '2', '3'], []]);
  },

  async 'server-named'(stage) {
    const other = await stage.connect();
    const declare = { queue: '', exclusive: true };
    const { queue } = await (await stage.newChannel(other)).queueDeclare(declare);
    assert.match(queue, /^amq\.gen-/);
    await stage.close(other);
    const look = async () => (await stage.newChannel()).queueDeclare({ queue, passive: true });
    await gone(look, queue);
  },

  async heartbeat(stage) {
    const failed = once(stage.channel, 'error');
    const silence = new Promise((resolve) => setTimeout(resolve, 3000, 'silence'));
    assert.equal(await Promise.race([failed, silence]), 'silence');
    const queue = await stage.queue();
    await stage.send(queue, 'alive');
    assert.deepEqual(await stage.drain(queue), ['alive']);
    assert.equal(stage.channel.active, true);
  },
};

await main(scenarios, Stage.open);
