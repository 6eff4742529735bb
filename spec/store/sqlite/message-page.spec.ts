import { expect } from 'chai';
import { BatchReader, BatchWriter } from '../../../src/store/sqlite/batch.js';
import type { MessageRow } from '../../../src/store/sqlite/message-page.js';
import { contentIn, contentsOf, pack } from '../../../src/store/sqlite/message-page.js';
import { messageOf } from '../driving.js';

/** The row of `messageOf({ body })`. */
function rowOf(sequence: number, body: string): MessageRow {
  const names = [Buffer.from('orders'), Buffer.from('orders.new')] as const;
  return [7, sequence, names[0], names[1], Buffer.of(0x10, 0, 2), Buffer.from(body), 99];
}

function pageOf(...rows: MessageRow[]): SharedArrayBuffer {
  const page = new BatchWriter(1);
  for (const row of rows) pack(page, row);
  return page.finish();
}

describe('A page of messages', () => {
  it('gives the messages of its rows, in order', () => {
    const contents = contentsOf(pageOf(rowOf(2, 'two'), rowOf(1, 'one')));
    expect(contents.map(({ sequence }) => sequence)).to.deep.equal([2, 1]);
    const { exchange, routingKey, content, propertiesStart, bodyStart } = messageOf({
      body: 'two',
    });
    expect(contents[0]).to.include({ exchange, routingKey, propertiesStart, bodyStart });
    expect(Buffer.from(contents[0]?.content ?? []).equals(content)).to.equal(true);
  });

  it('gives each content memory of its own', () => {
    const page = pageOf(rowOf(1, 'one'), rowOf(2, 'two'));
    for (const { content } of contentsOf(page)) {
      expect(content.buffer.byteLength).to.equal(content.byteLength);
    }
  });

  it('carries what recovery wants to know besides', () => {
    const reader = new BatchReader();
    reader.open(pageOf(rowOf(5, 'five')));
    reader.next();
    expect(reader).to.include({ queueId: 7, expiresAt: 99 });
    expect(contentIn(reader).sequence).to.equal(5);
  });
});
