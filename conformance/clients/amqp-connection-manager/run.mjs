/**
 * What amqp-connection-manager is used for: connections and channels that come back on their own.
 *
 *     setup               what setup declares is there once the channel is
 *     json                bodies go as JSON
 *     confirms            publish waits for the broker
 *     nack                publish is rejected when the broker refuses
 *     publish-while-down  what is published while the line is cut goes out later, in order
 *     consumer-returns    a consumer goes on after the line was cut
 *     queue-deleted       a consumer whose queue is deleted is heard of
 *     second-server       the second server is taken where the first does not answer
 *     login               a wrong password is told by connectFailed
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import amqp from 'amqp-connection-manager';
import amqplib from 'amqplib';
import { Mailbox, main, uniqueName, url, within } from '../../harness/program.mjs';
import { Proxy } from '../../harness/proxy.mjs';

class Stage {
  #managers = [];
  #queues = [];

  static async open() {
    const stage = new Stage();
    stage.proxy = await Proxy.open();
    return stage;
  }

  manager(urls = [this.proxy.url]) {
    const manager = amqp.connect(urls, { reconnectTimeInSeconds: 0.05 });
    this.#managers.push(manager);
    return manager;
  }

  /** A channel whose setup declares a queue. */
  async channel(options = {}, args = {}) {
    const queue = uniqueName();
    this.#queues.push(queue);
    const manager = this.manager();
    const setup = (channel) => channel.assertQueue(queue, { arguments: args });
    const channel = manager.createChannel({ setup, ...options });
    channel.on('error', () => {});
    await within(channel.waitForConnect(), 'the channel');
    return { manager, queue, channel };
  }

  async consume({ channel, queue }) {
    const inbox = new Mailbox();
    await channel.consume(queue, (message) => {
      channel.ack(message);
      inbox.put(message.content.toString());
    });
    return inbox;
  }

  async strike() {
    for (const manager of this.#managers.splice(0)) await manager.close();
    await this.proxy.cut();
    const janitor = await amqplib.connect(url);
    const channel = await janitor.createChannel();
    for (const queue of this.#queues.splice(0)) await channel.deleteQueue(queue);
    await janitor.close();
  }
}

const scenarios = {
  async setup(stage) {
    const { channel, queue } = await stage.channel();
    const other = await stage.manager().createChannel();
    await other.waitForConnect();
    assert.equal((await other.checkQueue(queue)).queue, queue);
    await channel.sendToQueue(queue, 'm');
    assert.equal((await other.checkQueue(queue)).messageCount, 1);
  },

  async json(stage) {
    const opened = await stage.channel({ json: true });
    const inbox = await stage.consume(opened);
    const body = { order: 7, lines: ['a', null] };
    await opened.channel.sendToQueue(opened.queue, body);
    assert.deepEqual(JSON.parse(await inbox.next()), body);
  },

  async confirms(stage) {
    const { channel, queue } = await stage.channel();
    const sent = [];
    for (let number = 0; number < 100; number++) {
      sent.push(channel.sendToQueue(queue, String(number), { persistent: true }));
    }
    assert.deepEqual(new Set(await Promise.all(sent)), new Set([true]));
    assert.equal((await channel.checkQueue(queue)).messageCount, 100);
  },

  async nack(stage) {
    const args = { 'x-max-length': 1, 'x-overflow': 'reject-publish' };
    const { channel, queue } = await stage.channel({}, args);
    await channel.sendToQueue(queue, 'kept');
    await assert.rejects(channel.sendToQueue(queue, 'refused'), /nacked/);
  },

  async 'publish-while-down'(stage) {
    const opened = await stage.channel();
    const { channel, manager, queue } = opened;
    const inbox = await stage.consume(opened);
    const lost = once(manager, 'disconnect');
    await stage.proxy.cut();
    await within(lost, 'the disconnect');
    const sent = ['1', '2', '3'].map((body) => channel.sendToQueue(queue, body));
    assert.equal(channel.queueLength(), 3);
    await stage.proxy.mend();
    await within(Promise.all(sent), 'the confirms');
    assert.deepEqual(await inbox.take(3), ['1', '2', '3']);
  },

  async 'consumer-returns'(stage) {
    const opened = await stage.channel();
    const inbox = await stage.consume(opened);
    await opened.channel.sendToQueue(opened.queue, 'before');
    assert.equal(await inbox.next(), 'before');
    const lost = once(opened.manager, 'disconnect');
    await stage.proxy.cut();
    await within(lost, 'the disconnect');
    const back = once(opened.manager, 'connect');
    await stage.proxy.mend();
    await within(back, 'the new connection');
    await opened.channel.sendToQueue(opened.queue, 'after');
    // The acknowledgement of the first may have been lost with the line.
    let body = await inbox.next();
    if (body === 'before') body = await inbox.next();
    assert.equal(body, 'after');
  },

  async 'queue-deleted'(stage) {
    const { channel, queue } = await stage.channel();
    const told = new Mailbox('the cancel');
    await channel.addSetup((raw) => raw.consume(queue, (message) => told.put(message)));
    await channel.deleteQueue(queue);
    assert.equal(await told.next(), null);
  },

  async 'second-server'(stage) {
    const dead = await Proxy.open();
    await dead.cut();
    const manager = stage.manager([dead.url, stage.proxy.url]);
    const [{ url: taken }] = await within(once(manager, 'connect'), 'the connection');
    assert.equal(new URL(taken).port, new URL(stage.proxy.url).port);
  },

  async login(stage) {
    const wrong = new URL(url);
    wrong.password = 'wrong';
    const manager = stage.manager([wrong.href]);
    const [{ err }] = await within(once(manager, 'connectFailed'), 'the refusal');
    assert.match(err.message, /403.*ACCESS[_-]REFUSED/);
  },
};

await main(scenarios, Stage.open);
