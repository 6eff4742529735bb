import { readFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { expect } from 'chai';
import {
  APPLICATION_ID,
  MIGRATIONS,
  SCHEMA_VERSION,
  createSchema,
  migrate,
  setPragmas,
} from '../../../src/store/sqlite/schema.js';

describe('the schema', () => {
  it('marks its file', () => {
    const database = new Sqlite(':memory:');
    createSchema(database);
    expect(database.pragma('application_id', { simple: true })).to.equal(APPLICATION_ID);
    expect(database.pragma('user_version', { simple: true })).to.equal(SCHEMA_VERSION);
    expect(Buffer.from(APPLICATION_ID.toString(16), 'hex').toString()).to.equal('LEVR');
  });

  it('is documented table by table and column by column', () => {
    const database = new Sqlite(':memory:');
    createSchema(database);
    const manual = readFileSync(new URL('../../../../docs/storage.md', import.meta.url), 'utf8');
    const query = `SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
                   WHERE t.type = 'table'`;
    const columns = database.prepare<[], string>(query).pluck().all();
    expect(columns).to.have.length.above(25);
    for (const name of columns) expect(manual).to.contain(`\`${name}\``);
  });

  it('leaves a file alone that is up to date', () => {
    const database = new Sqlite(':memory:');
    createSchema(database);
    const before = database.serialize();
    migrate(database);
    expect(database.serialize().equals(before)).to.equal(true);
  });

  for (const [index] of MIGRATIONS.entries()) {
    const version = index + 1;
    it(`brings a file of version ${version} up to date, and keeps what is in it`, () => {
      const database = new Sqlite(':memory:');
      for (const migration of MIGRATIONS.slice(0, version)) database.exec(migration);
      database.pragma(`user_version = ${version}`);
      database.exec("INSERT INTO exchange VALUES ('/', 'kept', 'fanout', 1, 0, 0, '[]')");
      migrate(database);
      expect(database.pragma('user_version', { simple: true })).to.equal(SCHEMA_VERSION);
      expect(database.prepare('SELECT name FROM exchange').pluck().all()).to.eql(['kept']);
      const fresh = new Sqlite(':memory:');
      createSchema(fresh);
      const tables = 'SELECT sql FROM sqlite_schema ORDER BY name';
      const found = database.prepare(tables).pluck().all();
      expect(found).to.deep.equal(fresh.prepare(tables).pluck().all());
    });
  }

  it('takes over the messages of a file of version 1, of which nothing is noted', () => {
    const database = new Sqlite(':memory:');
    database.exec(MIGRATIONS[0] ?? '');
    database.pragma('user_version = 1');
    database.exec(`INSERT INTO message VALUES (1, 2, 'e', 'k', x'00', x'01', 3)`);
    migrate(database);
    expect(database.pragma('user_version', { simple: true })).to.equal(SCHEMA_VERSION);
    expect(database.prepare('SELECT * FROM message').get()).to.include({
      queue: 1,
      sequence: 2,
      expires_at: 3,
      return_count: 0,
      not_before: 0,
      dying: '',
    });
  });

  it('insists on the write-ahead log', () => {
    // A database in memory has none.
    expect(() => setPragmas(new Sqlite(':memory:'))).to.throw(
      'keeps journal_mode at memory, not wal',
    );
  });
});
