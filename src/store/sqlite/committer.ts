/**
 * HOT. Writes batches into the database, one transaction each, and keeps the write-ahead log short.
 * Used by worker.ts, which hands over what engine.ts packed.
 */
import { isUtf8 } from 'node:buffer';
import type { Database, Statement } from 'better-sqlite3';
import type { QueueMark } from '../../core/store.js';
import { APPEND, BatchReader, DEFINE, NOTE, SETTLE, UNDEFINE } from './batch.js';
import {
  DEFINITION_KINDS,
  DELETE_KEYS_OF_EXCHANGE,
  DELETE_KEYS_OF_QUEUE,
  DEFINITION_SQL,
} from './definition-row.js';
import type { DefinitionKind } from './definition-row.js';

/** Worth a checkpoint when there is nothing else to do: half a MiB of log. */
const IDLE_FRAMES_MIN = 64;
/**
 * Beyond this a checkpoint cannot wait: 4 MiB of log. Eight times as much gave no more throughput
 * and commits of 70 ms in place of 8 ms, and a log that starts anew soon is overwritten, which
 * syncs faster than growing.
 */
const FRAMES_MAX = 512;
/** Exchange and routing key as short strings. */
const NAMES_SIZE_MAX = 512;

type Run = Statement<unknown[]>;

interface DefinitionStatements {
  readonly define: Run;
  readonly undefine: Run;
}

export class Committer {
  readonly #database: Database;
  readonly #reader = new BatchReader();
  readonly #begin: Run;
  readonly #commit: Run;
  readonly #insert: Run;
  readonly #annotate: Run;
  readonly #delete: Run;
  readonly #deleteRange: Run;
  readonly #deleteQueue: Run;
  readonly #deleteKeysOfQueue: Run;
  readonly #deleteKeysOfExchange: Run;
  readonly #definitions: Record<DefinitionKind, DefinitionStatements>;
  readonly #checkpoint: Statement<[], number[]>;
  readonly #measureLog: Statement<[], number[]>;
  /** Frames that the last checkpoint could not clear, because a reader needs them. */
  #framesHeld = 0;
  /** The names of the latest append and how they are bound: most messages repeat them. */
  readonly #names = Buffer.alloc(NAMES_SIZE_MAX);
  #namesSize = -1;
  #exchange: string | Buffer = '';
  #routingKey: string | Buffer = '';

  constructor(database: Database) {
    this.#database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#insert = database.prepare(`INSERT INTO message
      (queue, sequence, exchange, routing_key, properties, body, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.#annotate = database.prepare(`UPDATE message
      SET return_count = ?, not_before = ?, dying = ? WHERE queue = ? AND sequence = ?`);
    this.#delete = database.prepare('DELETE FROM message WHERE queue = ? AND sequence = ?');
    this.#deleteRange = database.prepare(
      'DELETE FROM message WHERE queue = ? AND sequence BETWEEN ? AND ?',
    );
    this.#deleteQueue = database.prepare('DELETE FROM message WHERE queue = ?');
    this.#deleteKeysOfQueue = database.prepare(DELETE_KEYS_OF_QUEUE);
    this.#deleteKeysOfExchange = database.prepare(DELETE_KEYS_OF_EXCHANGE);
    this.#definitions = {
      vhost: prepareDefinition(database, 'vhost'),
      parameter: prepareDefinition(database, 'parameter'),
      user: prepareDefinition(database, 'user'),
      permission: prepareDefinition(database, 'permission'),
      'topic-permission': prepareDefinition(database, 'topic-permission'),
      exchange: prepareDefinition(database, 'exchange'),
      queue: prepareDefinition(database, 'queue'),
      holding: prepareDefinition(database, 'holding'),
      binding: prepareDefinition(database, 'binding'),
      deduplication: prepareDefinition(database, 'deduplication'),
    };
    this.#checkpoint = database.prepare<[], number[]>('PRAGMA wal_checkpoint(PASSIVE)').raw();
    this.#measureLog = database.prepare<[], number[]>('PRAGMA wal_checkpoint(NOOP)').raw();
  }

  /**
   * All of the batch or nothing of it. Throws what SQLite says; then the database is not to be used
   * again.
   */
  commit(buffer: SharedArrayBuffer): void {
    const reader = this.#reader;
    reader.open(buffer);
    this.#begin.run();
    while (reader.next()) {
      if (reader.kind === APPEND) this.#append();
      else if (reader.kind === DEFINE) this.#define();
      else if (reader.kind === NOTE) this.#note();
      else if (reader.kind === UNDEFINE) this.#undefine();
    }
    // Last, because the engine gathers settles into ranges: one may stand before the append of a
    // message in it.
    reader.rewind();
    while (reader.next()) if (reader.kind === SETTLE) this.#settle();
    this.#commit.run();
  }

  /** From here on a stop without `markClean` is a crash. */
  markRunning(): void {
    this.#database.prepare("UPDATE meta SET value = 0 WHERE key = 'clean_shutdown'").run();
  }

  markClean(queueMarks: readonly QueueMark[]): void {
    const mark = this.#database.prepare('UPDATE queue SET delivered_through = ? WHERE id = ?');
    this.#begin.run();
    this.#database.exec('UPDATE queue SET delivered_through = 0 WHERE delivered_through <> 0');
    for (const { queueId, deliveredThrough } of queueMarks) mark.run(deliveredThrough, queueId);
    this.#database.exec("UPDATE meta SET value = 1 WHERE key = 'clean_shutdown'");
    this.#commit.run();
  }

  /** After each commit, once its answer is on the way. */
  boundLog(): void {
    if (this.#frames() - this.#framesHeld >= FRAMES_MAX) this.#runCheckpoint();
  }

  /** When no batch has come for a while. */
  shortenLog(): void {
    if (this.#frames() - this.#framesHeld >= IDLE_FRAMES_MIN) this.#runCheckpoint();
  }

  /** Frames in the log that are not in the database file yet. */
  #frames(): number {
    return pendingFrames(this.#measureLog.get());
  }

  #runCheckpoint(): void {
    this.#framesHeld = pendingFrames(this.#checkpoint.get());
  }

  #append(): void {
    const reader = this.#reader;
    const bytes = reader.bytes;
    const content = bytes.byteOffset + reader.start;
    if (!this.#hasSameNames()) this.#readNames();
    this.#insert.run(
      reader.queueId,
      reader.sequence,
      this.#exchange,
      this.#routingKey,
      Buffer.from(
        bytes.buffer,
        content + reader.propertiesStart,
        reader.bodyStart - reader.propertiesStart,
      ),
      Buffer.from(
        bytes.buffer,
        content + reader.bodyStart,
        reader.end - reader.start - reader.bodyStart,
      ),
      reader.expiresAt,
    );
  }

  /** On a message that is gone by now it changes nothing. */
  #note(): void {
    const { queueId, sequence, note } = this.#reader;
    this.#annotate.run(note.returnCount, note.notBefore, note.dying ?? '', queueId, sequence);
  }

  #settle(): void {
    const { queueId, firstSequence, lastSequence } = this.#reader;
    if (firstSequence === lastSequence) this.#delete.run(queueId, firstSequence);
    else this.#deleteRange.run(queueId, firstSequence, lastSequence);
  }

  #define(): void {
    const { kind, row } = this.#readDefinition();
    this.#definitions[kind].define.run(...row);
  }

  #undefine(): void {
    const { kind, row } = this.#readDefinition();
    // Before the row goes that names the queue.
    if (kind === 'queue') this.#deleteKeysOfQueue.run(...row);
    if (kind === 'exchange') this.#deleteKeysOfExchange.run(...row);
    this.#definitions[kind].undefine.run(...row);
    if (kind === 'queue' || kind === 'holding') this.#deleteQueue.run(...row);
  }

  #readDefinition(): { kind: DefinitionKind; row: readonly unknown[] } {
    const reader = this.#reader;
    const json: unknown = JSON.parse(reader.bytes.toString('utf8', reader.start, reader.end));
    if (!Array.isArray(json)) throw new TypeError('a definition in a batch is no list');
    const [name, ...row] = json as readonly unknown[];
    const kind = DEFINITION_KINDS.find((known) => known === name);
    if (kind === undefined) {
      throw new TypeError('a definition in a batch is of no known kind');
    }
    return { kind, row };
  }

  #hasSameNames(): boolean {
    const { bytes, start, propertiesStart } = this.#reader;
    if (propertiesStart !== this.#namesSize) return false;
    const names = this.#names;
    for (let index = 0; index < propertiesStart; index++) {
      if (names[index] !== bytes[start + index]) return false;
    }
    return true;
  }

  #readNames(): void {
    const { bytes, start, propertiesStart } = this.#reader;
    const names = this.#names;
    if (propertiesStart > NAMES_SIZE_MAX)
      throw new RangeError('the names of a message are too long');
    bytes.copy(names, 0, start, start + propertiesStart);
    const exchangeEnd = 1 + (names[0] ?? 0);
    const routingKeyEnd = exchangeEnd + 1 + (names[exchangeEnd] ?? 0);
    if (routingKeyEnd !== propertiesStart)
      throw new RangeError('the names of a message are damaged');
    this.#exchange = textOrBytes(names, 1, exchangeEnd);
    this.#routingKey = textOrBytes(names, exchangeEnd + 1, routingKeyEnd);
    this.#namesSize = propertiesStart;
  }
}

function prepareDefinition(database: Database, kind: DefinitionKind): DefinitionStatements {
  const sql = DEFINITION_SQL[kind];
  return { define: database.prepare(sql.define), undefine: database.prepare(sql.undefine) };
}

/** From [busy, frames in the log, frames copied into the database]. */
function pendingFrames(row: readonly number[] | undefined): number {
  return (row?.[1] ?? 0) - (row?.[2] ?? 0);
}

/** Text wherever it is text, for whoever reads the file; a copy of the bytes where it is not. */
function textOrBytes(bytes: Buffer, start: number, end: number): string | Buffer {
  const part = bytes.subarray(start, end);
  return isUtf8(part) ? part.toString('utf8') : Buffer.from(part);
}
