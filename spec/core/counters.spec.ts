import { expect } from 'chai';
import { fields, message } from '../support/core-builders.js';
import { SpecVhost } from '../support/spec-vhost.js';

const QUORUM = fields({ 'x-queue-type': 'quorum' });

describe('The counters of a broker', () => {
  it('tell how many queues were asked for, made and deleted', () => {
    const spec = new SpecVhost();
    for (const name of ['a', 'a', 'b']) spec.queue(name);
    spec.vhost.deleteQueue('b', { ifUnused: false, ifEmpty: false }, spec.owner);
    expect(spec.counters).to.include({ queuesDeclared: 3, queuesCreated: 2, queuesDeleted: 1 });
  });

  it('keep what went over connections that have gone', () => {
    const { counters } = new SpecVhost();
    const once = { receivedBytes: 1, receivedCount: 2, sentBytes: 3, sentCount: 4 };
    for (let count = 0; count < 2; count++) {
      counters.noteDisconnected({ ...once, pendingBytes: 9 });
    }
    expect(counters.connectionsClosed).to.equal(2);
    expect(counters.goneTraffic).to.eql({
      receivedBytes: 2,
      receivedCount: 4,
      sentBytes: 6,
      sentCount: 8,
    });
  });

  it('tell to how many queues messages went', () => {
    const spec = new SpecVhost();
    spec.exchange('x', 'fanout');
    for (const name of ['a', 'b']) {
      spec.queue(name);
      spec.bind(name, 'x');
    }
    for (const exchange of ['x', '']) spec.vhost.publish(message({ exchange, routingKey: 'a' }));
    spec.vhost.publish(message({ routingKey: 'nowhere' }));
    expect(spec.counters.routed).to.equal(3);
  });

  it('add up what queues count by type, and forget nothing when a queue goes', () => {
    const spec = new SpecVhost();
    spec.queue('classic');
    spec.queue('quorum', { durable: true, arguments: QUORUM });
    for (const routingKey of ['classic', 'quorum', 'quorum']) {
      spec.vhost.publish(message({ routingKey }));
    }
    spec.vhost.queue('quorum')?.get(true);
    const published = (): number[] => {
      const { classic, quorum } = spec.counters.queues(spec.vhost.queues());
      return [classic.published, quorum.published, quorum.gotNoAck];
    };
    expect(published()).to.eql([1, 2, 1]);
    spec.vhost.deleteQueue('quorum', { ifUnused: false, ifEmpty: false }, spec.owner);
    expect(published()).to.eql([1, 2, 1]);
    spec.queue('quorum', { durable: true, arguments: QUORUM });
    spec.vhost.publish(message({ routingKey: 'quorum' }));
    expect(published()).to.eql([1, 3, 1]);
  });
});
