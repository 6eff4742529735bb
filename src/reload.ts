/**
 * What a hangup changes: the configuration is read again, and what can be taken on while the broker
 * runs is; the log names what needs a restart. Called by main.ts.
 */
import { brokerOptions } from './broker-config.js';
import { type Config, OPTIONS } from './config.js';
import type { Log } from './log.js';
import { UsageError } from './option.js';
import type { Server } from './server.js';

/** Taken on at once, or by the next connection. */
const LIVE: ReadonlySet<string> = new Set<keyof Config>([
  'logLevel',
  'logLevelConnection',
  'memoryHighWatermark',
  'diskFreeLimit',
  'vhostMax',
  'channelMaxPerNode',
  'clusterQueueLimit',
  'clusterExchangeLimit',
  'maxMessageSize',
  'heartbeat',
  'frameMax',
  'channelMax',
  'consumerMaxPerChannel',
  'consumerTimeout',
]);

interface ReloadContext {
  readonly server: Pick<Server, 'reload'>;
  readonly log: Log;
  /** Throws a UsageError on a mistake. */
  readonly read: () => Config;
}

/** The configuration that holds from now on. A mistake in it changes nothing. */
export function reload(current: Config, { server, log, read }: ReloadContext): Config {
  let next: Config;
  try {
    next = read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    log.error('the configuration stays as it was', { reason: error.message });
    return current;
  }
  setLogLevels(log, next);
  server.reload({ ...brokerOptions(next), consumerTimeoutMs: next.consumerTimeout });
  const changed = Object.entries(OPTIONS).filter(([name]) => {
    const [before, after] = [current, next].map((config) => new Map(Object.entries(config)));
    return String(before?.get(name)) !== String(after?.get(name));
  });
  const keysOf = (isLive: boolean): string[] =>
    changed.filter(([name]) => LIVE.has(name) === isLive).map(([, { key }]) => key);
  log.info('the configuration was read again', { changed: keysOf(true) });
  const restart = keysOf(false);
  if (restart.length > 0) log.warn('these options need a restart', { options: restart });
  return next;
}

export function setLogLevels(log: Log, { logLevel, logLevelConnection }: Config): void {
  log.setLevel(logLevel);
  log.setLevel(logLevelConnection === 'default' ? logLevel : logLevelConnection, 'connection');
}
