/**
 * What is measured rather than counted: the delays of the event loop, and how long commits take and
 * how much they hold. Kept by prom-client. The event loop is watched from the first scrape on.
 */
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, Histogram, Registry } from 'prom-client';
import type { Commit, Store } from '../../core/store.js';

const NANOSECONDS = 1e9;
const RESOLUTION_MS = 10;

/** All that went to the disk since the start. */
export interface CommitTotals {
  readonly count: number;
  readonly bytes: number;
  readonly durationMs: number;
}

export class RuntimeMetrics {
  readonly #registry = new Registry();
  readonly #commits = { count: 0, bytes: 0, durationMs: 0 };
  #delays: IntervalHistogram | undefined;

  constructor(store: Store) {
    this.#watchCommits(store);
    this.#gauge('event_loop_delay_mean_seconds', 'Mean delay', ({ mean }) => mean);
    this.#gauge('event_loop_delay_p99_seconds', '99th percentile of the delays', (delays) =>
      delays.percentile(99),
    );
    this.#gauge('event_loop_delay_max_seconds', 'Longest delay', ({ max }) => max);
  }

  get commits(): CommitTotals {
    return this.#commits;
  }

  /** In Prometheus' text format. */
  async text(): Promise<string> {
    const text = await this.#registry.metrics();
    this.#delays ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.#delays.enable();
    this.#delays.reset();
    return text;
  }

  stop(): void {
    this.#delays?.disable();
  }

  #gauge(name: string, what: string, nanoseconds: (delays: IntervalHistogram) => number): void {
    const delays = (): IntervalHistogram | undefined => this.#delays;
    new Gauge({
      name: `leveret_${name}`,
      help: `${what} of the event loop since the scrape before.`,
      registers: [this.#registry],
      collect() {
        const known = delays();
        const value = known === undefined ? 0 : nanoseconds(known) - RESOLUTION_MS * 1e6;
        this.set(Number.isFinite(value) && value > 0 ? value / NANOSECONDS : 0);
      },
    });
  }

  #watchCommits(store: Store): void {
    const registers = [this.#registry];
    const duration = new Histogram({
      name: 'leveret_store_commit_duration_seconds',
      help: 'From handing a batch to the disk to its being there.',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    });
    const changes = new Histogram({
      name: 'leveret_store_batch_changes',
      help: 'Changes of one commit.',
      buckets: [1, 4, 16, 64, 256, 1_024, 4_096],
      registers,
    });
    const bytes = new Histogram({
      name: 'leveret_store_batch_bytes',
      help: 'Size of one commit.',
      buckets: [1_024, 16_384, 65_536, 262_144, 1_048_576, 4_194_304],
      registers,
    });
    store.onCommit = (commit: Commit) => {
      duration.observe(commit.durationMs / 1_000);
      changes.observe(commit.changes);
      bytes.observe(commit.bytes);
      this.#commits.count++;
      this.#commits.bytes += commit.bytes;
      this.#commits.durationMs += commit.durationMs;
    };
    new Gauge({
      name: 'leveret_store_pending_bytes',
      help: 'Memory that waits for the disk.',
      registers,
      collect() {
        this.set(store.pendingBytes ?? 0);
      },
    });
  }
}
