import { expect } from 'chai';
import { FakeConsumer, fields, QueueYard } from '../../support/core-builders.js';

describe('A queue with x-expires', () => {
  let yard: QueueYard;

  beforeEach(() => {
    yard = new QueueYard();
  });

  function declare() {
    return yard.declare('q', { arguments: fields({ 'x-expires': 1000 }) });
  }

  it('is deleted once it has been unused for that long', () => {
    const queue = declare();
    yard.advance(999);
    expect(queue.isDeleted).to.equal(false);
    yard.advance(1);
    expect(queue.isDeleted).to.equal(true);
    expect(yard.removed).to.deep.equal([queue]);
  });

  it('stays while it is declared or read from', () => {
    const queue = declare();
    yard.advance(900);
    queue.touch();
    yard.advance(900);
    queue.get(true);
    yard.advance(999);
    expect(queue.isDeleted).to.equal(false);
    yard.advance(1);
    expect(queue.isDeleted).to.equal(true);
  });

  it('of type quorum does not stay for being declared again', () => {
    const args = fields({ 'x-expires': 1000, 'x-queue-type': 'quorum' });
    const queue = yard.declare('q', { arguments: args });
    yard.advance(900);
    queue.touch();
    yard.advance(100);
    expect(queue.isDeleted).to.equal(true);
  });

  it('stays while it has a consumer, and for the full time after', () => {
    const queue = declare();
    const consumer = new FakeConsumer();
    queue.subscribe(consumer);
    yard.advance(50_000);
    expect(queue.isDeleted).to.equal(false);
    queue.unsubscribe(consumer);
    yard.advance(999);
    expect(queue.isDeleted).to.equal(false);
    yard.advance(1);
    expect(queue.isDeleted).to.equal(true);
  });

  it('leaves no timer behind when it is deleted earlier', () => {
    yard.delete(declare());
    expect(yard.clock.nextDeadline).to.equal(undefined);
  });
});
