/**
 * What the broker may run short of: memory and the disk of its data folder, with their limits, and
 * the log of their alarms. Built by server.ts; the watches do the measuring.
 */
import { totalmem } from 'node:os';
import { bytesOf } from './amount.js';
import type { Alarms } from './core/alarms.js';
import { assert } from './core/assert.js';
import type { Clock } from './core/clock.js';
import { DISK_FREE_LIMIT, DiskWatch, measureDisk } from './disk-watch.js';
import type { Log } from './log.js';
import type { MachineLimits } from './management/machine.js';
import { MemoryWatch } from './memory-watch.js';

/** Amounts as of amount.ts. */
export interface ResourceLimits {
  readonly memoryHighWatermark?: string | undefined;
  readonly diskFreeLimit?: string | undefined;
}

export interface ResourcesOptions extends ResourceLimits {
  readonly clock: Clock;
  readonly touch: () => void;
  readonly alarms: Alarms;
  readonly log: Log;
  /** What messages take in memory. */
  readonly heldBytes: () => number;
  /** Without one no disk is watched: nothing is written. */
  readonly folder?: string | undefined;
}

export class Resources {
  readonly memory: MemoryWatch;
  readonly disk: DiskWatch | undefined;

  constructor(options: ResourcesOptions) {
    const { clock, touch, alarms, log, heldBytes, folder } = options;
    this.memory = new MemoryWatch(clock, alarms, heldBytes);
    if (folder !== undefined) {
      const limitBytes = diskBytesOf(DISK_FREE_LIMIT);
      const measure = measureDisk(folder);
      this.disk = new DiskWatch({ clock, touch, alarms, log, limitBytes, measure });
    }
    this.limit(options);
    alarms.listeners.add(() => {
      if (alarms.isActive) log.warn('publishers are blocked', { reason: alarms.reason });
      else log.info('publishers are blocked no more');
    });
  }

  /** What metrics tell of them. */
  get facts(): MachineLimits {
    return {
      memoryBytesMax: this.memory.highBytes,
      diskFreeBytes: this.disk?.freeBytes,
      diskFreeBytesMin: this.disk?.limitBytes,
    };
  }

  start(): void {
    this.memory.start();
    this.disk?.start();
  }

  stop(): void {
    this.memory.stop();
    this.disk?.stop();
  }

  /** What is given counts from the next look on. */
  limit({ memoryHighWatermark, diskFreeLimit }: ResourceLimits): void {
    if (memoryHighWatermark !== undefined) this.memory.setHighWatermark(memoryHighWatermark);
    if (this.disk !== undefined && diskFreeLimit !== undefined) {
      this.disk.limitBytes = diskBytesOf(diskFreeLimit);
    }
  }
}

/** A share is one of the machine's memory, as in RabbitMQ. */
function diskBytesOf(amount: string): number {
  const bytes = bytesOf(amount, totalmem());
  assert(bytes !== undefined, `an option let ${amount} pass as an amount`);
  return bytes;
}
