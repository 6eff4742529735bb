import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BatchWriter } from '../../../src/store/sqlite/batch.js';
import { Committer } from '../../../src/store/sqlite/committer.js';
import { openDatabase } from '../../../src/store/sqlite/open-database.js';
import type { OpenDatabase } from '../../../src/store/sqlite/open-database.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { messageOf } from '../driving.js';
import type { MessageParts } from '../driving.js';

describe('committing batches', () => {
  const folder = useTemporaryFolder();
  let store: OpenDatabase;
  let committer: Committer;
  let sequence: number;

  beforeEach(() => {
    store = openDatabase(folder());
    committer = new Committer(store.database);
    sequence = 0;
  });

  afterEach(() => {
    store.database.close();
    store.lock.release();
  });

  function commit(...messages: readonly MessageParts[]): void {
    const batch = new BatchWriter(1);
    for (const parts of messages) batch.append(1, ++sequence, messageOf(parts), 0);
    committer.commit(batch.finish());
  }

  function column(name: string): unknown[] {
    const query = `SELECT ${name} FROM message ORDER BY sequence`;
    return store.database.prepare(query).pluck().all();
  }

  it('stores names as text, and as bytes only where they are no text', () => {
    const bytes = Buffer.of(0xff, 0xfe);
    commit({ routingKey: 'ab' }, { routingKey: bytes }, { routingKey: 'ab' }, { routingKey: 'ü' });
    expect(column('typeof(routing_key)')).to.deep.equal(['text', 'blob', 'text', 'text']);
    expect(column('routing_key')).to.deep.equal(['ab', bytes, 'ab', 'ü']);
  });

  it('tells names apart that are equally long', () => {
    commit({ exchange: 'ab', routingKey: 'c' }, { exchange: 'a', routingKey: 'bc' });
    commit({ exchange: 'ab', routingKey: 'd' });
    expect(column('exchange')).to.deep.equal(['ab', 'a', 'ab']);
    expect(column('routing_key')).to.deep.equal(['c', 'bc', 'd']);
  });

  it('refuses names that run over their end', () => {
    const message = messageOf();
    const batch = new BatchWriter(1);
    const propertiesStart = message.propertiesStart - 1;
    batch.append(1, 1, { ...message, content: message.content, propertiesStart }, 0);
    expect(() => committer.commit(batch.finish())).to.throw('names of a message are damaged');
  });

  it('bounds the log while nobody rests', () => {
    const log = join(folder(), 'leveret.db-wal');
    for (let count = 0; count < 80; count++) {
      commit({ body: Buffer.alloc(200_000) });
      committer.boundLog();
    }
    expect(statSync(log).size).to.be.below(8 * 1_024 * 1_024);
  });

  it('empties the log when there is time', () => {
    for (let count = 0; count < 10; count++) commit({ body: Buffer.alloc(100_000) });
    committer.shortenLog();
    const [row] = store.database.prepare('PRAGMA wal_checkpoint(NOOP)').raw().all() as number[][];
    expect(row?.[1]).to.be.above(0);
    expect(row?.[2]).to.equal(row?.[1]);
  });
});
