/**
 * Leveret within another program: a broker on a port of that program's own process. This is the
 * package's public face; what is not named here may change at any time.
 */
import type { Store } from './core/store.js';
import { Log, type LogLevel } from './log.js';
import { Server, type Started } from './server.js';
import { MemoryStore } from './store/memory.js';
import { SqliteStore, type SqliteStoreOptions } from './store/sqlite/engine.js';
import { machineTime } from './ticker.js';
import { readVersion } from './version.js';

export { MemoryStore, SqliteStore };
export type { LogLevel, SqliteStoreOptions, Started, Store };

export interface BrokerOptions {
  /** 127.0.0.1 */
  readonly host?: string;
  /** 5672; 0 takes a free one. */
  readonly port?: number;
  /** A MemoryStore, which forgets everything at the end; a SqliteStore keeps what is durable. */
  readonly store?: Store;
  /** Each a line of JSON. Without it the broker is silent. */
  readonly writeLog?: (line: string) => void;
  readonly logLevel?: LogLevel;
  /**
   * The store has failed for good: nothing is confirmed any more, and the connections were closed.
   */
  readonly onFailed?: (reason: Error) => void;
}

export interface EmbeddedBroker {
  /** Undefined until it has started. */
  readonly address: Started | undefined;
  start(): Promise<Started>;
  stop(): Promise<void>;
}

export function createBroker(options: BrokerOptions = {}): EmbeddedBroker {
  const { host = '127.0.0.1', port = 5672, store = new MemoryStore() } = options;
  const { writeLog = () => {}, logLevel = 'info', onFailed = () => {} } = options;
  const log = new Log(logLevel, writeLog, machineTime.now);
  const server = new Server({ host, port, store, log, version: readVersion(), onFailed });
  let address: Started | undefined;
  return {
    get address() {
      return address;
    },
    async start() {
      address = await server.start();
      return address;
    },
    async stop() {
      await server.stop();
      address = undefined;
    },
  };
}
