/**
 * Raises the disk alarm before the database finds no room: it looks at the free space of the data
 * folder's disk, the more often the less there is. Owned by server.ts; the protocols heed the alarm
 * (core/alarms.ts).
 */
import { statfs } from 'node:fs';
import type { Alarms } from './core/alarms.js';
import type { Clock, Timer } from './core/clock.js';
import type { Log } from './log.js';

/** RabbitMQ's disk_free_limit. */
export const DISK_FREE_LIMIT = '50MB';

const INTERVAL_MIN_MS = 100;
const INTERVAL_MAX_MS = 10_000;
/** RabbitMQ's guess of how fast a disk may fill: 250 MB a second, and we look twice before. */
const FILL_BYTES_PER_MS_MAX = 250_000;

/** Gives the bytes that are free, or why they are not known. */
export type MeasureDisk = (done: (error: Error | null, freeBytes: number) => void) => void;

interface DiskWatchOptions {
  readonly clock: Clock;
  /** Brings the clock up to the machine's time. */
  readonly touch: () => void;
  readonly alarms: Alarms;
  readonly log: Pick<Log, 'warn'>;
  readonly limitBytes: number;
  readonly measure: MeasureDisk;
}

export class DiskWatch {
  /** With less the alarm is raised. */
  limitBytes: number;
  /** Undefined until it is known. */
  freeBytes: number | undefined;
  readonly #options: DiskWatchOptions;
  #timer: Timer | undefined;
  #isStopped = false;
  #isKnown = true;

  constructor(options: DiskWatchOptions) {
    this.#options = options;
    this.limitBytes = options.limitBytes;
  }

  start(): void {
    this.#options.measure((error, freeBytes) => {
      if (this.#isStopped) return;
      if (error === null) this.#judge(freeBytes);
      else this.#complain(error);
      this.#options.touch();
      this.#timer = this.#options.clock.after(this.#intervalMs(), () => {
        this.start();
      });
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#options.clock.cancel(this.#timer);
  }

  #judge(freeBytes: number): void {
    this.#isKnown = true;
    this.freeBytes = freeBytes;
    this.#options.alarms.set('disk', freeBytes < this.limitBytes);
  }

  /** Once for a run of failures. What was known last goes on to count. */
  #complain(error: Error): void {
    if (this.#isKnown) this.#options.log.warn('the free disk space cannot be told', { error });
    this.#isKnown = false;
  }

  #intervalMs(): number {
    const spare = (this.freeBytes ?? Infinity) - this.limitBytes;
    // What is short already needs somebody to make room, which takes longer.
    if (spare < 0) return INTERVAL_MAX_MS;
    const untilFullMs = spare / FILL_BYTES_PER_MS_MAX;
    return Math.min(Math.max(untilFullMs / 2, INTERVAL_MIN_MS), INTERVAL_MAX_MS);
  }
}

/** Of the disk that the folder is on, for those who are not root. */
export function measureDisk(folder: string): MeasureDisk {
  return (done) => {
    statfs(folder, (error, stats) => {
      done(error, error === null ? stats.bavail * stats.bsize : 0);
    });
  };
}
