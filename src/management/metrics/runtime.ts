/**
 * What is measured rather than counted: the delays of the event loop, and how long commits take and
 * how much they hold. The event loop is watched from the first scrape on.
 */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Histogram } from '../../core/histogram.js';
import type { Store } from '../../core/store.js';
import { heading, histogram, sample } from './group.js';

const NANOSECONDS = 1e9;
const RESOLUTION_MS = 10;

/** All that went to the disk since the start. */
export interface CommitTotals {
  readonly count: number;
  readonly bytes: number;
  readonly durationMs: number;
}

export class RuntimeMetrics {
  readonly #store: Store;
  readonly #seconds = new Histogram([
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5,
  ]);
  readonly #changes = new Histogram([1, 4, 16, 64, 256, 1_024, 4_096]);
  readonly #bytes = new Histogram([1_024, 16_384, 65_536, 262_144, 1_048_576, 4_194_304]);
  readonly #commits = { count: 0, bytes: 0, durationMs: 0 };
  #delays: IntervalHistogram | undefined;

  constructor(store: Store) {
    this.#store = store;
    store.onCommit = ({ durationMs, changes, bytes }) => {
      this.#seconds.note(durationMs / 1_000);
      this.#changes.note(changes);
      this.#bytes.note(bytes);
      this.#commits.count++;
      this.#commits.bytes += bytes;
      this.#commits.durationMs += durationMs;
    };
  }

  get commits(): CommitTotals {
    return this.#commits;
  }

  /** In Prometheus' text format. */
  text(): string {
    const pieces = [
      ...histogram(
        'leveret_store_commit_duration_seconds',
        'From handing a batch to the disk to its being there.',
        this.#seconds,
      ),
      ...histogram('leveret_store_batch_changes', 'Changes of one commit.', this.#changes),
      ...histogram('leveret_store_batch_bytes', 'Size of one commit.', this.#bytes),
      gauge(
        'leveret_store_pending_bytes',
        'Memory that waits for the disk.',
        this.#store.pendingBytes ?? 0,
      ),
      delay('mean', 'Mean delay', this.#delays?.mean),
      delay('p99', '99th percentile of the delays', this.#delays?.percentile(99)),
      delay('max', 'Longest delay', this.#delays?.max),
    ];
    this.#delays ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.#delays.enable();
    this.#delays.reset();
    return pieces.join('');
  }

  stop(): void {
    this.#delays?.disable();
  }
}

function delay(which: string, what: string, nanoseconds = NaN): string {
  const seconds = nanoseconds / NANOSECONDS - RESOLUTION_MS / 1_000;
  return gauge(
    `leveret_event_loop_delay_${which}_seconds`,
    `${what} of the event loop since the scrape before.`,
    seconds > 0 ? seconds : 0,
  );
}

function gauge(name: string, help: string, value: number): string {
  return heading(name, 'gauge', help) + sample(name, '', value);
}
