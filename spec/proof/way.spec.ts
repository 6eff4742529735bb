/**
 * Follows a real message through a broker, from socket to socket and to SQLite, and holds the table
 * in ARCHITECTURE.md against the way it took.
 */
import { readFileSync } from 'node:fs';
import amqplib from 'amqplib';
import { expect } from 'chai';
import { createBroker, SqliteStore } from '../../src/index.js';
import { useTemporaryFolder } from '../support/temporary-folder.js';

/** A row of the table names files, and behind a file the methods that are called there. */
interface Step {
  readonly file: string;
  readonly method: string;
}

const ROOT = new URL('../../../', import.meta.url);

function stepsInTable(): Step[] {
  const text = readFileSync(new URL('ARCHITECTURE.md', ROOT), 'utf8');
  const table = text.slice(
    text.indexOf('## The way of one message'),
    text.indexOf('## Three more'),
  );
  const steps: Step[] = [];
  for (const [, where = ''] of table.matchAll(/^\| \d+ *\| ([^|]*)\|/gm)) {
    let file = '';
    for (const [, word = ''] of where.matchAll(/`([^`]*)`/g)) {
      if (word.endsWith('.ts')) file = word;
      else steps.push({ file, method: word });
    }
  }
  return steps;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Notes the first call of each; gives what takes the watch off again. */
async function watch(steps: readonly Step[], seen: string[]): Promise<() => void> {
  const undo: (() => void)[] = [];
  for (const { file, method } of steps) {
    const url = new URL(`dist/src/${file.replace(/\.ts$/, '.js')}`, ROOT);
    const exported = Object.values((await import(url.href)) as Record<string, unknown>);
    const owner = exported.find((each) => typeof each === 'function' && hasMethod(each, method));
    if (owner === undefined) throw new Error(`${file} has no ${method}`);
    const prototype = (owner as { prototype: Record<string, Method> }).prototype;
    const original = prototype[method];
    if (original === undefined) throw new Error(`${file} has no ${method}`);
    const name = `${file} ${method}`;
    prototype[method] = function (...args): unknown {
      if (!seen.includes(name)) seen.push(name);
      return original.apply(this, args);
    };
    undo.push(() => (prototype[method] = original));
  }
  return () => undo.forEach((each) => each());
}

function hasMethod(exported: unknown, method: string): boolean {
  const { prototype } = exported as { prototype?: unknown };
  return typeof prototype === 'object' && prototype !== null && Object.hasOwn(prototype, method);
}

describe('The way of one message', () => {
  const folder = useTemporaryFolder();

  it('is the one in ARCHITECTURE.md', async () => {
    const broker = createBroker({ port: 0, store: new SqliteStore({ folder: folder() }) });
    const { host, port } = await broker.start();
    const consuming = await amqplib.connect(`amqp://${host}:${port}`);
    const publishing = await amqplib.connect(`amqp://${host}:${port}`);
    const steps = stepsInTable();
    expect(steps).to.have.length.greaterThan(12);
    const seen: string[] = [];
    let unwatch = (): void => {};
    try {
      const consumer = await consuming.createChannel();
      await consumer.assertQueue('q', { durable: true });
      await consumer.bindQueue('q', 'amq.topic', 'the.#');
      const arrived = new Promise<void>((resolve) => {
        void consumer.consume('q', () => resolve());
      });
      const publisher = await publishing.createConfirmChannel();
      unwatch = await watch(steps, seen);
      publisher.publish('amq.topic', 'the.way', Buffer.from('m'), { persistent: true });
      await publisher.waitForConfirms();
      await arrived;
    } finally {
      unwatch();
      await publishing.close();
      await consuming.close();
      await broker.stop();
    }
    expect(seen).to.deep.equal(steps.map(({ file, method }) => `${file} ${method}`));
  });
});
