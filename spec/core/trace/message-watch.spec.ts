import { expect } from 'chai';
import { message } from '../../support/core-builders.js';
import { PUBLISHER, READER, told, TracedVhost, wayOf } from '../../support/traced-vhost.js';

describe('Whoever watches messages', () => {
  it('is asked for as long as there is a firehose or a trace', () => {
    const spec = new TracedVhost();
    const { watch, firehose } = spec.vhost;
    const seen = [watch.isOn];
    firehose.isOn = true;
    seen.push(watch.isOn);
    spec.queue('q');
    const { id } = spec.trace('queue', 'q');
    firehose.isOn = false;
    seen.push(watch.isOn);
    spec.traces.stop(id);
    seen.push(watch.isOn);
    expect(seen).to.eql([false, true, true, false]);
  });

  it('is told by one call, and a reply without a queue is left out of the firehose', () => {
    const spec = new TracedVhost();
    const { watch, firehose } = spec.vhost;
    spec.queue('copies');
    spec.bind('copies', 'amq.rabbitmq.trace', '#');
    const trace = spec.trace('exchange', '');
    firehose.isOn = true;
    const published = message({ routingKey: 'gone' });
    watch.onRouted(published, [], PUBLISHER);
    watch.onDelivered(undefined, { message: published, redelivered: false }, READER, 'tag');
    watch.onUnroutable(published, false);
    expect(told(wayOf(trace))).to.eql(['published', 'routed', 'delivered', 'unroutable']);
    spec.clock.advance(spec.clock.now + 1);
    expect(spec.vhost.queue('copies')?.messageCount).to.equal(1);
  });
});
