/**
 * Where the lines of the log go: a file descriptor, written to without ever waiting for whoever
 * reads. If they fall too far behind, lines are lost, and counted. main.ts gives it stderr.
 */
import { once } from 'node:events';
import { pino } from 'pino';

/** What may wait for a reader. */
const PENDING_BYTES_MAX = 4 * 1024 * 1024;

export class LogOutput {
  readonly #stream: ReturnType<typeof pino.destination>;
  #lostCount = 0;
  #hasEnded = false;

  /** Told of lines that were lost, once there is room again. */
  onLost: (count: number) => void = () => {};

  constructor(fileDescriptor: number, pendingBytesMax = PENDING_BYTES_MAX) {
    this.#stream = pino.destination({
      dest: fileDescriptor,
      sync: false,
      maxLength: pendingBytesMax,
    });
    this.#stream.on('drop', () => {
      this.#lostCount++;
    });
    this.#stream.on('drain', () => {
      const count = this.#lostCount;
      this.#lostCount = 0;
      if (count > 0) this.onLost(count);
    });
    this.#stream.on('error', () => {
      // The reader has gone, and with it whoever could be told.
    });
  }

  readonly write = (line: string): void => {
    if (!this.#hasEnded) this.#stream.write(line);
  };

  /** Writes what waits, now: the process is about to end. */
  flush(): void {
    if (!this.#hasEnded) this.#stream.flushSync();
  }

  /** Resolves when all is written; later lines are not. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    const closed = once(this.#stream, 'close');
    this.#stream.end();
    await closed;
  }
}
