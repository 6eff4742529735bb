import { expect } from 'chai';
import { Broker } from '../../src/core/broker.js';
import { Clock } from '../../src/core/clock.js';
import type { FieldTable } from '../../src/core/field.js';
import type { Message } from '../../src/core/message.js';
import type { Vhost } from '../../src/core/vhost.js';
import { FakeConsumer, fields, specFormat } from '../support/core-builders.js';
import { EventLog } from '../support/event-log.js';
import { ScriptedStore } from '../support/scripted-store.js';

const OWNER = { name: 'owner' };
const NO_FIELDS: FieldTable = new Map();

class Watched {
  readonly clock = new Clock(1_234_567);
  readonly store = new ScriptedStore();
  readonly broker = new Broker({
    clock: this.clock,
    store: this.store,
    format: specFormat,
    token: () => 'token',
    random: () => 0,
  });
  readonly consumer = new FakeConsumer({ noAck: true });

  constructor() {
    const queue = this.declare('watching', true);
    queue.subscribe(this.consumer);
    queue.pump();
  }

  get root(): Vhost {
    const root = this.broker.vhost('/');
    if (root === undefined) throw new Error("the vhost '/' has gone");
    return root;
  }

  declare(name: string, durable = false, args = NO_FIELDS) {
    const flags = { durable, exclusive: false, autoDelete: false, arguments: args };
    return this.root.declareQueue({ name, ...flags }, OWNER);
  }

  bind(routingKey: string): void {
    const source = 'amq.rabbitmq.event';
    const ends = { source, destinationKind: 'queue', destination: 'watching' } as const;
    this.root.bind({ ...ends, routingKey, arguments: NO_FIELDS }, OWNER);
  }

  /** What has come, a step of the clock later. */
  get messages(): Message[] {
    this.clock.advance(this.clock.now);
    return this.consumer.deliveries.map(({ message }) => message);
  }

  get keys(): string[] {
    return this.messages.map(({ routingKey }) => routingKey);
  }
}

describe('The event exchange', () => {
  it('makes of an event a persistent message: name, facts and time, and no body', () => {
    const watched = new Watched();
    watched.bind('queue.created');
    watched.declare('q', true, fields({ 'x-max-length': 5 }));
    const [message] = watched.messages;
    expect(message).to.include({ exchange: 'amq.rabbitmq.event', routingKey: 'queue.created' });
    expect(message).to.include({ persistent: true, bodySize: 0 });
    const headers = message === undefined ? NO_FIELDS : specFormat.headers(message);
    expect([...headers]).to.eql([
      ...fields({
        timestamp_in_ms: 1_234_567,
        name: 'q',
        vhost: '/',
        user_who_performed_action: 'rmq-internal',
        type: 'classic',
        durable: true,
        auto_delete: false,
        exclusive: false,
        owner_pid: '',
        arguments: { type: 'F', value: fields({ 'x-max-length': 5 }) },
      }),
    ]);
  });

  it('carries lists, numbers and records as AMQP has them', () => {
    const watched = new Watched();
    watched.bind('policy.set');
    watched.broker.events.emit('policy.set', {
      name: 'p',
      vhost: '/',
      pattern: '',
      'apply-to': 'all',
      priority: 0.5,
      definition: { list: ['a', 1], nothing: null },
      user_who_performed_action: 'anna',
    });
    const [message] = watched.messages;
    const headers = message === undefined ? NO_FIELDS : specFormat.headers(message);
    expect(headers.get('priority')).to.eql({ type: 'd', value: 0.5 });
    const list = [
      { type: 'S', value: 'a' },
      { type: 'l', value: 1 },
    ] as const;
    expect(headers.get('definition')).to.eql({
      type: 'F',
      value: fields({ list: { type: 'A', value: list }, nothing: { type: 'V', value: null } }),
    });
  });

  it('routes by the parts of the name, in the order of the events', () => {
    const watched = new Watched();
    watched.bind('queue.*');
    watched.bind('vhost.#');
    watched.declare('q');
    watched.broker.declareVhost({ name: 'v' });
    watched.root.deleteQueue('q', { ifUnused: false, ifEmpty: false }, OWNER);
    expect(watched.keys).to.eql(['queue.created', 'vhost.created', 'queue.deleted']);
  });

  it('hears nothing while nothing is bound, and forgets what nobody is bound for any more', () => {
    const watched = new Watched();
    expect(watched.broker.events.isObserved).to.equal(false);
    watched.bind('#');
    expect(watched.broker.events.isObserved).to.equal(true);
    watched.root.deleteQueue('watching', { ifUnused: false, ifEmpty: false }, OWNER);
    expect(watched.broker.events.isObserved).to.equal(false);
    expect(watched.keys).to.eql([]);
  });

  it('waits for the end of the operation: a queue that watches itself is told of its end', () => {
    const watched = new Watched();
    watched.bind('#');
    watched.bind('binding.created');
    expect(watched.consumer.deliveries).to.eql([]);
    expect(watched.keys).to.eql(['binding.created', 'binding.created']);
  });

  it('goes with its vhost, while others still hear', () => {
    const watched = new Watched();
    watched.bind('#');
    const log = new EventLog(watched.broker.events);
    watched.broker.deleteVhost('/');
    watched.clock.advance(watched.clock.now);
    expect(log.names).to.include('vhost.deleted');
    watched.broker.declareVhost({ name: '/' });
    expect(watched.root.exchange('amq.rabbitmq.event')?.bindingCount).to.equal(0);
  });

  it('puts out what is left when the broker closes', () => {
    const watched = new Watched();
    watched.bind('queue.created');
    watched.declare('q');
    watched.broker.close(() => {});
    expect(watched.consumer.deliveries.map(({ message }) => message.routingKey)).to.eql([
      'queue.created',
    ]);
    expect(watched.clock.nextDeadline).to.equal(undefined);
  });
});
