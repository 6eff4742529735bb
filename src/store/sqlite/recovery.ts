/**
 * Reads back what the store holds, in pages. The worker's half packs messages into buffers of the
 * layout of batch.ts; the engine's half makes stored messages of them and hands them to the
 * broker's sink.
 */
import type { Database } from 'better-sqlite3';
import type { Definition } from '../../core/definitions.js';
import type { RecoverySink } from '../../core/store.js';
import { BatchReader, BatchWriter, REDELIVERED } from './batch.js';
import { DEFINITION_SQL, definitionOfRow } from './definition-row.js';
import type { DefinitionKind } from './definition-row.js';

const PAGE_SIZE = 1_048_576;
const DEFINITIONS_PER_PAGE = 512;
/** Exchanges and queues before the bindings that name them. */
const KINDS: readonly DefinitionKind[] = ['exchange', 'queue', 'binding'];

export interface DefinitionPage {
  readonly kind: DefinitionKind;
  readonly rows: readonly (readonly unknown[])[];
}

type MessageRow = [number, number, Buffer, Buffer, Buffer, Buffer, number, number];

/**
 * Names as bytes, whatever they are stored as. A message without its queue is nobody's: none is
 * ever left.
 */
const READ_MESSAGES = `
  SELECT queue, sequence, CAST(exchange AS BLOB), CAST(routing_key AS BLOB), properties, body,
         expires_at, delivered_through
  FROM message CROSS JOIN queue ON queue.id = message.queue
  ORDER BY message.queue, message.sequence`;

export function* readDefinitions(database: Database): Generator<DefinitionPage> {
  for (const kind of KINDS) {
    const query = database.prepare<[], unknown[]>(DEFINITION_SQL[kind].read).raw();
    let rows: unknown[][] = [];
    for (const row of query.iterate()) {
      rows.push(row);
      if (rows.length < DEFINITIONS_PER_PAGE) continue;
      yield { kind, rows };
      rows = [];
    }
    if (rows.length > 0) yield { kind, rows };
  }
}

/** After a crash nobody knows what was delivered: everything may have been. */
export function* readMessages(database: Database, isClean: boolean): Generator<ArrayBuffer> {
  const query = database.prepare<[], MessageRow>(READ_MESSAGES).raw();
  let page = new BatchWriter(1);
  for (const row of query.iterate()) {
    const deliveredThrough = isClean ? row[7] : Infinity;
    pack(page, row, row[1] <= deliveredThrough);
    if (page.size < PAGE_SIZE) continue;
    yield page.finish();
    page = new BatchWriter(1);
  }
  if (page.liveCount > 0) yield page.finish();
}

function pack(page: BatchWriter, row: MessageRow, isRedelivered: boolean): void {
  const [queueId, sequence, exchange, routingKey, properties, body, expiresAt] = row;
  const lengths = [Buffer.of(exchange.length), Buffer.of(routingKey.length)] as const;
  const content = Buffer.concat([lengths[0], exchange, lengths[1], routingKey, properties, body]);
  const propertiesStart = 2 + exchange.length + routingKey.length;
  const bodyStart = propertiesStart + properties.length;
  const flags = isRedelivered ? REDELIVERED : 0;
  page.append(queueId, sequence, { content, propertiesStart, bodyStart }, expiresAt, flags);
}

/** Throws when a row is not one of ours. */
export function definitionsOf(page: DefinitionPage): Definition[] {
  return page.rows.map((row) => definitionOfRow(page.kind, row));
}

/** Each content gets memory of its own: one message must not hold a whole page. */
export function recoverMessages(page: ArrayBuffer, sink: RecoverySink): void {
  const reader = new BatchReader();
  reader.open(page);
  while (reader.next()) {
    const content = Buffer.allocUnsafeSlow(reader.end - reader.start);
    reader.bytes.copy(content, 0, reader.start, reader.end);
    const exchangeEnd = 1 + content.readUInt8(0);
    sink.message({
      queueId: reader.queueId,
      sequence: reader.sequence,
      exchange: content.toString('utf8', 1, exchangeEnd),
      routingKey: content.toString('utf8', exchangeEnd + 1, reader.propertiesStart),
      content,
      propertiesStart: reader.propertiesStart,
      bodyStart: reader.bodyStart,
      expiresAt: reader.expiresAt,
      redelivered: (reader.flags & REDELIVERED) !== 0,
    });
  }
}
