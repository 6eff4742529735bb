import { expect } from 'chai';
import { NOT_STORED, QueueEntry } from '../../../src/core/queue/entry.js';
import { message, QueueYard } from '../../support/core-builders.js';

describe('QueueEntry', () => {
  it('begins ready, in no list, never delivered and unknown to the store', () => {
    const queue = new QueueYard().declare('q');
    const entry = new QueueEntry(queue, message(), 7);
    expect(entry).to.include({ queue, sequence: 7, state: 'ready', redelivered: false });
    expect(entry).to.include({ appended: NOT_STORED, heapIndex: -1 });
    expect(entry).to.include({ previous: undefined, next: undefined, consumer: undefined });
  });
});
