import { expect } from 'chai';
import {
  presentTrace,
  presentWay,
  presentWholeWay,
} from '../../../src/management/present/trace.js';
import { fields } from '../../support/core-builders.js';
import { TracedVhost, wayOf, waysOf } from '../../support/traced-vhost.js';

describe('A trace in JSON', () => {
  let spec: TracedVhost;
  beforeEach(() => {
    spec = new TracedVhost();
    spec.queue('q');
  });

  it('has what it is of, how long it runs, and how much it has seen', () => {
    const trace = spec.trace('exchange', '', 60);
    spec.publish();
    const shown = presentTrace(trace, spec.clock.now);
    expect(shown).to.eql({
      id: '1',
      vhost: '/',
      exchange: '',
      queue: null,
      correlation_id: null,
      user: 'anna',
      state: 'running',
      started_at: spec.clock.now - 1,
      ends_at: spec.clock.now - 1 + 60_000,
      ends_in_ms: 59_999,
      ended_at: null,
      messages_seen: 1,
      messages_kept: 1,
      messages_gone: 0,
    });
    spec.traces.stop('1');
    expect(presentTrace(trace, 0)).to.include({
      state: 'ended',
      ended_at: spec.clock.now,
      ends_in_ms: 0,
    });
    const others = [spec.trace('queue', 'q'), spec.trace('correlation_id', 'c')].map((each) =>
      presentTrace(each, 0),
    );
    expect(others.map(({ exchange, queue }) => [exchange, queue])).to.eql([
      [null, 'q'],
      [null, null],
    ]);
    expect(others[1]?.correlation_id).to.equal('c');
  });

  it('has of a message in short where each of its copies is', () => {
    const args = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': 'q' };
    const work = spec.queue('work', { arguments: fields(args) });
    const trace = spec.trace('queue', 'work');
    spec.publish({ routingKey: 'work', body: 'hello' });
    const startedAt = spec.clock.now;
    spec.clock.advance(startedAt + 1.23456);
    work.reject(spec.get(work));
    const at = startedAt + 1.235;
    expect(presentWay(7, wayOf(trace))).to.eql({
      id: 7,
      started_at: startedAt,
      lasted_ms: 1.235,
      state: 'open',
      exchange: '',
      routing_key: 'work',
      properties: {},
      payload_bytes: 5,
      steps_count: 7,
      whole: 'routed',
      copies: [
        { place: 1, queue: 'work', kind: 'dead_lettered', at, no_ack: false },
        { place: 2, queue: 'q', kind: 'queued', at, no_ack: false },
      ],
      copies_not_followed: 0,
      round_trip_ms: null,
      reply: null,
    });
    spec.traces.stop(trace.id);
    expect(presentWay(7, wayOf(trace)).state).to.equal('cut');
  });

  it('has each step with the time since the one before of the same copy', () => {
    spec.exchange('x', 'fanout');
    const others = ['a', 'b'].map((name) => spec.queue(name));
    for (const { name } of others) spec.bind(name, 'x');
    const trace = spec.trace('exchange', 'x');
    spec.publish({ exchange: 'x', extraKeys: ['cc'], headers: fields({ h: 1 }) });
    for (const queue of others) {
      spec.clock.advance(spec.clock.now + 5);
      queue.acknowledge(spec.get(queue));
    }
    const { steps, ...whole } = presentWholeWay(1, wayOf(trace));
    expect(whole).to.deep.include({ routing_keys: ['q', 'cc'], headers_count: 1, state: 'done' });
    expect(steps.map(({ kind, place, after_ms }) => [kind, place, after_ms])).to.eql([
      ['published', 0, 0],
      ['routed', 0, 0],
      ['queued', 1, 0],
      ['queued', 2, 0],
      ['got', 1, 5],
      ['acknowledged', 1, 0],
      ['got', 2, 10],
      ['acknowledged', 2, 0],
    ]);
    expect(JSON.parse(JSON.stringify(steps.slice(0, 3)))).to.eql([
      {
        kind: 'published',
        at: whole.started_at,
        after_ms: 0,
        place: 0,
        exchange: 'x',
        routing_key: 'q',
        connection: 'publisher',
        channel: 1,
        user: 'anna',
      },
      {
        kind: 'routed',
        at: whole.started_at,
        after_ms: 0,
        place: 0,
        route: {
          exchanges: [
            {
              name: 'x',
              type: 'fanout',
              bindings: ['a', 'b'].map((destination) => {
                return { destination, destination_type: 'queue', routing_key: '', arguments: {} };
              }),
              bindings_count: 2,
              alternate_exchange: null,
            },
          ],
          queues: ['a', 'b'],
          queues_count: 2,
          direct_reply: false,
        },
      },
      {
        kind: 'queued',
        at: whole.started_at,
        after_ms: 0,
        place: 1,
        queue: 'a',
        ahead: 0,
        redelivered: false,
      },
    ]);
  });

  it('has a reply with its request, and the time from one to the other', () => {
    const replies = spec.queue('replies');
    const trace = spec.trace('queue', 'q');
    spec.publish({ correlationId: 'c', replyTo: 'replies' });
    spec.publish({ routingKey: 'replies', correlationId: 'c' });
    replies.acknowledge(spec.get(replies));
    const [request] = waysOf(trace);
    const shown = request && presentWholeWay(1, request);
    expect(shown?.round_trip_ms).to.equal(1);
    expect(shown?.reply).to.include({ routing_key: 'replies', state: 'done', steps_omitted: 0 });
    const { reply } = shown ?? {};
    const steps = reply !== undefined && reply !== null && 'steps' in reply ? reply.steps : [];
    expect(steps.map(({ kind }) => kind).at(-1)).to.equal('acknowledged');
  });
});
