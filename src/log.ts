/**
 * The log: one JSON object a line. main.ts gives it stderr; whoever has something to tell an
 * operator is given a Log. What happens for each message never goes here.
 */
import { pino, type Logger } from 'pino';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Parts of the broker whose lines may have a level of their own. */
export const LOG_CATEGORIES = ['connection'] as const;
export type LogCategory = (typeof LOG_CATEGORIES)[number];

export type LogFields = Readonly<Record<string, unknown>>;

export class Log {
  readonly #logger: Logger;
  readonly #write: (line: string) => void;
  readonly #now: () => number;
  readonly #categories = new Map<LogCategory, Log>();
  /** Categories that were told a level keep it when the others change. */
  readonly #ownLevels = new Set<LogCategory>();

  constructor(
    level: LogLevel,
    write: (line: string) => void,
    now: () => number,
    category?: LogCategory,
  ) {
    this.#write = write;
    this.#now = now;
    const options = {
      level,
      // Process and host are the business of whoever collects the lines.
      base: category === undefined ? null : { category },
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }), log: plain },
    };
    this.#logger = pino(options, { write });
  }

  get level(): LogLevel {
    return LOG_LEVELS.find((level) => level === this.#logger.level) ?? 'silent';
  }

  /** From now on, also for the categories that have no level of their own. */
  setLevel(level: LogLevel, category?: LogCategory): void {
    if (category === undefined) {
      this.#logger.level = level;
      for (const [name, log] of this.#categories) {
        if (!this.#ownLevels.has(name)) log.setLevel(level);
      }
    } else {
      this.#ownLevels.add(category);
      this.category(category).setLevel(level);
    }
  }

  /** Writes to the same place, with the category in each line. */
  category(name: LogCategory): Log {
    let log = this.#categories.get(name);
    if (log === undefined) {
      log = new Log(this.level, this.#write, this.#now, name);
      this.#categories.set(name, log);
    }
    return log;
  }

  debug(message: string, fields: LogFields = {}): void {
    this.#logger.debug(fields, message);
  }

  info(message: string, fields: LogFields = {}): void {
    this.#logger.info(fields, message);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#logger.warn(fields, message);
  }

  error(message: string, fields: LogFields = {}): void {
    this.#logger.error(fields, message);
  }

  fatal(message: string, fields: LogFields = {}): void {
    this.#logger.fatal(fields, message);
  }
}

/** Errors and big integers, which JSON leaves out or refuses. */
function plain(fields: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(fields).map(([name, value]) => {
    if (value instanceof Error) return [name, value.stack ?? value.message];
    return [name, typeof value === 'bigint' ? value.toString() : value];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}
