/**
 * Where the lines of the log go: a file descriptor, written to without ever waiting for whoever
 * reads. If they fall too far behind, lines are lost, and counted; when the process ends they have
 * a moment left. main.ts gives it stderr.
 */
import { write, writeSync } from 'node:fs';

/** What may wait for a reader. */
const PENDING_BYTES_MAX = 4 * 1024 * 1024;
/** For the last lines, where nobody reads. */
const LAST_WORDS_MS = 1_000;
const RETRY_MS = 20;

export interface LogOutputOptions {
  readonly pendingBytesMax?: number;
  readonly lastWordsMs?: number;
}

export class LogOutput {
  readonly #fileDescriptor: number;
  readonly #pendingBytesMax: number;
  readonly #lastWordsMs: number;
  #lines: string[] = [];
  /** What is being written; the lines come after it. */
  #batch = Buffer.alloc(0);
  #pendingBytes = 0;
  #isWriting = false;
  /** The system has the batch, and will tell what it took of it. */
  #isHandedOver = false;
  #lostCount = 0;
  #hasEnded = false;
  #onIdle: () => void = () => {};

  /** Told of lines that were lost, once there is room again. */
  onLost: (count: number) => void = () => {};

  constructor(fileDescriptor: number, options: LogOutputOptions = {}) {
    this.#fileDescriptor = fileDescriptor;
    this.#pendingBytesMax = options.pendingBytesMax ?? PENDING_BYTES_MAX;
    this.#lastWordsMs = options.lastWordsMs ?? LAST_WORDS_MS;
  }

  readonly write = (line: string): void => {
    if (this.#hasEnded) return;
    const size = Buffer.byteLength(line);
    if (this.#pendingBytes + size > this.#pendingBytesMax) {
      this.#lostCount++;
      return;
    }
    this.#pendingBytes += size;
    this.#lines.push(line);
    if (!this.#isWriting) this.#writeNext();
  };

  /** Writes what waits, now: the process is about to end. */
  flush(): void {
    if (this.#hasEnded) return;
    if (this.#isHandedOver) this.#batch = Buffer.alloc(0);
    const deadline = performance.now() + this.#lastWordsMs;
    while (this.#takeBatch()) {
      try {
        this.#written(writeSync(this.#fileDescriptor, this.#batch));
      } catch (error) {
        if (!isFull(error) || performance.now() >= deadline) return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
      }
    }
  }

  /** Resolves when all is written, or after a while if nobody reads; later lines are not. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    if (!this.#isWriting) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#lastWordsMs);
      this.#onIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** False if nothing waits. */
  #takeBatch(): boolean {
    if (this.#batch.length === 0) {
      this.#batch = Buffer.from(this.#lines.join(''));
      this.#lines = [];
    }
    return this.#batch.length > 0;
  }

  #written(size: number): void {
    this.#batch = this.#batch.subarray(size);
    this.#pendingBytes -= size;
  }

  #writeNext(): void {
    this.#isWriting = this.#takeBatch();
    if (!this.#isWriting) return this.#idle();
    this.#isHandedOver = true;
    write(this.#fileDescriptor, this.#batch, (error, size) => {
      this.#isHandedOver = false;
      if (error === null) {
        this.#written(size);
        this.#writeNext();
      } else if (isFull(error)) {
        setTimeout(() => {
          this.#writeNext();
        }, RETRY_MS).unref();
      } else {
        // The reader has gone, and with it whoever could be told.
        this.#batch = Buffer.alloc(0);
        this.#lines = [];
        this.#pendingBytes = 0;
        this.#writeNext();
      }
    });
  }

  #idle(): void {
    this.#onIdle();
    const count = this.#lostCount;
    this.#lostCount = 0;
    if (count > 0) this.onLost(count);
  }
}

/** A pipe that nobody reads takes no more. */
function isFull(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EAGAIN' || code === 'EBUSY';
}
