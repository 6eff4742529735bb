/**
 * Opens the file of a data folder, or says why not. Looks before it touches: a file that is not
 * ours, is newer or is damaged is only read. Used by worker.ts; what it throws is shown to people.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { FolderLock } from './lock.js';
import { APPLICATION_ID, SCHEMA_VERSION, createSchema, migrate, setPragmas } from './schema.js';

export const DATABASE_FILE = 'leveret.db';

/** Up to here the whole file is checked at every start; beyond, only after an unclean stop. */
const CHECK_ALWAYS_BYTES_MAX = 256 * 1_024 * 1_024;
/** How long a commit waits for somebody else who writes into the file before it fails. */
const BUSY_TIMEOUT_MS = 5_000;

const MAGIC = 'SQLite format 3\0';
const USER_VERSION_AT = 60;
const APPLICATION_ID_AT = 68;
const FILE_HEADER_SIZE = 100;

export interface OpenDatabase {
  readonly database: Database;
  readonly lock: FolderLock;
  /** Did the last run end with `close`? */
  readonly isClean: boolean;
}

export function openDatabase(folder: string): OpenDatabase {
  makeFolder(folder);
  // First of all: from here on no other store of this process has the file open, so that opening
  // and closing it for a look cannot drop a lock of theirs (POSIX locks belong to the process).
  const lock = new FolderLock(folder);
  try {
    const file = join(folder, DATABASE_FILE);
    if (existsSync(file)) inspect(file);
    else create(folder, file);
    return { ...open(file), lock };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(
      `cannot make the data folder ${folder}: ${textOf(error)}. ` +
        'Give a folder that this user may write',
      { cause: error },
    );
  }
}

/** Under another name first: a crash in the middle leaves no half-made file. */
function create(folder: string, file: string): void {
  const wal = `${file}-wal`;
  if (existsSync(wal) && statSync(wal).size > 0) {
    throw new Error(
      `${file} is missing, but its log ${wal} is there and holds messages. ` +
        `Put ${DATABASE_FILE} back, or delete the log to start empty`,
    );
  }
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  rmSync(`${draft}-journal`, { force: true });
  const database = new Sqlite(draft);
  try {
    createSchema(database);
  } finally {
    database.close();
  }
  renameSync(draft, file);
  syncFolder(folder);
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string): { database: Database; isClean: boolean } {
  const database = new Sqlite(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    setPragmas(database);
    migrate(database);
    return { database, isClean: readCleanFlag(database) };
  } catch (error) {
    database.close();
    throw new Error(`cannot open ${file}: ${textOf(error)}`, { cause: error });
  }
}

/** Reads only. Throws when the file is none that this version can use. */
function inspect(file: string): void {
  inspectHeader(file);
  let damage: string;
  try {
    const database = new Sqlite(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    try {
      checkVersion(file, Number(database.pragma('user_version', { simple: true })));
      damage = findDamage(file, database);
    } finally {
      database.close();
    }
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    damage = error.message;
  }
  if (damage !== '') throw damaged(file, damage);
}

function inspectHeader(file: string): void {
  const header = readHeader(file);
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw foreign(file, header.length === 0 ? 'it is empty' : 'it is not an SQLite file');
  }
  if (header.length < FILE_HEADER_SIZE) throw damaged(file, 'its header is cut short');
  if (header.readUInt32BE(APPLICATION_ID_AT) !== APPLICATION_ID) {
    throw foreign(file, 'it is an SQLite file of another program');
  }
  checkVersion(file, header.readUInt32BE(USER_VERSION_AT));
}

function readHeader(file: string): Buffer {
  const header = Buffer.alloc(FILE_HEADER_SIZE);
  const descriptor = openSync(file, 'r');
  try {
    return header.subarray(0, readSync(descriptor, header));
  } finally {
    closeSync(descriptor);
  }
}

function checkVersion(file: string, version: number): void {
  if (version >= 1 && version <= SCHEMA_VERSION) return;
  throw new Error(
    `${file} was written by a newer Leveret (schema ${version}; this one knows up to ` +
      `${SCHEMA_VERSION}) and was not touched. Start that version, or give this one another folder`,
  );
}

/** Empty if there is none, or if nobody has to look. */
function findDamage(file: string, database: Database): string {
  if (statSync(file).size > CHECK_ALWAYS_BYTES_MAX && readCleanFlag(database)) return '';
  const result = String(database.pragma('quick_check(1)', { simple: true }));
  return result === 'ok' ? '' : result;
}

function readCleanFlag(database: Database): boolean {
  const query = "SELECT value FROM meta WHERE key = 'clean_shutdown'";
  return database.prepare(query).pluck().get() === 1;
}

function foreign(file: string, why: string): Error {
  return new Error(
    `${file} is not a store of Leveret: ${why}. It was not touched: move it away, ` +
      'or give the broker another folder',
  );
}

function damaged(file: string, damage: string): Error {
  return new Error(
    `${file} is damaged (${damage.replaceAll('\n', ' ')}) and was not touched. ` +
      `Put a backup in its place, save what "sqlite3 ${file} .recover" can read, ` +
      'or move it and its -wal away to start empty',
  );
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
