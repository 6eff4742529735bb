/**
 * `npm run conformance -- clients [names] [--no-install]`: plays every client's program against one
 * broker, two at a time, and prints the table. scripts/test.mjs starts it. With AMQP_URL the broker
 * is that one.
 */
import { fileURLToPath } from 'node:url';
import amqplib from 'amqplib';
import { broker } from '../support/broker.js';
import { choose, readArguments } from './arguments.js';
import { clientDifferences, findUnknown } from './client-differences.js';
import { type Client, readClients } from './client.js';
import { install, installRefusal, presenceOf } from './packages.js';
import { play } from './play.js';
import { killPrograms } from './program.js';
import { render } from './render.js';
import { judge, type Result } from './verdict.js';

/** The sources, seen from dist/conformance/table/: programs are not compiled. */
const CLIENTS = fileURLToPath(new URL('../../../conformance/clients/', import.meta.url));
const AT_ONCE = 2;

async function main(): Promise<boolean> {
  const { names, mayInstall } = readArguments(process.argv.slice(2), process.env);
  const all = readClients(CLIENTS);
  const unknown = findUnknown(clientDifferences, all);
  if (unknown.length > 0) throw new Error(`client-differences.ts: ${unknown.join(', ')}`);
  const clients = choose(all, names);
  const skipped = await prepare(clients, mayInstall);
  await broker.start();
  let results: readonly Result[];
  try {
    const differences = clientDifferences[await productOf(broker.url)] ?? {};
    results = await inTurns(clients, async (client) => {
      const result = skipped.get(client);
      if (result !== undefined) return result;
      const outcomes = await play(client, {
        url: broker.url,
        managementUrl: broker.managementUrl,
        differences: differences[client.name] ?? {},
      });
      return { client, kind: 'played', outcomes };
    });
  } finally {
    await broker.stop();
  }
  const verdict = judge(results, { mustPlayAll: process.env['CI'] !== undefined });
  process.stdout.write(`\n${render(results, verdict)}`);
  return verdict.failed === 0;
}

/** Those that cannot run, after all has been installed that may be. */
async function prepare(
  clients: readonly Client[],
  mayInstall: boolean,
): Promise<ReadonlyMap<Client, Result>> {
  const missing = await lookAt(clients);
  if (missing.size === 0) return missing;
  const refusal = mayInstall ? installRefusal() : 'switched off';
  if (refusal !== undefined) {
    tell(`nothing is installed: ${refusal}`);
    return missing;
  }
  await install([...missing.keys()], tell);
  return lookAt([...missing.keys()]);
}

async function lookAt(clients: readonly Client[]): Promise<ReadonlyMap<Client, Result>> {
  const skipped = new Map<Client, Result>();
  await inTurns(clients, async (client) => {
    const presence = await presenceOf(client);
    if (presence.isReady) return;
    const { reason, isInstalled } = presence;
    skipped.set(client, { client, kind: 'skipped', reason, isInstalled });
  });
  return skipped;
}

/** The results are in the order of the items. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, item] = next;
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

async function productOf(url: string): Promise<string> {
  const connection = await amqplib.connect(url);
  const { product } = connection.connection.serverProperties;
  await connection.close();
  return product;
}

function tell(line: string): void {
  process.stderr.write(`conformance: ${line}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    killPrograms();
    process.kill(process.pid, signal);
  });
}

if (!(await main())) process.exitCode = 1;
