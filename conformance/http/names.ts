/**
 * Names that each broker has of its own: of its node, its ports, a connection, a channel. Questions
 * and mistakes have them in braces.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Management } from './management.js';

export type Names = Readonly<Record<string, string>>;

/** Lists of the API; every key that one of them may lack is optional. */
interface Listed {
  readonly name: string;
  readonly protocol?: string;
  readonly port?: number;
  readonly user?: string;
  readonly confirm?: boolean;
  readonly consumer_count?: number;
  readonly properties_key?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

const STATS_LIMIT_MS = 30_000;
const POLL_INTERVAL_MS = 500;

export async function readNode(
  management: Management,
): Promise<{ node: string; amqpPort: number }> {
  const overview = (await management.get('/overview')) as {
    readonly node: string;
    readonly listeners: readonly { readonly protocol: string; readonly port: number }[];
  };
  const listener = overview.listeners.find(({ protocol }) => protocol === 'amqp');
  if (listener === undefined) throw new Error(`${management.url}: no listener speaks AMQP`);
  return { node: overview.node, amqpPort: listener.port };
}

/** Waits until the statistics of the broker have heard of the traffic, which takes seconds. */
export async function readNames(management: Management): Promise<Names> {
  const { node, amqpPort } = await readNode(management);
  const deadline = Date.now() + STATS_LIMIT_MS;
  for (;;) {
    const found: Readonly<Record<string, string | undefined>> = {
      node,
      amqpPort: String(amqpPort),
      ...(await readTraffic(management)),
    };
    const missing = Object.keys(found).filter((key) => found[key] === undefined);
    if (missing.length === 0) return found as Names;
    if (Date.now() > deadline) throw new Error(`${management.url} shows no ${missing.join(', ')}`);
    await wait(POLL_INTERVAL_MS);
  }
}

async function readTraffic(management: Management) {
  const list = async (path: string): Promise<readonly Listed[]> =>
    (await management.get(path)) as readonly Listed[];
  const channels = await list('/channels');
  const bindings = await list('/bindings/shop/e/attributes/q/classic');
  return {
    connection: (await list('/connections')).find(({ user }) => user === 'alice')?.name,
    consumingChannel: channels.find((one) => one.consumer_count === 3)?.name,
    confirmingChannel: channels.find(({ confirm }) => confirm)?.name,
    propertiesKey: bindings.find((one) => one.arguments?.['kind'] === 'a')?.properties_key,
  };
}

/** {"node"} and the like in a path become what this broker has for them. */
export function fillIn(path: string, names: Names): string {
  return path.replace(/\{(\w+)\}/g, (_all, key: string) => {
    const name = names[key];
    if (name === undefined) throw new Error(`${path}: nothing is called {${key}}`);
    return encodeURIComponent(name);
  });
}
