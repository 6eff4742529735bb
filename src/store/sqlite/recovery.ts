/**
 * Reads back what the store holds, in pages. The worker's half packs messages into buffers of the
 * layout of batch.ts; the engine's half makes stored messages of them and hands them to the
 * broker's sink.
 */
import type { Database } from 'better-sqlite3';
import type { Definition } from '../../core/definitions.js';
import { DEATH_REASONS } from '../../core/queue/death-history.js';
import type { MessageNote, RecoverySink } from '../../core/store.js';
import { BatchReader, BatchWriter, NOTE, REDELIVERED } from './batch.js';
import { DEFINITION_KINDS, DEFINITION_SQL, definitionOfRow } from './definition-row.js';
import type { DefinitionKind } from './definition-row.js';
import { contentIn, MESSAGE_COLUMNS, type MessageRow, pack } from './message-page.js';

const PAGE_SIZE = 1_048_576;
const DEFINITIONS_PER_PAGE = 512;

export interface DefinitionPage {
  readonly kind: DefinitionKind;
  readonly rows: readonly (readonly unknown[])[];
}

type MarkedRow = [
  ...MessageRow,
  returnCount: number,
  notBefore: number,
  dying: string,
  deliveredThrough: number,
];

/**
 * A message without its queue is nobody's: none is ever left. What waits at a delayed exchange was
 * delivered to nobody.
 */
const READ_MESSAGES = `
  SELECT ${MESSAGE_COLUMNS}, return_count, not_before, dying, coalesce(delivered_through, 0)
  FROM message LEFT JOIN queue ON queue.id = message.queue
  WHERE queue.id IS NOT NULL OR message.queue IN (SELECT id FROM holding)
  ORDER BY message.queue, message.sequence`;

export function* readDefinitions(database: Database): Generator<DefinitionPage> {
  for (const kind of DEFINITION_KINDS) {
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
export function* readMessages(database: Database, isClean: boolean): Generator<SharedArrayBuffer> {
  const query = database.prepare<[], MarkedRow>(READ_MESSAGES).raw();
  let page = new BatchWriter(1);
  for (const row of query.iterate()) {
    const [queueId, sequence, exchange, routingKey, properties, body, expiresAt, ...noted] = row;
    const [returnCount, notBefore, dying, mark] = noted;
    const flags = isClean && sequence > mark ? 0 : REDELIVERED;
    const note = noteOf(returnCount, notBefore, dying);
    if (note !== undefined) page.annotate(queueId, sequence, note, 0);
    pack(page, [queueId, sequence, exchange, routingKey, properties, body, expiresAt], flags);
    if (page.size < PAGE_SIZE) continue;
    yield page.finish();
    page = new BatchWriter(1);
  }
  if (page.liveCount > 0) yield page.finish();
}

/** Throws when a row is not one of ours. */
export function definitionsOf(page: DefinitionPage): Definition[] {
  return page.rows.map((row) => definitionOfRow(page.kind, row));
}

export function recoverMessages(page: SharedArrayBuffer, sink: RecoverySink): void {
  const reader = new BatchReader();
  reader.open(page);
  let note: MessageNote | undefined;
  while (reader.next()) {
    // The note on a message comes before it.
    if (reader.kind === NOTE) {
      note = reader.note;
      continue;
    }
    sink.message({
      ...contentIn(reader),
      queueId: reader.queueId,
      expiresAt: reader.expiresAt,
      redelivered: (reader.flags & REDELIVERED) !== 0,
      note,
    });
    note = undefined;
  }
}

function noteOf(returnCount: number, notBefore: number, dying: string): MessageNote | undefined {
  if (returnCount === 0 && notBefore === 0 && dying === '') return undefined;
  return { returnCount, notBefore, dying: DEATH_REASONS.find((reason) => reason === dying) };
}
