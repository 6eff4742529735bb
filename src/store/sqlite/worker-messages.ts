/**
 * What engine.ts and worker.ts say to each other besides batches: a bare SharedArrayBuffer is a
 * batch on its way to the disk, and the same buffer on its way back says that it is committed.
 */
import type { QueueMark } from '../../core/store.js';
import type { DefinitionPage } from './recovery.js';

export interface WorkerOptions {
  readonly folder: string;
}

export type WorkerRequest =
  | { readonly type: 'next-page' }
  | { readonly type: 'fetch'; readonly queueId: number; readonly sequences: readonly number[] }
  | { readonly type: 'close'; readonly queueMarks: readonly QueueMark[] };

export type WorkerAnswer =
  /** The file cannot be used; the worker ends. */
  | { readonly type: 'refused'; readonly error: Error }
  | { readonly type: 'definitions'; readonly page: DefinitionPage }
  | { readonly type: 'messages'; readonly page: SharedArrayBuffer }
  | { readonly type: 'recovered' }
  | { readonly type: 'fetched'; readonly queueId: number; readonly page: SharedArrayBuffer }
  /** A commit, a read or a checkpoint failed; the worker ends. */
  | { readonly type: 'failed'; readonly error: Error }
  /** All is on the disk and the folder is free; the worker ends. */
  | { readonly type: 'closed' };
