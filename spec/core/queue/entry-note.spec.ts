import { expect } from 'chai';
import { EntryNote } from '../../../src/core/queue/entry-note.js';
import { message, QueueYard } from '../../support/core-builders.js';

describe('The note on an entry', () => {
  it('is made once, and tells the store what is in it', () => {
    const yard = new QueueYard();
    const queue = yard.declare('q');
    queue.enqueue(message({ persistent: true }));
    const entry = queue.get(false);
    if (entry === undefined) throw new Error('nothing was ready');
    expect(entry.returnCount).to.equal(0);
    const note = EntryNote.of(entry);
    note.returnCount = 2;
    note.save(yard.store);
    expect(EntryNote.of(entry)).to.equal(note);
    expect(entry.returnCount).to.equal(2);
    const stored = yard.store.noteOf(queue.definition.id, entry.sequence);
    expect(stored).to.deep.equal({ returnCount: 2, notBefore: 0, dying: undefined });
  });

  it('of a message that is not stored is not stored either', () => {
    const yard = new QueueYard();
    const queue = yard.declare('q');
    yard.store.commit();
    queue.enqueue(message({ persistent: false }));
    const entry = queue.get(false);
    if (entry !== undefined) EntryNote.of(entry).save(yard.store);
    expect(yard.store.pendingCount).to.equal(0);
  });
});
