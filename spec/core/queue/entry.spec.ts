import { expect } from 'chai';
import { NOT_STORED, NOT_TO_BE_STRUCK, QueueEntry } from '../../../src/core/queue/entry.js';
import { message, QueueYard } from '../../support/core-builders.js';

describe('QueueEntry', () => {
  it('begins ready, in no list, never delivered and unknown to the store', () => {
    const queue = new QueueYard().declare('q');
    const entry = new QueueEntry(queue, message(), 7);
    expect(entry).to.include({ queue, sequence: 7, state: 'ready', redelivered: false });
    expect(entry).to.include({ appended: NOT_STORED, heapIndex: -1 });
    expect(entry).to.include({ previous: undefined, next: undefined, consumer: undefined });
  });

  it('knows the size and the priority of its message also without it', () => {
    const queue = new QueueYard().declare('q');
    const entry = new QueueEntry(queue, message({ body: 'seven..', priority: 3 }), 7);
    entry.resident = undefined;
    expect(entry).to.include({ bodySize: 7, priority: 3 });
    expect(() => entry.message).to.throw('on the disk alone');
  });

  it('lets its append stand until the settle is written, if it is stored', () => {
    const entry = new QueueEntry(new QueueYard().declare('q'), message(), 7);
    entry.keepAppend();
    expect(entry.appended).to.equal(NOT_STORED);
    entry.appended = 12;
    entry.keepAppend();
    expect(entry.appended).to.equal(NOT_TO_BE_STRUCK);
  });
});
