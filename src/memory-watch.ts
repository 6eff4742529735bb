/**
 * Raises the memory alarm before the process runs out: four times a second it compares what the
 * process uses with what it may. Owned by server.ts; the protocols heed the alarm (core/alarms.ts).
 */
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { bytesOf } from './amount.js';
import type { Alarms } from './core/alarms.js';
import { assert } from './core/assert.js';
import type { Clock, Timer } from './core/clock.js';

const INTERVAL_MS = 250;
/** Of the machine's memory, or of the container's: RabbitMQ's vm_memory_high_watermark. */
export const MEMORY_HIGH_WATERMARK = '0.6';
/**
 * Of the JavaScript heap, which has a limit of its own: beyond it the process is aborted, not
 * slowed down.
 */
const HEAP_SHARE_MAX = 0.75;

/**
 * Of what may be used. If messages hold less, the rest is garbage, which the next publishes make
 * the collector take: an idle process does not collect, and its publishers would stay blocked.
 */
const HELD_SHARE_MIN = 1 / 3;

/**
 * Of what may be used, for messages that stay in memory although they are on the disk. Before the
 * alarm can be raised for them.
 */
const RESIDENT_SHARE_MAX = 1 / 4;

export interface MemoryUse {
  /** Bytes of objects, and of buffers outside the heap. */
  readonly heap: number;
  readonly external: number;
}

export interface MemoryLimits {
  readonly heap: number;
  readonly machine: number;
}

export class MemoryWatch {
  readonly #clock: Clock;
  readonly #alarms: Alarms;
  readonly #heldBytes: () => number;
  readonly #measure: () => MemoryUse;
  readonly #limits: MemoryLimits;
  #highBytes: number;
  #timer: Timer | undefined;

  constructor(
    clock: Clock,
    alarms: Alarms,
    heldBytes: () => number,
    measure: () => MemoryUse = measureProcess,
    limits: MemoryLimits = processLimits(),
  ) {
    this.#clock = clock;
    this.#alarms = alarms;
    this.#heldBytes = heldBytes;
    this.#measure = measure;
    this.#limits = limits;
    this.#highBytes = highBytesOf(MEMORY_HIGH_WATERMARK, limits);
  }

  /** Of all that the process uses; beyond it the alarm is raised. */
  get highBytes(): number {
    return this.#highBytes;
  }

  /** Counts from the next look on. */
  setHighWatermark(highWatermark: string): void {
    this.#highBytes = highBytesOf(highWatermark, this.#limits);
  }

  start(): void {
    this.#timer = this.#clock.after(INTERVAL_MS, () => {
      this.#check();
      this.start();
    });
  }

  stop(): void {
    this.#clock.cancel(this.#timer);
  }

  #check(): void {
    const { heap, external } = this.#measure();
    const heapMax = this.#limits.heap * HEAP_SHARE_MAX;
    const isUsedUp = heap > heapMax || heap + external > this.#highBytes;
    const heldMin = Math.min(heapMax, this.#highBytes) * HELD_SHARE_MIN;
    this.#alarms.set('memory', isUsedUp && this.#heldBytes() > heldMin);
  }
}

/** What a broker in this process may keep in memory of what its store could bring back. */
export function residentBytesMax(
  highWatermark = MEMORY_HIGH_WATERMARK,
  limits: MemoryLimits = processLimits(),
): number {
  const heapMax = limits.heap * HEAP_SHARE_MAX;
  return Math.min(heapMax, highBytesOf(highWatermark, limits)) * RESIDENT_SHARE_MAX;
}

function highBytesOf(highWatermark: string, { machine }: MemoryLimits): number {
  const bytes = bytesOf(highWatermark, machine);
  assert(bytes !== undefined, `an option let ${highWatermark} pass as an amount`);
  return bytes;
}

function measureProcess(): MemoryUse {
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, external };
}

function processLimits(): MemoryLimits {
  const constrained = process.constrainedMemory();
  const machine = totalmem();
  // Without a container's limit Node gives 0, or a number beyond any machine.
  const isConstrained = constrained > 0 && constrained < machine;
  return {
    heap: getHeapStatistics().heap_size_limit,
    machine: isConstrained ? constrained : machine,
  };
}
