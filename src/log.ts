/**
 * The log: one JSON object a line, with time, level and message first. main.ts gives it stderr;
 * whoever has something to tell an operator is given a Log. What happens for each message never
 * goes here.
 */

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type LogFields = Readonly<Record<string, unknown>>;

export class Log {
  readonly #lowest: number;
  readonly #write: (line: string) => void;
  readonly #now: () => number;

  constructor(level: LogLevel, write: (line: string) => void, now: () => number) {
    this.#lowest = LOG_LEVELS.indexOf(level);
    this.#write = write;
    this.#now = now;
  }

  debug(message: string, fields?: LogFields): void {
    this.#log('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#log('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#log('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#log('error', message, fields);
  }

  fatal(message: string, fields?: LogFields): void {
    this.#log('fatal', message, fields);
  }

  #log(level: LogLevel, message: string, fields: LogFields = {}): void {
    if (LOG_LEVELS.indexOf(level) < this.#lowest) return;
    const time = new Date(this.#now()).toISOString();
    this.#write(`${JSON.stringify({ time, level, message, ...fields }, plain)}\n`);
  }
}

/** Errors and big integers, which JSON leaves out or refuses. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Error) return value.stack ?? value.message;
  if (typeof value === 'bigint') return value.toString();
  return value;
}
