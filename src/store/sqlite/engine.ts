/**
 * The SQLite engine's half on the main thread: gives each change its position, packs it into the
 * open batch, hands batches to the worker between turns and says when they are committed. Built by
 * server.ts, driven by core.
 */
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { assert } from '../../core/assert.js';
import type { Definition } from '../../core/definitions.js';
import type { Message } from '../../core/message.js';
import type {
  Commit,
  MessageNote,
  Position,
  QueueMark,
  RecoverySink,
  Store,
  StoredContent,
} from '../../core/store.js';
import { DEFINE, UNDEFINE } from './batch.js';
import { BatchQueue } from './batch-queue.js';
import { definitionKey, definitionRow } from './definition-row.js';
import { contentsOf } from './message-page.js';
import { definitionsOf, recoverMessages } from './recovery.js';
import type { DefinitionPage } from './recovery.js';
import type { WorkerAnswer, WorkerOptions, WorkerRequest } from './worker-messages.js';

/** Memory that may wait for the disk before publishers are held. */
const CONGESTION_BYTES = 64 * 1_024 * 1_024;

export interface SqliteStoreOptions {
  /**
   * Made if it is missing. Holds leveret.db and leveret.lock, and belongs to one broker at a time.
   */
  readonly folder: string;
  readonly congestionBytes?: number;
  /** The worker's script: for who bundles the broker into other files. */
  readonly workerUrl?: URL;
}

type Done = (error?: Error) => void;

interface Closing {
  readonly queueMarks: readonly QueueMark[];
  readonly done: Done;
}

/**
 * Only while `open` are batches handed over; once `failed` or `closed` nothing turns durable any
 * more.
 */
type Stage = 'new' | 'recovering' | 'open' | 'closing' | 'failed' | 'closed';

export class SqliteStore implements Store {
  readonly canFetch = true;
  onDurable: () => void = ignore;
  onFetched: (queueId: number, messages: readonly StoredContent[]) => void = ignore;
  onFailed: (reason: Error) => void = ignore;
  onCommit: (commit: Commit) => void = ignore;
  readonly #folder: string;
  readonly #workerUrl: URL;
  readonly #congestionBytes: number;
  readonly #batches = new BatchQueue();
  #stage: Stage = 'new';
  #failure: Error | undefined;
  #worker: Worker | undefined;
  #sink: RecoverySink | undefined;
  #recovered: Done = ignore;
  #closing: Closing | undefined;
  #isCongested = false;
  /** When the batch that the worker has was given to it. */
  #handedAt = 0;
  #isTurnEndDue = false;
  /** Did a strike make something durable in this turn? */
  #hasStruck = false;
  readonly #endTurn = (): void => this.#onTurnEnd();

  constructor(options: SqliteStoreOptions) {
    this.#folder = resolve(options.folder);
    this.#workerUrl = options.workerUrl ?? new URL('./worker.js', import.meta.url);
    this.#congestionBytes = options.congestionBytes ?? CONGESTION_BYTES;
  }

  get last(): Position {
    return this.#batches.open.last;
  }

  get pendingBytes(): number {
    return this.#batches.bytes;
  }

  get isCongested(): boolean {
    return this.#isCongested;
  }

  append(queueId: number, sequence: number, message: Message, expiresAt: number): Position {
    const batch = this.#batches.open;
    if (this.#isLost) batch.skip();
    else batch.append(queueId, sequence, message, expiresAt);
    this.#afterChange();
    return batch.last;
  }

  settle(queueId: number, sequence: number, appended: Position): Position {
    const batch = this.#batches.open;
    const origin = this.#batches.findWaiting(appended);
    if (this.#isLost) batch.skip();
    else if (origin === undefined) batch.settle(queueId, sequence);
    else {
      if (origin.strike(appended, queueId, sequence)) this.#hasStruck = true;
      batch.skip();
    }
    this.#afterChange();
    return batch.last;
  }

  annotate(queueId: number, sequence: number, note: MessageNote, earlier: Position): Position {
    const batch = this.#batches.open;
    if (this.#isLost) batch.skip();
    else batch.annotate(queueId, sequence, note, earlier);
    this.#afterChange();
    return batch.last;
  }

  define(definition: Definition): Position {
    return this.#write(DEFINE, [definition.kind, ...definitionRow(definition)]);
  }

  undefine(definition: Definition): Position {
    return this.#write(UNDEFINE, [definition.kind, ...definitionKey(definition)]);
  }

  isDurable(first: Position, last: Position): boolean {
    const batches = this.#batches;
    if (last <= batches.committed || last < first) return true;
    if (this.#isLost) return false;
    for (let position = Math.max(first, batches.committed + 1); position <= last; position++) {
      if (!batches.isSkipped(position)) return false;
    }
    return true;
  }

  /** In order with the batches. A store that takes its leave answers no more. */
  fetch(queueId: number, sequences: readonly number[]): void {
    if (this.#stage === 'open') this.#request({ type: 'fetch', queueId, sequences });
  }

  recover(sink: RecoverySink, done: Done): void {
    assert(this.#stage === 'new', 'a store recovers once, before anything else');
    this.#stage = 'recovering';
    this.#sink = sink;
    this.#recovered = done;
    const workerData: WorkerOptions = { folder: this.#folder };
    const worker = new Worker(this.#workerUrl, {
      workerData,
      name: 'leveret-store',
      // A worker has the flags of its program; with this one Node runs no file.
      ...(process.execArgv.some((flag) => flag.startsWith('--input-type')) && { execArgv: [] }),
    });
    this.#worker = worker;
    worker.on('message', (answer: SharedArrayBuffer | WorkerAnswer) => this.#onAnswer(answer));
    worker.on('error', (error) => this.#fail(error));
    worker.on('messageerror', (error) => this.#fail(error));
    worker.on('exit', (code) => this.#onExit(code));
    this.#request({ type: 'next-page' });
  }

  close(queueMarks: readonly QueueMark[], done: Done): void {
    assert(this.#closing === undefined, 'a store is closed once');
    assert(this.#stage !== 'recovering', 'a store is closed after its recovery');
    this.#closing = { queueMarks, done };
    if (this.#stage === 'open') this.#scheduleTurnEnd();
    else this.#finishClose();
  }

  get #isLost(): boolean {
    return this.#stage === 'failed' || this.#stage === 'closed' || this.#stage === 'closing';
  }

  #write(kind: typeof DEFINE | typeof UNDEFINE, row: readonly (string | number)[]): Position {
    const batch = this.#batches.open;
    if (this.#isLost) batch.skip();
    else batch.define(kind, JSON.stringify(row));
    this.#afterChange();
    return batch.last;
  }

  #afterChange(): void {
    if (this.#batches.bytes > this.#congestionBytes) this.#isCongested = true;
    this.#scheduleTurnEnd();
  }

  #scheduleTurnEnd(): void {
    if (this.#isTurnEndDue) return;
    this.#isTurnEndDue = true;
    setImmediate(this.#endTurn);
  }

  /** Batches are sealed here and when an answer comes, so never within a synchronous run. */
  #onTurnEnd(): void {
    this.#isTurnEndDue = false;
    if (this.#isLost) return this.#batches.forget();
    this.#batches.sealIfFull();
    const hasStruck = this.#hasStruck;
    this.#hasStruck = false;
    if (this.#pump() || hasStruck) this.onDurable();
  }

  /** Gives the worker its next batch. True if positions became durable without it. */
  #pump(): boolean {
    if (this.#stage !== 'open' || this.#worker === undefined) return false;
    const committed = this.#batches.committed;
    const buffer = this.#batches.next();
    if (buffer !== undefined) {
      this.#handedAt = performance.now();
      this.#worker.postMessage(buffer);
    } else if (this.#closing !== undefined && this.#batches.isEmpty) this.#requestClose();
    return this.#relieve() || this.#batches.committed > committed;
  }

  /** True if publishers need to be held no more. */
  #relieve(): boolean {
    if (!this.#isCongested || this.#batches.bytes > this.#congestionBytes / 2) return false;
    this.#isCongested = false;
    return true;
  }

  #onAnswer(answer: SharedArrayBuffer | WorkerAnswer): void {
    if (this.#stage === 'failed') return;
    if (answer instanceof SharedArrayBuffer) return this.#onCommitted(answer);
    switch (answer.type) {
      case 'definitions':
        this.#request({ type: 'next-page' });
        return this.#onDefinitions(answer.page);
      case 'messages':
        this.#request({ type: 'next-page' });
        return recoverMessages(answer.page, this.#sinkOf());
      case 'recovered':
        return this.#onRecovered();
      case 'fetched':
        return this.onFetched(answer.queueId, contentsOf(answer.page));
      case 'refused':
      case 'failed':
        return this.#fail(answer.error);
      case 'closed':
        this.#stage = 'closed';
    }
  }

  #onCommitted(buffer: SharedArrayBuffer): void {
    const { changes, bytes } = this.#batches.onCommitted(buffer);
    const durationMs = performance.now() - this.#handedAt;
    this.#hasStruck = false;
    this.#pump();
    this.onDurable();
    this.onCommit({ changes, bytes, durationMs });
  }

  #onDefinitions(page: DefinitionPage): void {
    let definitions: readonly Definition[];
    try {
      definitions = definitionsOf(page);
    } catch (error) {
      this.#fail(new Error(`${this.#folder} holds a broken ${page.kind}`, { cause: error }));
      return;
    }
    const sink = this.#sinkOf();
    for (const definition of definitions) sink.definition(definition);
  }

  #onRecovered(): void {
    const done = this.#recovered;
    this.#stage = 'open';
    this.#sink = undefined;
    this.#recovered = ignore;
    done();
    if (this.#pump()) this.onDurable();
  }

  #sinkOf(): RecoverySink {
    assert(this.#sink !== undefined, 'the worker sends pages only while the store recovers');
    return this.#sink;
  }

  #requestClose(): void {
    this.#stage = 'closing';
    this.#request({ type: 'close', queueMarks: this.#closing?.queueMarks ?? [] });
  }

  #request(request: WorkerRequest): void {
    this.#worker?.postMessage(request);
  }

  #onExit(code: number): void {
    this.#worker = undefined;
    if (this.#stage === 'closed') return this.#finishClose();
    if (this.#stage !== 'failed') this.#fail(new Error(`the store's worker ended (code ${code})`));
    this.#recovered(this.#failure);
    this.#recovered = ignore;
    this.#finishClose();
  }

  /** For good: what is not committed now never will be. */
  #fail(reason: Error): void {
    if (this.#stage === 'failed') return;
    const wasRecovering = this.#stage === 'recovering';
    this.#stage = 'failed';
    this.#failure = reason;
    this.#batches.forget();
    void this.#worker?.terminate();
    // Recovery reports through its own callback, when the worker has left the folder.
    if (!wasRecovering) this.onFailed(reason);
  }

  /** Once the worker is gone, or if there never was one. */
  #finishClose(): void {
    if (this.#worker !== undefined || this.#closing === undefined) return;
    const done = this.#closing.done;
    if (this.#stage === 'new') this.#stage = 'closed';
    queueMicrotask(() => done(this.#failure));
  }
}

function ignore(): void {}
