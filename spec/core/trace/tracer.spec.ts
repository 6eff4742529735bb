import { expect } from 'chai';
import { DIRECT_REPLY_TO } from '../../../src/core/direct-replies.js';
import type { Queue } from '../../../src/core/queue/queue.js';
import { relocate } from '../../../src/core/replay/relocation.js';
import { PLACES_MAX, STEPS_MAX } from '../../../src/core/trace/way.js';
import { FakeConsumer, fields, message } from '../../support/core-builders.js';
import {
  PUBLISHER,
  READER,
  stepOf,
  told,
  TracedVhost,
  wayOf,
  waysOf,
} from '../../support/traced-vhost.js';

const CLIENT = { connection: 'publisher', channel: 1, user: 'anna' };
const READING = { connection: 'reader', channel: 2, user: 'bert' };

describe('A trace', () => {
  let spec: TracedVhost;
  let queue: Queue;
  beforeEach(() => {
    spec = new TracedVhost();
    queue = spec.queue('q');
  });

  it('tells of a message each step, from its publisher to its acknowledgement', () => {
    spec.exchange('x', 'topic');
    spec.bind('q', 'x', 'a.*');
    spec.bind('q', 'x', 'other');
    const trace = spec.trace('exchange', 'x');
    spec.publish({ exchange: 'x', routingKey: 'a.b', correlationId: 'c' });
    const { now } = spec.clock;
    const consumer = spec.consume(queue, { tag: 'ctag' });
    spec.clock.advance(now + 5);
    queue.acknowledge(consumer.delivery('hello'));
    const way = wayOf(trace);
    expect(told(way)).to.eql([
      'published',
      'routed',
      'queued 1 q',
      'delivered 1 q',
      'acknowledged 1 q',
    ]);
    expect(way.steps.map(({ at }) => at - now)).to.eql([0, 0, 0, 0, 5]);
    expect(stepOf(way, 'published')).to.deep.include({ exchange: 'x', client: CLIENT });
    const { route } = stepOf(way, 'routed');
    expect(route?.queues).to.eql(['q']);
    expect(route?.hops.map((hop) => hop.bindings.map(({ routingKey }) => routingKey))).to.eql([
      ['a.*'],
    ]);
    expect(stepOf(way, 'queued')).to.include({ ahead: 0, redelivered: false });
    const handed = { consumerTag: 'ctag', client: READING, redelivered: false, noAck: false };
    expect(stepOf(way, 'delivered')).to.deep.include(handed);
    expect([way.isOpen, way.isCut]).to.eql([false, false]);
  });

  it('leaves all other messages alone', () => {
    spec.queue('other');
    const trace = spec.trace('queue', 'q');
    spec.publish({ routingKey: 'other' });
    spec.publish({ routingKey: 'nowhere' });
    expect(trace.seenCount).to.equal(0);
  });

  it('is of a queue, an exchange or a correlation id', () => {
    spec.exchange('x', 'fanout');
    spec.bind('q', 'x');
    const kinds = [
      spec.trace('queue', 'q'),
      spec.trace('exchange', 'x'),
      spec.trace('correlation_id', 'c'),
    ];
    spec.publish({ routingKey: 'q' });
    spec.publish({ routingKey: 'nowhere', correlationId: 'c' });
    spec.publish({ exchange: 'x', correlationId: 'c' });
    expect(kinds.map(({ seenCount }) => seenCount)).to.eql([2, 1, 2]);
    expect(kinds.map((trace) => waysOf(trace).at(-1))).to.satisfy(
      ([first, second, third]: unknown[]) => first === second && second === third,
    );
  });

  it('tells how many were in front of it, and of a get', () => {
    const trace = spec.trace('queue', 'q');
    for (const body of ['a', 'b', 'c']) spec.publish({ body });
    const ways = waysOf(trace);
    expect(ways.map((way) => stepOf(way, 'queued').ahead)).to.eql([0, 1, 2]);
    spec.get(queue);
    spec.get(queue, true);
    expect(ways.map((way) => told(way).at(-1))).to.eql(['got 1 q', 'got 1 q', 'queued 1 q']);
    const got = ways.slice(0, 2).map((way) => stepOf(way, 'got'));
    expect(got.map(({ noAck, client }) => [noAck, client])).to.eql([
      [false, READING],
      [true, READING],
    ]);
    expect(ways.map(({ isOpen }) => isOpen)).to.eql([true, false, true]);
  });

  it('tells why a message came back, and that it is redelivered', () => {
    const trace = spec.trace('queue', 'q');
    spec.publish();
    for (const cause of ['nacked', 'rejected', 'recovered', 'lost'] as const) {
      queue.requeue(spec.get(queue), cause);
    }
    const { steps } = wayOf(trace);
    const causes = steps.filter(({ kind }) => kind === 'requeued').map(({ cause }) => cause);
    expect(causes).to.eql(['nacked', 'rejected', 'recovered', 'lost']);
    const got = steps.filter(({ kind }) => kind === 'got').map(({ redelivered }) => redelivered);
    expect(got).to.eql([false, true, true, true]);
  });

  it('tells that nobody took a message, or a full queue refused it', () => {
    const args = fields({ 'x-max-length': 1, 'x-overflow': 'reject-publish' });
    spec.queue('full', { arguments: args });
    const trace = spec.trace('exchange', '');
    spec.publish({ routingKey: 'full' });
    spec.publish({ routingKey: 'full' });
    const lost = message({ routingKey: 'nowhere' });
    spec.vhost.publish(lost, (targets) => spec.vhost.watch.onRouted(lost, targets, PUBLISHER));
    spec.vhost.watch.onUnroutable(lost, true);
    const [, refused, unroutable] = waysOf(trace);
    expect(refused && told(refused)).to.eql(['published', 'routed', 'refused full']);
    expect(unroutable && told(unroutable)).to.eql(['published', 'routed', 'unroutable']);
    expect(unroutable && stepOf(unroutable, 'unroutable').isReturned).to.equal(true);
  });

  it('tells that a queue has dropped a duplicate', () => {
    const args = fields({ 'x-message-deduplication': true });
    spec.queue('once', { arguments: args });
    const trace = spec.trace('queue', 'once');
    const headers = fields({ 'x-deduplication-header': 'k' });
    for (let count = 0; count < 2; count++) spec.publish({ routingKey: 'once', headers });
    expect(waysOf(trace).map((way) => told(way).at(-1))).to.eql([
      'queued 1 once',
      'duplicate once',
    ]);
  });

  it('tells what takes a message out of its queue without a consumer', () => {
    const trace = spec.trace('queue', 'q');
    const other = spec.queue('other');
    for (const body of ['deleted', 'moved', 'purged', 'gone']) spec.publish({ body });
    const entry = (sequence: number) => {
      const found = queue.readyEntry(sequence);
      if (found === undefined) throw new Error(`no message ${sequence}`);
      return found;
    };
    queue.discard(entry(1), false);
    expect(relocate(entry(2), message({ routingKey: 'other' }), [other])).to.equal(true);
    const last = entry(4);
    spec.get(queue);
    queue.purge();
    expect(last.state).to.equal('settled');
    spec.vhost.deleteQueue('q', { ifUnused: false, ifEmpty: false }, spec.owner);
    expect(waysOf(trace).map((way) => told(way).slice(2))).to.eql([
      ['queued 1 q', 'deleted 1 q'],
      ['queued 1 q', 'moved 1 q', 'queued 2 other'],
      ['queued 1 q', 'got 1 q', 'queue_deleted 1 q'],
      ['queued 1 q', 'purged 1 q'],
    ]);
  });

  describe('of a message that dies', () => {
    const deadLetters = (more: Readonly<Record<string, string | number>> = {}): Queue => {
      const to = { 'x-dead-letter-exchange': 'dlx', ...more };
      return spec.queue('work', { arguments: fields(to) });
    };
    beforeEach(() => {
      spec.exchange('dlx', 'fanout');
      spec.bind('q', 'dlx');
    });

    it('goes on with its dead letter', () => {
      const work = deadLetters();
      const trace = spec.trace('queue', 'work');
      spec.publish({ routingKey: 'work' });
      work.reject(spec.get(work));
      queue.acknowledge(spec.get(queue));
      const way = wayOf(trace);
      expect(told(way)).to.eql([
        'published',
        'routed',
        'queued 1 work',
        'got 1 work',
        'rejected 1 work',
        'dead_lettered 1 work',
        'queued 2 q',
        'got 2 q',
        'acknowledged 2 q',
      ]);
      expect(stepOf(way, 'rejected').isGone).to.equal(false);
      const dead = stepOf(way, 'dead_lettered');
      expect(dead).to.include({ exchange: 'dlx', routingKey: 'work' });
      expect(dead.route?.queues).to.eql(['q']);
      expect(way.isOpen).to.equal(false);
    });

    it('tells that it is gone where there is no dead-letter exchange', () => {
      const trace = spec.trace('queue', 'q');
      spec.publish({ ttlMs: 10 });
      spec.clock.advance(spec.clock.now + 10);
      expect(told(wayOf(trace)).slice(2)).to.eql(['queued 1 q', 'expired 1 q']);
      expect(stepOf(wayOf(trace), 'expired').isGone).to.equal(true);
    });

    it('tells of the length limit, of queues with a message that nobody was given', () => {
      deadLetters({ 'x-max-length': 1 });
      const trace = spec.trace('queue', 'work');
      for (const body of ['a', 'b']) spec.publish({ routingKey: 'work', body });
      const [first] = waysOf(trace);
      expect(first && told(first).slice(3)).to.eql([
        'maxlen 1 work',
        'dead_lettered 1 work',
        'queued 2 q',
      ]);
    });

    it('tells of a refused one that becomes a dead letter', () => {
      deadLetters({ 'x-max-length': 0, 'x-overflow': 'reject-publish-dlx' });
      const trace = spec.trace('queue', 'work');
      spec.publish({ routingKey: 'work' });
      expect(told(wayOf(trace)).slice(2)).to.eql(['refused work', 'dead_lettered', 'queued 1 q']);
    });

    it('begins with a dead letter where nothing before is wanted', () => {
      const work = deadLetters();
      const traces = [spec.trace('exchange', 'dlx'), spec.trace('queue', 'q')];
      spec.publish({ routingKey: 'work' });
      work.reject(spec.get(work));
      expect(traces.map((trace) => told(wayOf(trace)))).to.eql([
        ['dead_lettered', 'queued 1 q'],
        ['dead_lettered', 'queued 1 q'],
      ]);
    });

    it('tells once that a dead letter is kept until somebody takes it', () => {
      const args = {
        'x-queue-type': 'quorum',
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
        'x-dead-letter-exchange': 'dlx',
      };
      spec.unbind('q', 'dlx');
      const work = spec.queue('work', { durable: true, arguments: fields(args) });
      const trace = spec.trace('queue', 'work');
      spec.publish({ routingKey: 'work' });
      work.reject(spec.get(work));
      spec.clock.advance(spec.clock.now + 30_000);
      expect(wayOf(trace).isOpen).to.equal(true);
      expect(told(wayOf(trace)).slice(4)).to.eql([
        'rejected 1 work',
        'dead_lettered 1 work',
        'kept 1 work',
      ]);
      spec.bind('q', 'dlx');
      spec.clock.advance(spec.clock.now + 30_000);
      expect(told(wayOf(trace)).slice(7)).to.eql(['dead_lettered 1 work', 'queued 2 q']);
      expect(wayOf(trace).places.size).to.equal(1);
    });

    it('tells of the delivery limit, and of a message that waits for another try', () => {
      const args = {
        'x-queue-type': 'quorum',
        'x-delivery-limit': 1,
        'x-delayed-retry-type': 'all',
        'x-delayed-retry-min': 1_000,
        'x-dead-letter-exchange': 'dlx',
      };
      const work = spec.queue('work', { durable: true, arguments: fields(args) });
      const trace = spec.trace('queue', 'work');
      spec.publish({ routingKey: 'work' });
      work.requeue(spec.get(work));
      const { until } = stepOf(wayOf(trace), 'held');
      expect(until).to.equal(spec.clock.now + 1_000);
      spec.clock.advance(spec.clock.now + 1_000);
      work.requeue(spec.get(work));
      expect(told(wayOf(trace)).slice(3)).to.eql([
        'got 1 work',
        'requeued 1 work',
        'held 1 work',
        'got 1 work',
        'requeued 1 work',
        'delivery_limit 1 work',
        'dead_lettered 1 work',
        'queued 2 q',
      ]);
    });
  });

  it('follows a message through a delayed exchange', () => {
    const args = fields({ 'x-delayed-type': 'fanout' });
    spec.exchange('later', 'x-delayed-message', { arguments: args });
    spec.bind('q', 'later');
    const trace = spec.trace('exchange', 'later');
    spec.publish({ exchange: 'later', headers: fields({ 'x-delay': 500 }) });
    expect(stepOf(wayOf(trace), 'held')).to.include({
      exchange: 'later',
      until: spec.clock.now + 500,
    });
    expect(stepOf(wayOf(trace), 'routed').route?.queues).to.eql([]);
    spec.clock.advance(spec.clock.now + 500);
    expect(told(wayOf(trace))).to.eql([
      'published',
      'routed',
      'held 1',
      'released 1',
      'routed',
      'queued 2 q',
    ]);
    expect(wayOf(trace).steps[4]?.route?.queues).to.eql(['q']);
  });

  describe('of RPC', () => {
    it('pairs a request with its reply, whatever the reply is published to', () => {
      const replies = spec.queue('replies');
      const trace = spec.trace('queue', 'q');
      spec.publish({ correlationId: 'c', replyTo: 'replies' });
      spec.publish({ routingKey: 'replies', correlationId: 'other' });
      spec.publish({ routingKey: 'replies', correlationId: 'c', body: 'reply' });
      const [request, reply] = waysOf(trace);
      expect(waysOf(trace)).to.have.length(2);
      expect(request?.reply).to.equal(reply);
      expect(reply?.request).to.equal(request);
      expect(request?.roundTripMs).to.equal(undefined);
      const revision = request?.revision ?? 0;
      spec.clock.advance(spec.clock.now + 7);
      spec.get(replies);
      spec.get(replies);
      expect(request?.roundTripMs).to.equal(9);
      expect(request?.revision).to.be.greaterThan(revision);
    });

    it('tells of a direct reply, and not its secret address', () => {
      const trace = spec.trace('queue', 'q');
      const consumer = new FakeConsumer({ tag: 'replies', noAck: true });
      const name = spec.vhost.directReplies.register({
        ...consumer,
        hasCredit: () => true,
        cancelled: () => {},
        deliver: (delivery) => {
          spec.vhost.watch.onDelivered(undefined, delivery, READER, 'replies');
        },
      });
      spec.publish({ correlationId: 'c', replyTo: name });
      spec.publish({ routingKey: name, correlationId: 'c' });
      const [request, reply] = waysOf(trace);
      expect(request?.reply).to.equal(reply);
      expect(reply && told(reply)).to.eql(['published', 'routed', 'delivered']);
      expect(reply && stepOf(reply, 'routed').route?.isDirectReply).to.equal(true);
      expect(reply && stepOf(reply, 'delivered')).to.deep.include({ client: READING });
      expect(request?.roundTripMs).to.equal(1);
      expect(reply?.digest.routingKey).to.equal(DIRECT_REPLY_TO);
      expect(reply && stepOf(reply, 'published').routingKey).to.equal(DIRECT_REPLY_TO);
      const properties = request?.digest.properties.get('reply_to')?.value;
      expect(properties).to.equal(DIRECT_REPLY_TO);
    });
  });

  describe('that is over', () => {
    it('follows nothing any more, and says so of what was on its way', () => {
      const trace = spec.trace('queue', 'q');
      spec.publish();
      spec.publish();
      queue.acknowledge(spec.get(queue));
      const held = spec.get(queue);
      spec.traces.stop(trace.id);
      queue.acknowledge(held);
      spec.publish();
      const [done, cut] = waysOf(trace);
      expect(waysOf(trace)).to.have.length(2);
      expect(done?.isCut).to.equal(false);
      expect(cut?.isCut).to.equal(true);
      expect(cut && told(cut).at(-1)).to.equal('got 1 q');
      expect(spec.vhost.watch.isOn).to.equal(false);
    });

    it('leaves what others follow to them', () => {
      const [first, second] = [spec.trace('queue', 'q'), spec.trace('exchange', '')];
      spec.publish();
      spec.traces.delete(first.id);
      queue.acknowledge(spec.get(queue));
      expect(told(wayOf(second)).at(-1)).to.equal('acknowledged 1 q');
    });
  });

  it('follows a message that was on the disk alone', () => {
    const durable = spec.queue('kept', { durable: true });
    const trace = spec.trace('queue', 'kept');
    spec.publish({ routingKey: 'kept', persistent: true });
    spec.store.commit();
    const entry = durable.readyEntry(1);
    if (entry === undefined) throw new Error('no message');
    durable.evict(entry);
    expect(entry.resident).to.equal(undefined);
    spec.store.onFetched = (queueId, messages) => spec.residency.onFetched(queueId, messages);
    expect(durable.awaitHead()).to.equal(false);
    spec.store.answer();
    durable.acknowledge(spec.get(durable));
    expect(told(wayOf(trace)).at(-1)).to.equal('acknowledged 1 kept');
  });

  describe('is bounded:', () => {
    it('of steps it keeps the first and the latest', () => {
      const trace = spec.trace('queue', 'q');
      spec.publish();
      for (let count = 0; count < STEPS_MAX; count++) queue.requeue(spec.get(queue));
      queue.acknowledge(spec.get(queue));
      const way = wayOf(trace);
      expect(way.steps).to.have.length(STEPS_MAX);
      expect(way.omittedCount).to.equal(3 + 2 * STEPS_MAX + 2 - STEPS_MAX);
      expect(told(way)[0]).to.equal('published');
      expect(told(way).at(-1)).to.equal('acknowledged 1 q');
    });

    it('of copies it follows some, and that in the queue that is traced', () => {
      spec.exchange('x', 'fanout');
      for (let count = 0; count < 2 * PLACES_MAX; count++) {
        spec.queue(`q${count}`);
        spec.bind(`q${count}`, 'x');
      }
      spec.bind('q', 'x');
      const trace = spec.trace('queue', 'q');
      spec.publish({ exchange: 'x' });
      const way = wayOf(trace);
      expect(way.places.size).to.equal(PLACES_MAX + 1);
      expect(way.unfollowedCount).to.equal(PLACES_MAX);
      expect(told(way).at(-1)).to.equal(`queued ${PLACES_MAX + 1} q`);
      expect(stepOf(way, 'routed').route?.queueCount).to.equal(2 * PLACES_MAX + 1);
    });

    it('what a trace has let go of is followed no further', () => {
      const trace = spec.trace('queue', 'q');
      const consumer = spec.consume(queue);
      spec.publish({ body: 'first' });
      const way = wayOf(trace);
      for (let count = 0; count < 1_000; count++) spec.publish();
      queue.acknowledge(consumer.delivery('first'));
      expect([trace.wayCount, trace.goneCount]).to.eql([1_000, 1]);
      expect([way.isCut, way.places.size]).to.eql([true, 0]);
      expect(way.followed.way, 'kept by its message').to.equal(undefined);
      expect(told(way).at(-1)).to.equal('delivered 1 q');
    });
  });
});
