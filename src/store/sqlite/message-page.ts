/**
 * Messages on their way back from the database: rows packed into pages of the layout of batch.ts in
 * the worker, and contents out of pages on the main thread. Used by recovery.ts, message-reader.ts
 * and engine.ts.
 */
import type { StoredContent } from '../../core/store.js';
import { BatchReader, type BatchWriter } from './batch.js';

/** Names as bytes, whatever they are stored as. */
export const MESSAGE_COLUMNS = `queue, sequence, CAST(exchange AS BLOB), CAST(routing_key AS BLOB),
  properties, body, expires_at`;

export type MessageRow = [
  queueId: number,
  sequence: number,
  exchange: Buffer,
  routingKey: Buffer,
  properties: Buffer,
  body: Buffer,
  expiresAt: number,
];

export function pack(page: BatchWriter, row: MessageRow, flags = 0): void {
  const [queueId, sequence, exchange, routingKey, properties, body, expiresAt] = row;
  const lengths = [Buffer.of(exchange.length), Buffer.of(routingKey.length)] as const;
  const content = Buffer.concat([lengths[0], exchange, lengths[1], routingKey, properties, body]);
  const propertiesStart = 2 + exchange.length + routingKey.length;
  const bodyStart = propertiesStart + properties.length;
  page.append(queueId, sequence, { content, propertiesStart, bodyStart }, expiresAt, flags);
}

export function contentsOf(page: SharedArrayBuffer): StoredContent[] {
  const contents: StoredContent[] = [];
  const reader = new BatchReader();
  reader.open(page);
  while (reader.next()) contents.push(contentIn(reader));
  return contents;
}

/** Each content gets memory of its own: one message must not hold a whole page. */
export function contentIn(reader: BatchReader): StoredContent {
  const content = Buffer.allocUnsafeSlow(reader.end - reader.start);
  reader.bytes.copy(content, 0, reader.start, reader.end);
  const exchangeEnd = 1 + content.readUInt8(0);
  return {
    sequence: reader.sequence,
    exchange: content.toString('utf8', 1, exchangeEnd),
    routingKey: content.toString('utf8', exchangeEnd + 1, reader.propertiesStart),
    content,
    propertiesStart: reader.propertiesStart,
    bodyStart: reader.bodyStart,
  };
}
