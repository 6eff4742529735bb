/**
 * What @nestjs/microservices is used for, over its RMQ transport: one service, one client.
 *
 *     message-pattern  a request is answered, through amq.rabbitmq.reply-to
 *     event-pattern    an event reaches its handler
 *     observable       an answer of several values
 *     exception        what the handler throws comes to whoever asked
 *     unknown-pattern  nobody handles this: whoever asked is told
 *     many-at-once     each of many requests gets its own answer
 *     ack-by-hand      a handler acknowledges by itself, and nothing is left
 *     requeue          what a handler refuses comes again, redelivered
 */
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  Ctx,
  EventPattern,
  MessagePattern,
  Payload,
  RmqContext,
  RpcException,
  Transport,
} from '@nestjs/microservices';
import amqplib from 'amqplib';
import { firstValueFrom, from, lastValueFrom, toArray } from 'rxjs';
import { Mailbox, main, uniqueName, url, within } from '../../harness/program.mjs';

const events = new Mailbox('an event');

class Service {
  add(numbers, context) {
    settle(context);
    return numbers.reduce((sum, number) => sum + number, 0);
  }

  count(end, context) {
    settle(context);
    return from(Array.from({ length: end }, (_, index) => index + 1));
  }

  fail(text, context) {
    settle(context);
    throw new RpcException(text);
  }

  created(order, context) {
    settle(context);
    events.put({ order, pattern: context.getPattern() });
  }

  again(text, context) {
    const message = context.getMessage();
    events.put({ text, redelivered: message.fields.redelivered });
    if (message.fields.redelivered) settle(context);
    else context.getChannelRef().nack(message);
  }
}

function settle(context) {
  context.getChannelRef().ack(context.getMessage());
}

/** What a compiler makes of decorators. */
function decorate(method, decorator) {
  const descriptor = Object.getOwnPropertyDescriptor(Service.prototype, method);
  Payload()(Service.prototype, method, 0);
  Ctx()(Service.prototype, method, 1);
  Reflect.defineMetadata('design:paramtypes', [Object, RmqContext], Service.prototype, method);
  decorator(Service.prototype, method, descriptor);
}
decorate('add', MessagePattern({ cmd: 'add' }));
decorate('count', MessagePattern('count'));
decorate('fail', MessagePattern('fail'));
decorate('created', EventPattern('order.created'));
decorate('again', EventPattern('again'));
Controller()(Service);

class Application {}
Module({ controllers: [Service] })(Application);

class Stage {
  static async open() {
    const stage = new Stage();
    stage.queue = uniqueName();
    const options = { urls: [url], queue: stage.queue, queueOptions: { durable: false } };
    stage.service = await NestFactory.createMicroservice(Application, {
      transport: Transport.RMQ,
      options: { ...options, noAck: false, prefetchCount: 10 },
      logger: false,
    });
    await stage.service.listen();
    stage.client = ClientProxyFactory.create({ transport: Transport.RMQ, options });
    await stage.client.connect();
    return stage;
  }

  ask(pattern, data) {
    return within(firstValueFrom(this.client.send(pattern, data)), 'the answer');
  }

  /** The service is gone by then: what it holds would be back in the queue. */
  async left() {
    await this.service.close();
    const connection = await amqplib.connect(url);
    const channel = await connection.createChannel();
    const { messageCount } = await channel.checkQueue(this.queue);
    await connection.close();
    return messageCount;
  }

  async strike() {
    await this.client.close();
    await this.service.close();
    const janitor = await amqplib.connect(url);
    await (await janitor.createChannel()).deleteQueue(this.queue);
    await janitor.close();
  }
}

const scenarios = {
  async 'message-pattern'(stage) {
    assert.equal(await stage.ask({ cmd: 'add' }, [1, 2, 3]), 6);
  },

  async 'event-pattern'(stage) {
    await within(lastValueFrom(stage.client.emit('order.created', { id: 7 })), 'the emit').catch(
      (error) => {
        // An observable without a value ends well, too.
        if (error.name !== 'EmptyError') throw error;
      },
    );
    assert.deepEqual(await events.next(), { order: { id: 7 }, pattern: 'order.created' });
  },

  async observable(stage) {
    const answers = stage.client.send('count', 3).pipe(toArray());
    assert.deepEqual(await within(lastValueFrom(answers), 'the answers'), [1, 2, 3]);
  },

  async exception(stage) {
    const error = await stage.ask('fail', 'on purpose').catch((reason) => reason);
    assert.deepEqual(error, { status: 'error', message: 'on purpose' });
  },

  async 'unknown-pattern'(stage) {
    const error = await stage.ask('nobody', 1).catch((reason) => reason);
    assert.match(String(error.message ?? error), /no matching message handler/);
  },

  async 'many-at-once'(stage) {
    const numbers = Array.from({ length: 50 }, (_, index) => index);
    const sums = await Promise.all(numbers.map((one) => stage.ask({ cmd: 'add' }, [one, one])));
    assert.deepEqual(
      sums,
      numbers.map((one) => 2 * one),
    );
  },

  async 'ack-by-hand'(stage) {
    // Events: an answer that waits for its confirm would be lost with the service.
    for (let id = 0; id < 20; id++) stage.client.emit('order.created', { id }).subscribe();
    await events.take(20);
    assert.equal(await stage.left(), 0);
  },

  async requeue(stage) {
    stage.client.emit('again', 'please').subscribe();
    assert.deepEqual(await events.next(), { text: 'please', redelivered: false });
    assert.deepEqual(await events.next(), { text: 'please', redelivered: true });
    assert.equal(await stage.left(), 0);
  },
};

await main(scenarios, Stage.open);
