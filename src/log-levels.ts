/**
 * The levels of the log as the HTTP API asks for them and changes them, also in RabbitMQ's words.
 * server.ts hands it to management/.
 */
import { type Log, LOG_CATEGORIES, LOG_LEVELS } from './log.js';

/** RabbitMQ's levels that are called otherwise here. */
export const RABBITMQ_LEVELS: Readonly<Record<string, string>> = {
  notice: 'info',
  warning: 'warn',
  critical: 'fatal',
  alert: 'fatal',
  emergency: 'fatal',
  none: 'silent',
};

export class LogLevels {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** By category; "default" is all that have no level of their own. */
  read(): Readonly<Record<string, string>> {
    const levels: Record<string, string> = { default: this.#log.level };
    for (const name of LOG_CATEGORIES) levels[name] = this.#log.category(name).level;
    return levels;
  }

  /** A text says what would be right. */
  set(given: string, category: string): string | undefined {
    const level = LOG_LEVELS.find((known) => known === (RABBITMQ_LEVELS[given] ?? given));
    if (level === undefined) return `level is one of ${LOG_LEVELS.join(', ')}`;
    if (category === 'default') {
      this.#log.setLevel(level);
      return undefined;
    }
    const known = LOG_CATEGORIES.find((name) => name === category);
    if (known === undefined) return `category is one of default, ${LOG_CATEGORIES.join(', ')}`;
    this.#log.setLevel(level, known);
    return undefined;
  }
}
