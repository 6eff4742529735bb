import { expect } from 'chai';
import type { Queue } from '../../../src/core/queue/queue.js';
import { MESSAGE_OVERHEAD, Residency } from '../../../src/core/queue/residency.js';
import { MemoryStore } from '../../../src/store/memory.js';
import {
  fields,
  message,
  NO_ROOM,
  QueueYard,
  stored,
  type ResidencyLimits,
  specFormat,
} from '../../support/core-builders.js';

/** What so many messages of five bytes take. */
function bytesOf(count: number): number {
  return count * ('hello'.length + MESSAGE_OVERHEAD);
}

function make(limits: ResidencyLimits = {}) {
  const yard = new QueueYard(limits);
  const publish = (queue: Queue, count = 1, persistent = true): void => {
    for (let sent = 0; sent < count; sent++) queue.enqueue(message({ persistent }));
  };
  return { yard, publish, queue: yard.declare('q'), residency: yard.residency };
}

describe('The memory of a broker’s messages', () => {
  it('is counted over all queues, ready and unsettled, until they are settled', () => {
    const { yard, publish, queue, residency } = make();
    const other = yard.declare('other', { durable: false });
    publish(queue, 2);
    publish(other, 1, false);
    expect(residency.bytes).to.equal(bytesOf(3));
    const entry = queue.get(false);
    other.get(true);
    expect(residency.bytes).to.equal(bytesOf(2));
    if (entry !== undefined) queue.acknowledge(entry);
    queue.purge();
    expect(residency.bytes).to.equal(0);
  });

  it('is free again when a queue goes, whoever holds its messages', () => {
    const { yard, publish, queue, residency } = make();
    publish(queue, 3);
    const entry = queue.get(false);
    yard.delete(queue);
    expect(residency.bytes).to.equal(0);
    if (entry !== undefined) queue.requeue(entry);
    expect(residency.bytes).to.equal(0);
  });

  it('keeps everything while there is room', () => {
    const { yard, publish, queue, residency } = make({
      residentBytesMax: bytesOf(3),
      windowBytes: 1,
    });
    publish(queue, 3);
    expect(yard.durable.size).to.equal(0);
    yard.store.commit();
    expect(residency.bytes).to.equal(bytesOf(3));
  });

  it('keeps everything where the store cannot give it back', () => {
    const store = new MemoryStore();
    const durable = new Set<() => void>();
    const residency = new Residency({ store, format: specFormat, durable, ...NO_ROOM });
    residency.bytes = 1_000;
    expect(residency.isExceeded).to.equal(false);
  });

  it('lets go of what came beyond the limit, once it is on the disk', () => {
    const { yard, publish, queue, residency } = make({
      residentBytesMax: bytesOf(3),
      windowBytes: 1,
    });
    publish(queue, 6);
    expect(residency.bytes).to.equal(bytesOf(6));
    yard.store.commit(4);
    expect(residency.bytes, 'the definition and three appends').to.equal(bytesOf(6));
    yard.store.commit(2);
    expect(residency.bytes).to.equal(bytesOf(4));
    yard.store.commit();
    expect(residency.bytes).to.equal(bytesOf(3));
  });

  it('listens for the disk only while something is to leave', () => {
    const { yard, publish, queue } = make(NO_ROOM);
    publish(queue, 2);
    expect(yard.durable.size).to.equal(1);
    yard.store.commit();
    expect(yard.durable.size).to.equal(0);
    publish(queue);
    expect(yard.durable.size).to.equal(1);
  });

  it('leaves each queue a window of its own', () => {
    const windowBytes = bytesOf(2);
    const { yard, publish, queue, residency } = make({ residentBytesMax: 1, windowBytes });
    const other = yard.declare('other');
    for (const one of [queue, other]) publish(one, 9);
    yard.store.commit();
    expect(residency.bytes).to.equal(2 * bytesOf(2));
  });

  it('keeps what only memory has', () => {
    const { yard, publish, queue, residency } = make(NO_ROOM);
    const transient = yard.declare('transient', { durable: false });
    publish(queue, 3, false);
    publish(transient, 3);
    yard.store.commit();
    expect(residency.bytes).to.equal(bytesOf(6));
  });

  it('passes over what was settled, is held or came back before it was on the disk', () => {
    const { yard, publish, queue, residency } = make(NO_ROOM);
    publish(queue, 5);
    queue.get(true);
    const held = queue.get(false);
    const returned = queue.get(false);
    if (returned !== undefined) queue.requeue(returned);
    expect(held?.state).to.equal('unsettled');
    yard.store.commit();
    expect(residency.bytes).to.equal(bytesOf(2));
    expect(queue.awaitHead()).to.equal(true);
    expect(queue.get(true)).to.equal(returned);
    expect(queue.awaitHead()).to.equal(false);
  });

  it('passes over what went with its queue', () => {
    const { yard, publish, queue, residency } = make(NO_ROOM);
    publish(queue, 3);
    yard.delete(queue);
    yard.store.commit();
    expect(residency.bytes).to.equal(0);
    expect(yard.durable.size).to.equal(0);
  });

  it('lets go of thousands that reach the disk little by little', () => {
    const { yard, publish, queue, residency } = make(NO_ROOM);
    publish(queue, 5_000);
    while (yard.store.pendingCount > 0) yard.store.commit(700);
    expect(residency.bytes).to.equal(0);
    expect(yard.durable.size).to.equal(0);
  });

  it('stays low when what was stored is recovered', () => {
    const { yard, queue, residency } = make({
      residentBytesMax: bytesOf(4),
      windowBytes: bytesOf(2),
    });
    for (let sequence = 1; sequence <= 100; sequence++) {
      queue.restore(message({ persistent: true }), stored(sequence, 0, true));
    }
    expect(residency.bytes).to.equal(bytesOf(4));
    expect(queue.messageCount).to.equal(100);
    const other = yard.declare('other', { arguments: fields({ 'x-max-priority': 5 }) });
    for (let sequence = 1; sequence <= 100; sequence++) {
      other.restore(message({ persistent: true }), stored(sequence, 0, true));
    }
    expect(residency.bytes).to.equal(bytesOf(6));
  });

  it('lets go of what has become too much, from the end of each queue and not of its head', () => {
    const { yard, publish, queue, residency } = make({ windowBytes: bytesOf(2) });
    publish(queue, 10);
    yard.store.commit();
    publish(queue, 1);
    queue.pageOut();
    expect(residency.bytes, 'there is no limit').to.equal(bytesOf(11));
    residency.limit(bytesOf(6));
    queue.pageOut();
    expect(residency.bytes, 'the last is not on the disk').to.equal(bytesOf(6));
    expect(queue.get(true)?.resident).to.not.equal(undefined);
    residency.limit(0);
    queue.pageOut();
    queue.pageOut();
    yard.store.commit();
    expect(residency.bytes, 'the window').to.equal(bytesOf(2));
    expect(queue.messageCount).to.equal(10);
    residency.limit(Infinity);
    publish(queue, 5);
    yard.store.commit();
    expect(residency.bytes).to.equal(bytesOf(7));
  });
});
