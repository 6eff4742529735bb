import { expect } from 'chai';
import {
  GLOBAL_CLIENTS,
  GLOBAL_DEAD_LETTERS,
  GLOBAL_DELIVERIES,
  GLOBAL_MESSAGES,
  MESSAGE_SIZES,
} from '../../../src/management/metrics/global-groups.js';
import { measuredBroker, samplesOf } from '../../support/metrics-source.js';

describe('The global metrics', () => {
  it('tell what publishers sent and what became of it', () => {
    const { source } = measuredBroker();
    const of = (name: string): string => `messages_${name}_total{protocol="amqp091"}`;
    expect(samplesOf(GLOBAL_MESSAGES.each('', source))).to.eql({
      [of('received')]: 8,
      [of('received_confirm')]: 8,
      [of('routed')]: 6,
      [of('unroutable_dropped')]: 1,
      [of('unroutable_returned')]: 1,
      [of('confirmed')]: 8,
    });
  });

  it('tell how many channels publish and how many consumers there are', () => {
    const { server, source } = measuredBroker();
    const client = server.open({ channels: 2 });
    client.send(1, 'basic.consume', { queue: 'classic' }).publish(2, 'x', { key: 'q' }).take();
    const samples = (): Record<string, number> => samplesOf(GLOBAL_CLIENTS.each('', source));
    expect(samples()).to.eql({
      'publishers{protocol="amqp091"}': 2,
      'consumers{protocol="amqp091"}': 1,
    });
    client.send(0, 'connection.close').take();
    expect(samples()).to.eql({
      'publishers{protocol="amqp091"}': 1,
      'consumers{protocol="amqp091"}': 0,
    });
  });

  it('tell by type of queue what was delivered, of deleted queues too', () => {
    const { server, source } = measuredBroker();
    const name = (metric: string, type: string): string =>
      `messages_${metric}_total{protocol="amqp091",queue_type="rabbit_${type}_queue"}`;
    const expected = {
      [name('delivered', 'classic')]: 1,
      [name('delivered', 'quorum')]: 3,
      [name('delivered_get_manual_ack', 'classic')]: 1,
      [name('delivered_get_auto_ack', 'quorum')]: 1,
      [name('delivered_consume_manual_ack', 'quorum')]: 2,
      [name('delivered_consume_auto_ack', 'quorum')]: 0,
      [name('acknowledged', 'quorum')]: 1,
      [name('redelivered', 'quorum')]: 0,
      [name('get_empty', 'classic')]: 0,
    };
    expect(samplesOf(GLOBAL_DELIVERIES.each('', source))).to.include(expected);
    const conditions = { ifUnused: false, ifEmpty: false };
    server.vhost.deleteQueue('quorum', conditions, { name: 'somebody' });
    expect(samplesOf(GLOBAL_DELIVERIES.each('', source))).to.include(expected);
  });

  it('tell what died, by type of queue, reason and strategy, as far as RabbitMQ has it', () => {
    const { server, source } = measuredBroker();
    const { deaths } = server.broker.counters;
    deaths.note('classic', 'disabled', 'rejected');
    deaths.note('quorum', 'at_least_once', 'expired');
    deaths.noteTaken('quorum');
    const samples = samplesOf(GLOBAL_DEAD_LETTERS.each('', source));
    const of = (name: string, type: string, strategy: string): string => {
      const labels = `queue_type="rabbit_${type}_queue",dead_letter_strategy="${strategy}"`;
      return `messages_dead_lettered_${name}_total{${labels}}`;
    };
    const all = ['at_least_once', 'at_most_once', 'disabled'];
    const some = ['at_most_once', 'disabled'];
    expect(Object.keys(samples)).to.have.members([
      of('confirmed', 'quorum', 'at_least_once'),
      ...all.flatMap((strategy) => [
        of('delivery_limit', 'quorum', strategy),
        of('expired', 'quorum', strategy),
        of('rejected', 'quorum', strategy),
      ]),
      ...some.flatMap((strategy) => [
        of('expired', 'classic', strategy),
        of('maxlen', 'classic', strategy),
        of('maxlen', 'quorum', strategy),
        of('rejected', 'classic', strategy),
      ]),
    ]);
    expect(samples).to.include({
      [of('rejected', 'classic', 'disabled')]: 1,
      [of('expired', 'quorum', 'at_least_once')]: 1,
      [of('confirmed', 'quorum', 'at_least_once')]: 1,
      [of('expired', 'classic', 'disabled')]: 0,
    });
  });

  it('tell the sizes of messages as a histogram', () => {
    const { server, source } = measuredBroker();
    server.broker.counters.sizes.note(200);
    server.broker.counters.sizes.note(200_000_000);
    const samples = samplesOf(MESSAGE_SIZES.sum('rabbitmq_', source));
    const bucket = (le: string): string =>
      `rabbitmq_message_size_bytes_bucket{protocol="amqp091",le="${le}"}`;
    expect(samples).to.deep.equal({
      [bucket('100')]: 8,
      [bucket('1000')]: 9,
      [bucket('10000')]: 9,
      [bucket('100000')]: 9,
      [bucket('1000000')]: 9,
      [bucket('10000000')]: 9,
      [bucket('50000000')]: 9,
      [bucket('100000000')]: 9,
      [bucket('+Inf')]: 10,
      'rabbitmq_message_size_bytes_count{protocol="amqp091"}': 10,
      'rabbitmq_message_size_bytes_sum{protocol="amqp091"}': 200_000_238,
    });
  });
});
