import { expect } from 'chai';
import type { StoredMessage } from '../../../src/core/store.js';
import { BatchWriter, DEFINE } from '../../../src/store/sqlite/batch.js';
import { Committer } from '../../../src/store/sqlite/committer.js';
import { definitionRow } from '../../../src/store/sqlite/definition-row.js';
import { openDatabase } from '../../../src/store/sqlite/open-database.js';
import type { OpenDatabase } from '../../../src/store/sqlite/open-database.js';
import {
  definitionsOf,
  readDefinitions,
  readMessages,
  recoverMessages,
} from '../../../src/store/sqlite/recovery.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { messageOf, queueOf } from '../driving.js';

describe('recovery', () => {
  const folder = useTemporaryFolder();
  let store: OpenDatabase;

  beforeEach(() => {
    store = openDatabase(folder());
  });

  afterEach(() => {
    store.database.close();
    store.lock.release();
  });

  function fill(queues: number, messages: number, bodySize: number): void {
    const batch = new BatchWriter(1);
    const message = messageOf({ body: Buffer.alloc(bodySize) });
    for (let id = 1; id <= queues; id++) {
      batch.define(DEFINE, JSON.stringify(['queue', ...definitionRow(queueOf(id))]));
      for (let sequence = messages; sequence > 0; sequence--) {
        batch.append(id, sequence, message, 0);
      }
    }
    new Committer(store.database).commit(batch.finish());
  }

  function messagesOf(isClean: boolean): StoredMessage[][] {
    const pages: StoredMessage[][] = [];
    for (const page of readMessages(store.database, isClean)) {
      const messages: StoredMessage[] = [];
      recoverMessages(page, {
        definition() {},
        message: (message) => messages.push(message),
      });
      pages.push(messages);
    }
    return pages;
  }

  it('sends messages in pages, each queue in order, none twice', () => {
    fill(3, 1_000, 1_000);
    const pages = messagesOf(true);
    expect(pages).to.have.length.above(2);
    const found = pages.flat().map(({ queueId, sequence }) => queueId * 10_000 + sequence);
    expect(found).to.have.lengthOf(3_000);
    expect(found).to.deep.equal([...new Set(found)].sort((a, b) => a - b));
  });

  it('sends definitions in pages', () => {
    fill(1_300, 0, 0);
    const pages = [...readDefinitions(store.database)];
    expect(pages).to.have.lengthOf(3);
    expect(pages.flatMap(definitionsOf)).to.have.lengthOf(1_300);
  });

  it('takes every message for delivered after a crash', () => {
    fill(1, 3, 10);
    const after = (isClean: boolean): boolean[] =>
      messagesOf(isClean).flatMap((page) => page.map(({ redelivered }) => redelivered));
    expect(after(false)).to.deep.equal([true, true, true]);
    expect(after(true)).to.deep.equal([false, false, false]);
  });
});
