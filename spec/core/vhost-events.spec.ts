import { expect } from 'chai';
import type { Owner } from '../../src/core/consumer.js';
import { fields } from '../support/core-builders.js';
import { EventLog } from '../support/event-log.js';
import { SpecVhost } from '../support/spec-vhost.js';

const ANNA: Owner = { name: 'a connection', user: 'anna' };

function watched(): { spec: SpecVhost; log: EventLog } {
  const spec = new SpecVhost();
  return { spec, log: new EventLog(spec.events) };
}

describe('The events of a vhost', () => {
  it('tell of a queue what was declared, and by whom', () => {
    const { spec, log } = watched();
    const arguments_ = fields({ 'x-max-length': 5 });
    spec.queue('q', { durable: true, arguments: arguments_ }, ANNA);
    expect(log.names).to.eql(['queue.created']);
    expect(log.facts('queue.created')).to.eql({
      name: 'q',
      vhost: '/',
      type: 'classic',
      durable: true,
      auto_delete: false,
      exclusive: false,
      owner_pid: '',
      arguments: arguments_,
      user_who_performed_action: 'anna',
    });
  });

  it('tell nothing of a queue or exchange that was there already', () => {
    const { spec, log } = watched();
    for (const _ of [1, 2]) {
      spec.queue('q');
      spec.exchange('x');
      spec.bind('q', 'x');
    }
    expect(log.names).to.eql(['queue.created', 'exchange.created', 'binding.created']);
  });

  it('name the connection of an exclusive queue, and the broker as who deletes it', () => {
    const { spec, log } = watched();
    spec.queue('q', { exclusive: true }, ANNA);
    expect(log.facts('queue.created')).to.include({ exclusive: true, owner_pid: 'a connection' });
    spec.vhost.releaseOwner(ANNA);
    expect(log.facts('queue.deleted')).to.eql({
      name: 'q',
      vhost: '/',
      user_who_performed_action: 'rmq-internal',
    });
  });

  it('tell of an exchange and of a binding what was asked for', () => {
    const { spec, log } = watched();
    spec.exchange('x', 'topic', { durable: true, internal: true });
    expect(log.facts('exchange.created')).to.deep.include({
      name: 'x',
      type: 'topic',
      durable: true,
      internal: true,
      auto_delete: false,
      user_who_performed_action: 'rmq-internal',
    });
    spec.queue('q');
    const arguments_ = fields({ shard: 1 });
    spec.bind('q', 'x', 'a.#', arguments_, ANNA);
    const facts = {
      vhost: '/',
      source_name: 'x',
      source_kind: 'exchange',
      destination_name: 'q',
      destination_kind: 'queue',
      routing_key: 'a.#',
      arguments: arguments_,
      user_who_performed_action: 'anna',
    };
    expect(log.facts('binding.created')).to.eql(facts);
    spec.unbind('q', 'x', 'a.#', arguments_);
    expect(log.facts('binding.deleted')).to.eql({
      ...facts,
      user_who_performed_action: 'rmq-internal',
    });
  });

  it('tell of all that goes along with a queue, an exchange or the vhost', () => {
    const { spec, log } = watched();
    spec.exchange('x', 'direct', { autoDelete: true });
    spec.queue('q');
    spec.bind('q', 'x');
    spec.vhost.deleteQueue('q', { ifUnused: false, ifEmpty: false }, ANNA);
    const whole = ['binding.deleted', 'exchange.deleted', 'queue.deleted'];
    expect(log.names.slice(3)).to.eql(whole);
    for (const { facts } of log.events.slice(3)) {
      expect(facts).to.include({ user_who_performed_action: 'anna' });
    }
    spec.exchange('y');
    spec.queue('r');
    spec.bind('r', 'y');
    spec.vhost.deleteExchange('y', { ifUnused: false }, ANNA);
    expect(log.names.slice(-2)).to.eql(['binding.deleted', 'exchange.deleted']);
    spec.exchange('z');
    spec.vhost.clear(ANNA);
    expect(log.names.slice(-2)).to.eql(['queue.deleted', 'exchange.deleted']);
    expect(log.facts('exchange.deleted')).to.include({ name: 'z' });
  });

  it('are not made while nobody listens', () => {
    const { spec, log } = watched();
    log.isListening = false;
    spec.exchange('x');
    spec.queue('q');
    spec.bind('q', 'x');
    spec.vhost.clear();
    expect(log.events).to.eql([]);
  });
});
