/**
 * Raises the memory alarm before the process runs out: four times a second it compares what the
 * process uses with what it may. Owned by server.ts; the protocols heed the alarm (core/alarms.ts).
 */
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Alarms } from './core/alarms.js';
import type { Clock, Timer } from './core/clock.js';

const INTERVAL_MS = 250;
/** Of the machine's memory, or of the container's: RabbitMQ's vm_memory_high_watermark. */
const MACHINE_SHARE_MAX = 0.6;
/**
 * Of the JavaScript heap, which has a limit of its own: beyond it the process is aborted, not
 * slowed down.
 */
const HEAP_SHARE_MAX = 0.75;

/**
 * Of the smaller limit. If messages hold less, the rest is garbage, which the next publishes make
 * the collector take: an idle process does not collect, and its publishers would stay blocked.
 */
const HELD_SHARE_MIN = 0.25;

/**
 * Of the smaller limit, for messages that stay in memory although they are on the disk. Before the
 * alarm can be raised for them.
 */
const RESIDENT_SHARE_MAX = 0.2;

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
    const limits = this.#limits;
    const isUsedUp =
      heap > limits.heap * HEAP_SHARE_MAX || heap + external > limits.machine * MACHINE_SHARE_MAX;
    const heldMin = Math.min(limits.heap, limits.machine) * HELD_SHARE_MIN;
    this.#alarms.set('memory', isUsedUp && this.#heldBytes() > heldMin);
  }
}

/** What a broker in this process may keep in memory of what its store could bring back. */
export function residentBytesMax(limits: MemoryLimits = processLimits()): number {
  return Math.min(limits.heap, limits.machine) * RESIDENT_SHARE_MAX;
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
