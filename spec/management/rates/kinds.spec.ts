import { expect } from 'chai';
import {
  channelKind,
  clientKind,
  exchangeKind,
  overviewKind,
  queueKind,
  vhostKind,
} from '../../../src/management/rates/kinds.js';
import type { Kind } from '../../../src/management/rates/track.js';
import { amqpServer } from '../../support/amqp-server.js';

describe('What is looked at', () => {
  const server = amqpServer();
  server.open();
  const { broker } = server;
  const numbersOf = <T>(kind: Kind<T>): Record<string, number | undefined>[] =>
    [...kind.things()].map((thing) => {
      const numbers = kind.read(thing);
      expect(numbers).to.have.length(kind.names.length);
      return Object.fromEntries(kind.names.map((name, index) => [name, numbers[index]]));
    });

  it('has a number for each name', () => {
    const flags = { durable: false, autoDelete: false, exclusive: false, arguments: new Map() };
    const queue = server.vhost.declareQueue({ name: 'q', ...flags }, { name: 'spec' });
    Object.assign(queue.counters, { enqueued: 9, recovered: 1, got: 1, gotNoAck: 2, consumed: 3 });
    Object.assign(queue.counters, { consumedNoAck: 4, redelivered: 5, acknowledged: 6 });
    queue.counters.getEmpty = 7;
    const deliveries = {
      get: 1,
      get_no_ack: 2,
      deliver: 3,
      deliver_no_ack: 4,
      redeliver: 5,
      ack: 6,
      deliver_get: 10,
      get_empty: 7,
    };
    const lengths = { messages: 0, messages_ready: 0, messages_unacknowledged: 0 };
    expect(numbersOf(queueKind(broker))).to.eql([
      { ...lengths, publish: 8, ...deliveries, oldest_arrived_at: 0 },
    ]);
    Object.assign(server.vhost.counters, { received: 4, confirmed: 3, returned: 2, dropped: 1 });
    const publishes = { publish: 4, confirm: 3, return_unroutable: 2, drop_unroutable: 1 };
    expect(numbersOf(vhostKind(broker))[0]).to.include({ ...publishes, ...deliveries, ...lengths });
    expect(numbersOf(overviewKind(broker))[0]).to.include({ ...deliveries, queue_created: 1 });
    const [channel] = channelKind(broker).things();
    if (channel === undefined) throw new Error('no channel');
    Object.assign(channel.counters, { published: 4, confirmed: 3, returned: 2, dropped: 1 });
    expect(numbersOf(channelKind(broker))[0]).to.include({ ...publishes, get: 0 });
    expect(numbersOf(clientKind(broker))[0]).to.have.keys('recv_oct', 'send_oct');
    expect(numbersOf(exchangeKind(broker))[0]).to.eql({
      publish_in: 0,
      publish_out: 0,
      publish_unroutable: 0,
    });
  });
});
