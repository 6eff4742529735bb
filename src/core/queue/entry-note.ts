/**
 * What became of an entry since it was enlisted, and is to outlive a crash: how often it came back,
 * when it may go out again, whether its dead letter waits. Most entries never get one. Made by
 * returns.ts and letters.ts, which tell the store.
 */
import type { HeapItem } from '../heap.js';
import type { MessageNote, Position, Store } from '../store.js';
import type { DeathReason } from './death-history.js';
import { NOT_STORED, type QueueEntry } from './entry.js';

export class EntryNote implements MessageNote, HeapItem {
  readonly entry: QueueEntry;
  returnCount = 0;
  notBefore = 0;
  dying: DeathReason | undefined = undefined;
  /** Of the latest note that the store was given. */
  position: Position = 0;
  /** Its place among the delayed ones: delayed.ts. */
  heapIndex = -1;

  constructor(entry: QueueEntry) {
    this.entry = entry;
  }

  /** The one that the entry has, or a new one. */
  static of(entry: QueueEntry): EntryNote {
    return (entry.note ??= new EntryNote(entry));
  }

  save(store: Store): void {
    const { entry } = this;
    if (entry.appended === NOT_STORED) return;
    const { queue, sequence } = entry;
    this.position = store.annotate(queue.definition.id, sequence, this, this.position);
  }

  restore({ returnCount, notBefore, dying }: MessageNote): void {
    this.returnCount = returnCount;
    this.notBefore = notBefore;
    this.dying = dying;
  }
}
