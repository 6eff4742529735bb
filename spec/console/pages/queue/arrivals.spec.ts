import { expect } from 'chai';
import {
  type ArrivalFacts,
  arrivalsOf,
  type ReceivingQueue,
  refusals,
} from '../../../../src/console/pages/queue/arrivals.js';

const queue: ReceivingQueue = {
  name: 'orders',
  messages_ready: 0,
  message_bytes_ready: 0,
  messages_delayed: 0,
  messages_refused: 0,
  deaths: { rejected: 0, expired: 0, maxlen: 0, delivery_limit: 0 },
  effective_arguments: limits({}),
};

function limits(some: Partial<ReceivingQueue['effective_arguments']>) {
  return {
    'x-message-ttl': undefined,
    'x-expires': undefined,
    'x-max-length': undefined,
    'x-max-length-bytes': undefined,
    'x-overflow': undefined,
    'x-delivery-limit': undefined,
    'x-dead-letter-exchange': undefined,
    'x-single-active-consumer': undefined,
    'x-consumer-timeout': undefined,
    'x-delayed-retry-min': undefined,
    ...some,
  };
}

function titles(facts: Partial<ArrivalFacts>): string[] {
  const bound = { source: 'shop', routing_key: 'order.#' };
  const whole = { queue, alarms: [], bindings: [bound], sources: [], ...facts };
  return arrivalsOf(whole).map(({ title }) => title);
}

describe('Why nothing arrives', () => {
  const shop = { name: 'shop', type: 'topic', publishedIn: 7, unroutable: 0, rate: 0 };

  it('is an alarm that blocks publishers', () => {
    expect(titles({ alarms: ['memory'] })).to.deep.equal([
      'The memory alarm is on: publishers are blocked.',
    ]);
  });

  it('is that the queue is full, and refuses', () => {
    const full = {
      ...queue,
      messages_ready: 9,
      messages_delayed: 1,
      messages_refused: 3,
      effective_arguments: limits({ 'x-max-length': 10, 'x-overflow': 'reject-publish' }),
    };
    expect(refusals(full)[0]?.title).to.equal(
      'The queue refuses what is too much: it has 10 of 10 messages.',
    );
    expect(refusals(full)[0]?.remedy).to.match(/^It has refused 3 messages\. /);
    expect(refusals({ ...full, messages_ready: 8 })).to.deep.equal([]);
    const bytes = limits({ 'x-max-length-bytes': 2_048, 'x-overflow': 'reject-publish' });
    const large = { ...full, message_bytes_ready: 1_024, effective_arguments: bytes };
    expect(refusals(large)[0]?.title).to.include('1.00 KiB of 2.00 KiB');
    expect(refusals({ ...large, messages_refused: 0 })).to.deep.equal([]);
  });

  it('is that messages come, and expire or are dropped', () => {
    const brief = {
      ...queue,
      deaths: { ...queue.deaths, expired: 1, maxlen: 1_200 },
      effective_arguments: limits({
        'x-message-ttl': 5_000,
        'x-max-length': 10,
        'x-max-length-bytes': 1_024,
        'x-overflow': 'drop-head',
      }),
    };
    expect(titles({ queue: brief })).to.deep.equal([
      '1 message came and expired after 5 s.',
      '1,200 messages came and were dropped from the head: the queue was full.',
    ]);
    const [, dropped] = arrivalsOf({ queue: brief, alarms: [], bindings: [], sources: [] });
    expect(dropped?.remedy).to.include('Its limit is 10 messages, 1.00 KiB.');
  });

  it('is that no exchange is bound to it', () => {
    const bindings = [{ source: '', routing_key: 'orders' }];
    expect(titles({ bindings })).to.deep.equal(['No exchange is bound to it.']);
  });

  it('is that the exchange gets nothing, or nothing that matches', () => {
    expect(titles({ sources: [{ ...shop, publishedIn: 0 }] })).to.deep.equal([
      'Nobody has published to the exchange “shop”.',
    ]);
    expect(titles({ sources: [shop] })).to.deep.equal([
      'The exchange “shop” got 7 messages, and gets none now.',
    ]);
    expect(titles({ sources: [{ ...shop, rate: 12 }] })).to.deep.equal([
      'The exchange “shop” gets 12/s, and none of it matches.',
    ]);
  });

  it('names the keys that are wanted, a few of many', () => {
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const bindings = keys.map((key) => ({ source: 'shop', routing_key: key }));
    const remedy = (source: typeof shop) =>
      arrivalsOf({ queue, alarms: [], bindings, sources: [source] })[0]?.remedy;
    expect(remedy({ ...shop, unroutable: 5 })).to.equal(
      'The queue is bound to it by “a”, “b”, “c” and 2 more keys. ' +
        'No queue at all took 5 of its messages.',
    );
    expect(remedy({ ...shop, type: 'headers' })).to.include('by headers');
    expect(remedy({ ...shop, type: 'fanout' })).to.include('whatever the routing key');
  });
});
