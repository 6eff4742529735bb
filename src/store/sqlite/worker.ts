/**
 * The worker thread of the SQLite engine: owns the database, sends back what it holds when asked,
 * and then turns each batch into one transaction and one answer. Started by engine.ts.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { QueueMark } from '../../core/store.js';
import { assert } from '../../core/assert.js';
import { Committer } from './committer.js';
import { openDatabase } from './open-database.js';
import type { OpenDatabase } from './open-database.js';
import { MessageReader } from './message-reader.js';
import { readDefinitions, readMessages } from './recovery.js';
import type { WorkerAnswer, WorkerOptions, WorkerRequest } from './worker-messages.js';

/** Without a batch for so long, the worker has time for a checkpoint. */
const IDLE_MS = 20;

class StoreWorker {
  readonly #port: MessagePort;
  readonly #store: OpenDatabase;
  readonly #committer: Committer;
  readonly #reader: MessageReader;
  readonly #pages: Generator<WorkerAnswer>;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(port: MessagePort, store: OpenDatabase) {
    this.#port = port;
    this.#store = store;
    this.#committer = new Committer(store.database);
    this.#reader = new MessageReader(store.database);
    this.#pages = this.#recover();
  }

  receive(request: SharedArrayBuffer | WorkerRequest): void {
    try {
      if (request instanceof SharedArrayBuffer) this.#commit(request);
      else if (request.type === 'fetch') this.#fetch(request.queueId, request.sequences);
      else if (request.type === 'next-page') this.#sendPage();
      else this.#close(request.queueMarks);
    } catch (error) {
      this.#fail(error);
    }
  }

  #commit(batch: SharedArrayBuffer): void {
    this.#committer.commit(batch);
    this.#port.postMessage(batch);
    this.#committer.boundLog();
    this.#idleTimer ??= setTimeout(() => this.#idle(), IDLE_MS);
    this.#idleTimer.refresh();
  }

  #fetch(queueId: number, sequences: readonly number[]): void {
    const page = this.#reader.read(queueId, sequences);
    this.#answer({ type: 'fetched', queueId, page });
  }

  #idle(): void {
    try {
      this.#committer.shortenLog();
    } catch (error) {
      this.#fail(error);
    }
  }

  #sendPage(): void {
    const answer = this.#pages.next();
    if (answer.done !== true) this.#answer(answer.value);
  }

  *#recover(): Generator<WorkerAnswer> {
    const { database, isClean } = this.#store;
    for (const page of readDefinitions(database)) yield { type: 'definitions', page };
    for (const page of readMessages(database, isClean)) yield { type: 'messages', page };
    this.#committer.markRunning();
    yield { type: 'recovered' };
  }

  #close(queueMarks: readonly QueueMark[]): void {
    this.#committer.markClean(queueMarks);
    clearTimeout(this.#idleTimer);
    this.#store.database.close();
    this.#store.lock.release();
    this.#answer({ type: 'closed' });
    this.#port.close();
  }

  /** What is not committed rolls back with the connection when the thread ends. */
  #fail(error: unknown): void {
    const { name } = this.#store.database;
    const reason = asError(error);
    const code = 'code' in reason ? ` (${String(reason.code)})` : '';
    const text = `${name} cannot be read or written: ${reason.message}${code}`;
    this.#answer({ type: 'failed', error: new Error(text) });
    clearTimeout(this.#idleTimer);
    this.#port.close();
  }

  #answer(answer: WorkerAnswer): void {
    this.#port.postMessage(answer);
  }
}

function start(port: MessagePort, options: WorkerOptions): void {
  let store: OpenDatabase;
  try {
    store = openDatabase(options.folder);
  } catch (error) {
    const answer: WorkerAnswer = { type: 'refused', error: asError(error) };
    port.postMessage(answer);
    return;
  }
  const worker = new StoreWorker(port, store);
  port.on('message', (request: SharedArrayBuffer | WorkerRequest) => worker.receive(request));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

assert(parentPort !== null, 'worker.js runs in a worker thread');
start(parentPort, workerData as WorkerOptions);
