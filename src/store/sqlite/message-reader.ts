/**
 * Reads single messages for queues that have them in the database alone. Used by worker.ts;
 * engine.ts unpacks the pages.
 */
import type { Database, Statement } from 'better-sqlite3';
import { BatchWriter } from './batch.js';
import { MESSAGE_COLUMNS, type MessageRow, pack } from './message-page.js';

export class MessageReader {
  readonly #select: Statement<[number, number], MessageRow>;

  constructor(database: Database) {
    const sql = `SELECT ${MESSAGE_COLUMNS} FROM message WHERE queue = ? AND sequence = ?`;
    this.#select = database.prepare<[number, number], MessageRow>(sql).raw();
  }

  /** In the order of `sequences`; what is not there is left out. */
  read(queueId: number, sequences: readonly number[]): SharedArrayBuffer {
    const page = new BatchWriter(1);
    for (const sequence of sequences) {
      const row = this.#select.get(queueId, sequence);
      if (row !== undefined) pack(page, row);
    }
    return page.finish();
  }
}
