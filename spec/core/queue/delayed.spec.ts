import { expect } from 'chai';
import { Clock } from '../../../src/core/clock.js';
import { Delayed } from '../../../src/core/queue/delayed.js';
import { EntryNote } from '../../../src/core/queue/entry-note.js';
import { QueueEntry } from '../../../src/core/queue/entry.js';
import { message, QueueYard } from '../../support/core-builders.js';

describe('Delayed entries', () => {
  const queue = new QueueYard().declare('q');
  let clock: Clock;
  let due: number[];
  let delayed: Delayed;

  beforeEach(() => {
    clock = new Clock(1_000);
    due = [];
    delayed = new Delayed(clock, () => {
      for (let entry = delayed.due; entry !== undefined; entry = delayed.due) {
        due.push(entry.sequence);
        delayed.remove(EntryNote.of(entry));
      }
    });
  });

  function add(sequence: number, notBefore: number): EntryNote {
    const note = EntryNote.of(new QueueEntry(queue, message({ body: 'five5' }), sequence));
    note.notBefore = notBefore;
    delayed.add(note);
    return note;
  }

  it('are due in order of time, and at one time in order of the queue', () => {
    add(3, 1_010);
    add(2, 1_020);
    add(1, 1_020);
    clock.advance(1_009);
    expect(due).to.deep.equal([]);
    clock.advance(1_010);
    expect(due).to.deep.equal([3]);
    clock.advance(2_000);
    expect(due).to.deep.equal([3, 1, 2]);
    expect(clock.nextDeadline).to.equal(undefined);
  });

  it('are counted with the bytes of their bodies', () => {
    const note = add(1, 1_010);
    add(2, 1_020);
    expect([delayed.size, delayed.bytes]).to.deep.equal([2, 10]);
    delayed.remove(note);
    expect([delayed.size, delayed.bytes]).to.deep.equal([1, 5]);
    expect([delayed.first?.sequence, delayed.due]).to.deep.equal([2, undefined]);
  });

  it('keep one timer, which moves forward for one that is due earlier', () => {
    add(1, 1_500);
    add(2, 1_200);
    add(3, 1_300);
    expect(clock.nextDeadline).to.equal(1_200);
    delayed.dispose();
    expect(clock.nextDeadline).to.equal(undefined);
  });
});
