import {
  chmodSync,
  copyFileSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import { SqliteStore } from '../../../src/store/sqlite/engine.js';
import { openDatabase } from '../../../src/store/sqlite/open-database.js';
import { SCHEMA_VERSION } from '../../../src/store/sqlite/schema.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { close, messageOf, queueOf, recover, rejection } from '../driving.js';

describe('opening a data folder', () => {
  const folder = useTemporaryFolder();
  const file = (): string => join(folder(), 'leveret.db');

  it('makes the folder, for its owner alone', () => {
    const inner = join(folder(), 'a', 'b');
    closeOf(openDatabase(inner));
    expect(statSync(inner).mode & 0o777).to.equal(0o700);
    expect(readdirSync(inner).sort()).to.deep.equal(['leveret.db', 'leveret.lock']);
  });

  it('says which folder it cannot make', () => {
    writeFileSync(join(folder(), 'taken'), '');
    const inner = join(folder(), 'taken', 'data');
    expect(() => openDatabase(inner)).to.throw(`cannot make the data folder ${inner}`);
  });

  it('writes the log ahead and syncs every commit', () => {
    const opened = openDatabase(folder());
    expect(opened.database.pragma('journal_mode', { simple: true })).to.equal('wal');
    expect(opened.database.pragma('synchronous', { simple: true })).to.equal(2);
    expect(opened.database.pragma('page_size', { simple: true })).to.equal(8_192);
    closeOf(opened);
  });

  it('begins again when a first start was broken off', () => {
    writeFileSync(`${file()}.new`, 'half a file');
    closeOf(openDatabase(folder()));
    expect(readdirSync(folder()).sort()).to.deep.equal(['leveret.db', 'leveret.lock']);
  });

  it('refuses a file that is not SQLite, and leaves it as it is', () => {
    writeFileSync(file(), 'Dear diary, '.repeat(1_000));
    refuses('is not a store of Leveret: it is not an SQLite file', 'another folder');
  });

  it('refuses an empty file', () => {
    writeFileSync(file(), '');
    refuses('it is empty', 'another folder');
  });

  it('refuses a file that ends within its header', () => {
    writeFileSync(file(), 'SQLite format 3\0abc');
    refuses('is damaged (its header is cut short)', 'backup');
  });

  it('refuses the SQLite file of another program', () => {
    const database = new Sqlite(file());
    database.exec('CREATE TABLE song (title)');
    database.close();
    refuses('it is an SQLite file of another program', 'another folder');
  });

  it('refuses a file of a newer schema', () => {
    closeOf(openDatabase(folder()));
    const database = new Sqlite(file());
    database.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    database.close();
    refuses('newer Leveret', `schema ${SCHEMA_VERSION + 1}`);
  });

  it('refuses a newer schema that is only in the log so far', () => {
    const { database, lock } = openDatabase(folder());
    database.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
    for (const end of ['', '-wal']) copyFileSync(file() + end, `${file()}.copy${end}`);
    database.close();
    lock.release();
    for (const end of ['', '-wal']) renameSync(`${file()}.copy${end}`, file() + end);
    refuses('newer Leveret', `schema ${SCHEMA_VERSION + 1}`);
  });

  it('refuses a damaged file', async () => {
    await fill();
    const bytes = readFileSync(file());
    bytes.fill(0xa5, 3 * 8_192, bytes.length - 8_192);
    writeFileSync(file(), bytes);
    refuses('is damaged (', 'backup', '.recover');
  });

  it('refuses a file that is cut short', async () => {
    await fill();
    writeFileSync(file(), readFileSync(file()).subarray(0, 5 * 8_192));
    refuses('is damaged (', 'backup', '.recover');
  });

  it('refuses a log without its file', () => {
    closeOf(openDatabase(folder()));
    rmSync(file());
    writeFileSync(`${file()}-wal`, 'messages');
    expect(() => openDatabase(folder())).to.throw(`${file()} is missing, but its log`);
    expect(readFileSync(`${file()}-wal`, 'utf8')).to.equal('messages');
  });

  it('refuses through the callback of recover, and frees the folder', async () => {
    writeFileSync(file(), 'Dear diary');
    const error = await rejection(recover(new SqliteStore({ folder: folder() })));
    expect(error.message).to.contain(`${file()} is not a store of Leveret`);
    rmSync(file());
    const store = new SqliteStore({ folder: folder() });
    await recover(store);
    await close(store);
  });

  it('reports a definition that somebody broke, and not as a crash', async () => {
    await fill();
    const database = new Sqlite(file());
    database.exec("UPDATE queue SET arguments = '[[1]]'");
    database.close();
    const error = await rejection(recover(new SqliteStore({ folder: folder() })));
    expect(error.message).to.contain('holds a broken queue');
    const mended = new Sqlite(file());
    mended.exec("UPDATE queue SET arguments = '[]'");
    mended.close();
    const store = new SqliteStore({ folder: folder() });
    expect((await recover(store)).messages).to.have.lengthOf(500);
    await close(store);
  });

  /** Three times, because the first look might have been the one that touched it. */
  function refuses(...texts: readonly string[]): void {
    chmodSync(file(), 0o600);
    const before = readFileSync(file());
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(() => openDatabase(folder()))
        .to.throw(file())
        .with.property('message')
        .that.satisfies((message: string) => texts.every((text) => message.includes(text)));
      expect(readFileSync(file()).equals(before)).to.equal(true);
    }
  }

  async function fill(): Promise<void> {
    const store = new SqliteStore({ folder: folder() });
    await recover(store);
    store.define(queueOf(1));
    for (let sequence = 1; sequence <= 500; sequence++) {
      store.append(1, sequence, messageOf({ body: Buffer.alloc(1_000) }), 0);
    }
    await close(store);
  }

  function closeOf(opened: ReturnType<typeof openDatabase>): void {
    opened.database.close();
    opened.lock.release();
  }
});
