/**
 * What rascal is used for: brokers by configuration, and what becomes of messages that fail.
 *
 *     publish-subscribe  a publication reaches its subscription, content parsed
 *     topic              bindings with several keys
 *     returned           a mandatory publication without route comes back
 *     dead-letter        a nack ends in the dead-letter queue
 *     republish          a failed message is republished some times, then dead-lettered
 *     forward            a failed message is forwarded to another publication
 *     delayed-retry      a retry waits in a queue with a TTL, and comes back by dead-lettering
 *     redeliveries       a message that is redelivered too often is told of
 *     prefetch           no more than the prefetch is under way
 *     reply              a request is answered to a server-named queue
 *     reconnect          a subscription goes on after the line was cut
 *     vhosts             a virtual host is asserted and deleted through the management API
 *     examples           what rascal comes with as examples runs: a message makes its round
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import rascal from 'rascal';
import { Mailbox, main, uniqueName, within } from '../../harness/program.mjs';
import { Proxy } from '../../harness/proxy.mjs';

const require = createRequire(import.meta.url);
const management = process.env.MANAGEMENT_URL;

const RETRY = { 'x-message-ttl': 50, 'x-dead-letter-exchange': 'back' };

class Stage {
  #brokers = [];

  static async open() {
    const stage = new Stage();
    stage.proxy = await Proxy.open();
    return stage;
  }

  /**
   * A broker with an exchange, a queue bound to it by `keys`, one for dead letters, and
   * publications and subscriptions for both.
   */
  async broker({ keys = ['key'], subscription = {}, ...more } = {}) {
    const redeliveries = { counters: { memory: { type: 'inMemory', size: 10 } } };
    // It begins the name of whatever is made.
    const namespace = uniqueName('rascal');
    const vhost = {
      namespace,
      connection: { url: this.proxy.url, retry: { min: 20, max: 50, strategy: 'linear' } },
      exchanges: { work: { type: 'topic' }, dead: { type: 'topic' }, ...more.exchanges },
      queues: {
        work: { options: { arguments: { 'x-dead-letter-exchange': 'dead' } } },
        dead: {},
        ...more.queues,
      },
      bindings: {
        work: { source: 'work', destination: 'work', bindingKeys: keys },
        dead: { source: 'dead', destination: 'dead', bindingKey: '#' },
        ...more.bindings,
      },
      publications: {
        work: { exchange: 'work', routingKey: 'key' },
        dead: { exchange: 'dead', routingKey: 'forwarded' },
        ...more.publications,
      },
      subscriptions: { work: { queue: 'work', ...subscription }, dead: { queue: 'dead' } },
    };
    return this.#create({ vhosts: { '/': vhost }, redeliveries });
  }

  /** One whose virtual host is made for it, and goes with it. */
  async brokerOfItsOwn(name) {
    const vhost = {
      assert: true,
      connection: { url: urlOf(this.proxy, name), management },
      exchanges: ['ex'],
      queues: ['q'],
      bindings: ['ex[a.b.c] -> q'],
      publications: { out: { exchange: 'ex', routingKey: 'a.b.c' } },
      subscriptions: { in: { queue: 'q' } },
    };
    return this.#create({ vhosts: { [name]: vhost } });
  }

  async #create(config) {
    const broker = await rascal.BrokerAsPromised.create(rascal.withDefaultConfig(config));
    broker.on('error', () => {});
    this.#brokers.push(broker);
    return broker;
  }

  /** One of rascal's own examples, on this broker in place of its port and under names of ours. */
  async example({ vhosts, ...more }) {
    const [[vhost, config]] = Object.entries(vhosts);
    const name = vhost === '/' ? vhost : uniqueName(vhost);
    const { connections: _theirs, ...own } = structuredClone(config);
    own.namespace = uniqueName('rascal');
    own.connection = { url: urlOf(this.proxy, name), management };
    return this.#create({ ...more, vhosts: { [name]: own } });
  }

  /** What comes to a subscription; each is handled by `handle`, or acknowledged. */
  async inbox(broker, name, handle = (ackOrNack) => ackOrNack()) {
    const inbox = new Mailbox(`a message of ${name}`);
    const subscription = await broker.subscribe(name);
    subscription.on('message', (message, content, ackOrNack) => {
      inbox.put({ message, content });
      handle(ackOrNack, message);
    });
    subscription.on('error', () => {});
    inbox.subscription = subscription;
    return inbox;
  }

  async send(broker, name, content, overrides) {
    const publication = await broker.publish(name, content, overrides);
    // It tells that of a line that is cut, long after its message was confirmed.
    publication.on('error', () => {});
    return publication;
  }

  async publish(broker, name, content, overrides) {
    const publication = await this.send(broker, name, content, overrides);
    const end = new Promise((resolve) => {
      publication.on('return', (returned) => resolve({ returned }));
      publication.on('success', (id) => resolve({ id }));
    });
    return within(end, 'the confirm');
  }

  async strike() {
    for (const broker of this.#brokers.splice(0)) await broker.nuke();
    await this.proxy.cut();
  }
}

const scenarios = {
  async 'publish-subscribe'(stage) {
    const broker = await stage.broker();
    const inbox = await stage.inbox(broker, 'work');
    const body = { order: 7, lines: ['a', null] };
    const { id } = await stage.publish(broker, 'work', body);
    const { message, content } = await inbox.next();
    assert.deepEqual(content, body);
    assert.equal(message.properties.messageId, id);
    assert.equal(message.properties.deliveryMode, 2);
  },

  async topic(stage) {
    const broker = await stage.broker({ keys: ['a.*', '#.z'] });
    const inbox = await stage.inbox(broker, 'work');
    for (const routingKey of ['a.b', 'a.b.c', 'x.y.z']) {
      await stage.send(broker, 'work', routingKey, { routingKey });
    }
    const routed = (await inbox.take(2)).map(({ content }) => content);
    assert.deepEqual(routed.sort(), ['a.b', 'x.y.z']);
  },

  async returned(stage) {
    const broker = await stage.broker();
    const overrides = { routingKey: 'nowhere', options: { mandatory: true } };
    const { returned } = await stage.publish(broker, 'work', 'lost', overrides);
    assert.equal(returned.fields.replyCode, 312);
    assert.equal(returned.fields.replyText, 'NO_ROUTE');
  },

  async 'dead-letter'(stage) {
    const broker = await stage.broker();
    const letters = await stage.inbox(broker, 'dead');
    await stage.inbox(broker, 'work', (ackOrNack) => ackOrNack(new Error('on purpose')));
    await stage.publish(broker, 'work', 'bad');
    const { message, content } = await letters.next();
    assert.equal(content, 'bad');
    assert.equal(message.properties.headers['x-death'][0].reason, 'rejected');
  },

  async republish(stage) {
    const broker = await stage.broker();
    const letters = await stage.inbox(broker, 'dead');
    const recovery = [{ strategy: 'republish', attempts: 2 }, { strategy: 'nack' }];
    const tries = await stage.inbox(broker, 'work', (ackOrNack) =>
      ackOrNack(new Error('on purpose'), recovery),
    );
    await stage.publish(broker, 'work', 'bad');
    assert.equal((await letters.next()).content, 'bad');
    assert.equal(tries.all.length, 3);
  },

  async forward(stage) {
    const broker = await stage.broker();
    const letters = await stage.inbox(broker, 'dead');
    const recovery = [{ strategy: 'forward', publication: 'dead' }];
    await stage.inbox(broker, 'work', (ackOrNack) => ackOrNack(new Error('no'), recovery));
    await stage.publish(broker, 'work', 'bad');
    const { message, content } = await letters.next();
    assert.equal(content, 'bad');
    assert.equal(message.properties.headers['x-death'], undefined);
  },

  async 'delayed-retry'(stage) {
    const broker = await stage.broker({
      queues: { retry: { options: { arguments: RETRY } } },
      exchanges: { back: { type: 'fanout' }, wait: { type: 'fanout' } },
      bindings: {
        wait: { source: 'wait', destination: 'retry' },
        back: { source: 'back', destination: 'work' },
      },
      publications: { wait: { exchange: 'wait' } },
    });
    const recovery = [{ strategy: 'forward', publication: 'wait', attempts: 2 }];
    const tries = await stage.inbox(broker, 'work', (ackOrNack, message) => {
      if (message.properties.headers['x-death'] === undefined) ackOrNack(new Error('no'), recovery);
      else ackOrNack();
    });
    await stage.publish(broker, 'work', 'later');
    const [, again] = await tries.take(2);
    assert.equal(again.content, 'later');
    assert.equal(again.message.properties.headers['x-death'][0].reason, 'expired');
  },

  async redeliveries(stage) {
    const subscription = { redeliveries: { limit: 2, counter: 'memory' } };
    const broker = await stage.broker({ subscription });
    const letters = await stage.inbox(broker, 'dead');
    const inbox = await stage.inbox(broker, 'work', (ackOrNack) =>
      ackOrNack(new Error('no'), [{ strategy: 'nack', requeue: true }]),
    );
    const told = once(inbox.subscription, 'redeliveries_exceeded');
    inbox.subscription.on('redeliveries_exceeded', (_error, _message, ackOrNack) =>
      ackOrNack(new Error('too often'), [{ strategy: 'nack' }]),
    );
    await stage.publish(broker, 'work', 'poison');
    await within(told, 'the limit');
    assert.equal((await letters.next()).content, 'poison');
    assert.equal(inbox.all.length, 3);
  },

  async prefetch(stage) {
    const broker = await stage.broker({ subscription: { prefetch: 2 } });
    const held = [];
    const inbox = await stage.inbox(broker, 'work', (ackOrNack) => held.push(ackOrNack));
    for (const body of ['1', '2', '3']) await stage.publish(broker, 'work', body);
    await inbox.take(2);
    assert.equal(held.length, 2);
    held[0]();
    assert.equal((await inbox.next()).content, '3');
    for (const ackOrNack of held.slice(1)) ackOrNack();
  },

  async reply(stage) {
    const broker = await stage.broker();
    await stage.inbox(broker, 'work', async (ackOrNack, message) => {
      const options = { correlationId: message.properties.correlationId };
      const answer = { routingKey: 'answer', options };
      await stage.send(broker, 'dead', 42, answer);
      ackOrNack();
    });
    const replies = await stage.inbox(broker, 'dead');
    await stage.publish(broker, 'work', '6 * 7', { options: { correlationId: 'c' } });
    const { message, content } = await replies.next();
    assert.deepEqual([message.properties.correlationId, content], ['c', 42]);
  },

  async reconnect(stage) {
    const broker = await stage.broker();
    const inbox = await stage.inbox(broker, 'work');
    await stage.publish(broker, 'work', 'before');
    await inbox.next();
    const lost = once(broker, 'disconnect');
    await stage.proxy.cut();
    await within(lost, 'the disconnect');
    await stage.proxy.mend();
    // Its failures to connect are errors on the way.
    await within(new Promise((resolve) => broker.on('connect', resolve)), 'the new connection');
    await stage.publish(broker, 'work', 'after');
    let { content } = await inbox.next();
    if (content === 'before') ({ content } = await inbox.next());
    assert.equal(content, 'after');
  },

  async vhosts(stage) {
    const name = uniqueName('vhost');
    const broker = await stage.brokerOfItsOwn(name);
    const inbox = await stage.inbox(broker, 'in');
    await stage.publish(broker, 'out', 'made for it');
    assert.equal((await inbox.next()).content, 'made for it');
    await broker.nuke();
    const connection = { url: urlOf(stage.proxy, name), management };
    const config = rascal.withDefaultConfig({ vhosts: { [name]: { check: true, connection } } });
    await assert.rejects(rascal.BrokerAsPromised.create(config), /status 404/);
  },

  async examples(stage) {
    for (const name of ['simple', 'promises', 'mocha', 'default-exchange']) {
      const broker = await stage.example(require(`rascal/examples/${name}/config.json`));
      const inbox = await stage.inbox(broker, 'demo_sub');
      const { fullyQualifiedName } = broker.config.vhosts['/'].queues.demo_q;
      const routingKey = name === 'default-exchange' ? fullyQualifiedName : 'a.b.c';
      await stage.publish(broker, 'demo_pub', `hello ${name}`, { routingKey });
      assert.equal((await inbox.next()).content, `hello ${name}`);
    }
    // This one has a virtual host of its own, and messages that are encrypted.
    const { rascal: advanced } = require('rascal/examples/advanced/config.js');
    // Its counter wants to be shared by a cluster of processes.
    const redeliveries = { counters: { shared: { type: 'inMemory', size: 10 } } };
    const broker = await stage.example({ ...advanced, redeliveries });
    const inbox = await stage.inbox(broker, 'save_user');
    const user = { username: 'amy', crash: false };
    const routingKey = 'registration_webapp.user.created.amy';
    await stage.publish(broker, 'user_event', user, { routingKey });
    assert.deepEqual((await inbox.next()).content, user);
  },
};

function urlOf(proxy, vhost) {
  const url = new URL(proxy.url);
  url.pathname = `/${encodeURIComponent(vhost)}`;
  return url.href;
}

await main(scenarios, Stage.open);
