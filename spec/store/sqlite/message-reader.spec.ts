import { expect } from 'chai';
import { BatchWriter, DEFINE } from '../../../src/store/sqlite/batch.js';
import { Committer } from '../../../src/store/sqlite/committer.js';
import { definitionRow } from '../../../src/store/sqlite/definition-row.js';
import { contentsOf } from '../../../src/store/sqlite/message-page.js';
import { MessageReader } from '../../../src/store/sqlite/message-reader.js';
import { openDatabase } from '../../../src/store/sqlite/open-database.js';
import type { OpenDatabase } from '../../../src/store/sqlite/open-database.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { messageOf, queueOf } from '../driving.js';

describe('The reader of single messages', () => {
  const folder = useTemporaryFolder();
  let store: OpenDatabase;

  beforeEach(() => {
    store = openDatabase(folder());
    const batch = new BatchWriter(1);
    batch.define(DEFINE, JSON.stringify(['queue', ...definitionRow(queueOf(1))]));
    for (const sequence of [1, 2, 3]) batch.append(1, sequence, messageOf(), 0);
    new Committer(store.database).commit(batch.finish());
  });

  afterEach(() => {
    store.database.close();
    store.lock.release();
  });

  function read(queueId: number, ...sequences: number[]): number[] {
    const page = new MessageReader(store.database).read(queueId, sequences);
    return contentsOf(page).map(({ sequence }) => sequence);
  }

  it('reads them in the order in which they are asked for', () => {
    expect(read(1, 3, 1, 2)).to.deep.equal([3, 1, 2]);
  });

  it('leaves out what is not there, down to an empty page', () => {
    expect(read(1, 3, 8)).to.deep.equal([3]);
    expect(read(2, 1)).to.deep.equal([]);
  });

  it('leaves no transaction open, which would keep the log from being reused', () => {
    read(1, 1, 8);
    expect(store.database.inTransaction).to.equal(false);
    expect(store.database.pragma('wal_checkpoint(TRUNCATE)')).to.deep.equal([
      { busy: 0, log: 0, checkpointed: 0 },
    ]);
  });
});
