/**
 * The tables, their migrations and the pragmas: all SQL that describes the file. docs/storage.md
 * explains it to people who read the file themselves. Used by the worker's half only.
 */
import type { Database } from 'better-sqlite3';
import { assert } from '../../core/assert.js';

/** "LEVR": marks the file as ours for `file` and for the check at start. */
export const APPLICATION_ID = 0x4c_45_56_52;

/** 8 KiB beat 4 KiB by far for messages of 1 KiB, and 16 KiB costs more for each small commit. */
const PAGE_SIZE = 8_192;

/**
 * Entry n leads from version n to n + 1. Entries that were released never change. `ANY` keeps what
 * it is given: names are TEXT, or BLOB where they are not UTF-8.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value ANY
  ) STRICT, WITHOUT ROWID;
  INSERT INTO meta VALUES ('clean_shutdown', 1);

  CREATE TABLE exchange (
    vhost       TEXT NOT NULL,
    name        TEXT NOT NULL,
    type        TEXT NOT NULL,
    durable     INTEGER NOT NULL,
    auto_delete INTEGER NOT NULL,
    internal    INTEGER NOT NULL,
    arguments   TEXT NOT NULL,
    PRIMARY KEY (vhost, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE queue (
    id                INTEGER PRIMARY KEY,
    vhost             TEXT NOT NULL,
    name              TEXT NOT NULL,
    durable           INTEGER NOT NULL,
    auto_delete       INTEGER NOT NULL,
    exclusive         INTEGER NOT NULL,
    arguments         TEXT NOT NULL,
    delivered_through INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE binding (
    vhost            TEXT NOT NULL,
    source           TEXT NOT NULL,
    destination_kind TEXT NOT NULL,
    destination      TEXT NOT NULL,
    routing_key      TEXT NOT NULL,
    arguments        TEXT NOT NULL,
    PRIMARY KEY (vhost, source, destination_kind, destination, routing_key, arguments)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE message (
    queue       INTEGER NOT NULL,
    sequence    INTEGER NOT NULL,
    exchange    ANY NOT NULL,
    routing_key ANY NOT NULL,
    properties  BLOB NOT NULL,
    body        BLOB NOT NULL,
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (queue, sequence)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE holding (
    id       INTEGER PRIMARY KEY,
    vhost    TEXT NOT NULL,
    exchange TEXT NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE message ADD COLUMN return_count INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE message ADD COLUMN not_before INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE message ADD COLUMN dying TEXT NOT NULL DEFAULT '';
  `,
  `
  CREATE TABLE vhost (
    name                 TEXT PRIMARY KEY,
    description          TEXT NOT NULL,
    tags                 TEXT NOT NULL,
    default_queue_type   TEXT NOT NULL,
    compatibility        TEXT NOT NULL,
    connection_count_max INTEGER NOT NULL,
    queue_count_max      INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE deduplication (
    id         INTEGER PRIMARY KEY,
    vhost      TEXT NOT NULL,
    scope      TEXT NOT NULL,
    owner      TEXT NOT NULL,
    key        TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    UNIQUE (vhost, scope, owner, key)
  ) STRICT;
  `,
  `
  CREATE TABLE parameter (
    component TEXT NOT NULL,
    vhost     TEXT NOT NULL,
    name      TEXT NOT NULL,
    value     TEXT NOT NULL,
    PRIMARY KEY (component, vhost, name)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE queue ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
  `,
  `
  CREATE TABLE user (
    name                 TEXT PRIMARY KEY,
    tags                 TEXT NOT NULL,
    hashing_algorithm    TEXT NOT NULL,
    password_hash        TEXT NOT NULL,
    connection_count_max INTEGER NOT NULL,
    channel_count_max    INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE permission (
    user      TEXT NOT NULL,
    vhost     TEXT NOT NULL,
    configure TEXT NOT NULL,
    write     TEXT NOT NULL,
    read      TEXT NOT NULL,
    PRIMARY KEY (user, vhost)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE topic_permission (
    user     TEXT NOT NULL,
    vhost    TEXT NOT NULL,
    exchange TEXT NOT NULL,
    write    TEXT NOT NULL,
    read     TEXT NOT NULL,
    PRIMARY KEY (user, vhost, exchange)
  ) STRICT, WITHOUT ROWID;
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/** Makes an empty file ours. In rollback mode, so that all of it is in the one file. */
export function createSchema(database: Database): void {
  database.pragma(`page_size = ${PAGE_SIZE}`);
  database.pragma('journal_mode = DELETE');
  database.pragma('synchronous = FULL');
  database.transaction(() => {
    database.pragma(`application_id = ${APPLICATION_ID}`);
    migrateFrom(database, 0);
  })();
}

/** Brings an older file up to date, all steps or none. */
export function migrate(database: Database): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version === SCHEMA_VERSION) return;
  database.transaction(() => {
    migrateFrom(database, version);
  })();
}

function migrateFrom(database: Database, version: number): void {
  for (const migration of MIGRATIONS.slice(version)) database.exec(migration);
  database.pragma(`user_version = ${SCHEMA_VERSION}`);
}

/**
 * What a confirm rests on, stated and verified: SQLite's builds differ in their defaults, and
 * `synchronous` below FULL forgets the last commits when the power fails. Checkpoints are the
 * worker's business.
 */
export function setPragmas(database: Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('locking_mode = NORMAL');
  database.pragma('wal_autocheckpoint = 0');
  database.pragma('journal_size_limit = -1');
  database.pragma('trusted_schema = OFF');
  verify(database, 'journal_mode', 'wal');
  verify(database, 'synchronous', 2);
}

function verify(database: Database, pragma: string, expected: string | number): void {
  const found = database.pragma(pragma, { simple: true });
  assert(found === expected, `SQLite keeps ${pragma} at ${String(found)}, not ${expected}`);
}
