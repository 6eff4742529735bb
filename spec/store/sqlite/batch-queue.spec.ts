import { expect } from 'chai';
import { BatchQueue } from '../../../src/store/sqlite/batch-queue.js';

describe('the queue of batches', () => {
  const content = { content: Buffer.alloc(100), propertiesStart: 2, bodyStart: 4 };

  function append(queue: BatchQueue, count: number): void {
    for (let index = 0; index < count; index++) queue.open.append(1, index, content, 0);
  }

  /** As the worker does: takes the batch and brings it back. */
  function commitNext(queue: BatchQueue): boolean {
    const buffer = queue.next();
    if (buffer === undefined) return false;
    queue.onCommitted(buffer);
    return true;
  }

  it('has nothing to hand over at first', () => {
    const queue = new BatchQueue();
    expect(queue.isEmpty).to.equal(true);
    expect(queue.next()).to.equal(undefined);
  });

  it('hands over one batch at a time, and gathers the rest meanwhile', () => {
    const queue = new BatchQueue();
    append(queue, 1);
    const first = queue.next();
    append(queue, 5);
    expect(queue.next()).to.equal(undefined);
    queue.onCommitted(first ?? new SharedArrayBuffer(8));
    expect(queue.committed).to.equal(1);
    expect(commitNext(queue)).to.equal(true);
    expect(queue.committed).to.equal(6);
    expect(queue.isEmpty).to.equal(true);
  });

  it('seals a batch of 1,024 operations, and not a smaller one', () => {
    const queue = new BatchQueue();
    append(queue, 1_023);
    queue.sealIfFull();
    expect(queue.open.first).to.equal(1);
    append(queue, 1);
    queue.sealIfFull();
    expect(queue.open.first).to.equal(1_025);
  });

  it('seals a batch of 1 MiB', () => {
    const queue = new BatchQueue();
    const large = { ...content, content: Buffer.alloc(1_048_576) };
    queue.open.append(1, 1, large, 0);
    queue.sealIfFull();
    expect(queue.open.first).to.equal(2);
  });

  it('finds every position that waits, and no other', () => {
    const queue = new BatchQueue();
    for (let batch = 0; batch < 5; batch++) {
      append(queue, 1_024);
      queue.sealIfFull();
    }
    append(queue, 3);
    queue.next();
    for (const position of [1_025, 2_048, 2_049, 5_120, 5_121, 5_123]) {
      expect(queue.findWaiting(position)?.holds(position), String(position)).to.equal(true);
    }
    for (const position of [0, 1, 1_024, 5_124]) {
      expect(queue.findWaiting(position), String(position)).to.equal(undefined);
    }
  });

  it('passes over a batch in which everything was struck', () => {
    const queue = new BatchQueue();
    append(queue, 1_024);
    queue.sealIfFull();
    append(queue, 1);
    for (let index = 0; index < 1_024; index++)
      queue.findWaiting(index + 1)?.strike(index + 1, 1, index);
    expect(queue.next()).not.to.equal(undefined);
    expect(queue.committed).to.equal(1_024);
  });

  it('accounts for the memory that waits', () => {
    const queue = new BatchQueue();
    const empty = queue.bytes;
    append(queue, 1_024);
    queue.sealIfFull();
    expect(queue.bytes).to.be.above(102_400);
    while (commitNext(queue));
    expect(queue.bytes).to.equal(empty);
  });

  it('forgets what waits, and gives positions on', () => {
    const queue = new BatchQueue();
    append(queue, 3);
    queue.forget();
    expect(queue.open.last).to.equal(3);
    expect(queue.committed).to.equal(0);
    append(queue, 1);
    expect(queue.open.last).to.equal(4);
  });
});
