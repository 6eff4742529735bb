/**
 * One broker to a folder. The lock is a write transaction that is held open on a small SQLite file
 * beside the data: the system drops it with the process however it ends, so no lock is ever stale.
 * Used by open-database.ts.
 */
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';

const LOCK_FILE = 'leveret.lock';
/**
 * While the holder writes its process id nobody can read it: for some milliseconds at its start.
 */
const READ_TIMEOUT_MS = 1_000;

export class FolderLock {
  readonly #database: Database;

  /** Throws, with the holder's process id, when another broker has the folder. */
  constructor(folder: string) {
    const file = join(folder, LOCK_FILE);
    const database = openLockFile(file);
    try {
      database.exec('BEGIN IMMEDIATE');
      database.exec('CREATE TABLE IF NOT EXISTS holder (process_id INTEGER NOT NULL)');
      database.exec('DELETE FROM holder');
      database.prepare('INSERT INTO holder VALUES (?)').run(process.pid);
      database.exec('COMMIT');
      // Who comes between these two has the lock, and its own id in the file.
      database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      database.close();
      throw explain(error, folder, file);
    }
    this.#database = database;
  }

  release(): void {
    this.#database.close();
  }
}

function openLockFile(file: string): Database {
  try {
    return new Sqlite(file, { timeout: 0 });
  } catch (error) {
    throw new Error(`cannot open ${file}: ${textOf(error)}`, { cause: error });
  }
}

function explain(error: unknown, folder: string, file: string): Error {
  const code = error instanceof Sqlite.SqliteError ? error.code : '';
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return new Error(
      `${file} is not a lock file of Leveret (${textOf(error)}). It holds no data: if no broker ` +
        `uses ${folder}, delete it and start again`,
      { cause: error },
    );
  }
  if (!code.startsWith('SQLITE_BUSY')) {
    return new Error(`cannot lock ${file}: ${textOf(error)}`, { cause: error });
  }
  return new Error(
    `the data folder ${folder} is in use by ${holderOf(file)}. Stop that broker first, ` +
      'or give this one another folder',
    { cause: error },
  );
}

function holderOf(file: string): string {
  const id = readHolder(file);
  if (id === undefined) return 'another broker (its process id is not known)';
  return id === process.pid ? `this process (id ${id})` : `the broker with process id ${id}`;
}

function readHolder(file: string): number | undefined {
  try {
    const database = new Sqlite(file, { readonly: true, timeout: READ_TIMEOUT_MS });
    try {
      const id = database.prepare('SELECT process_id FROM holder').pluck().get();
      return typeof id === 'number' ? id : undefined;
    } finally {
      database.close();
    }
  } catch {
    // The text says that it is not known: the refusal matters, not the id.
    return undefined;
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
