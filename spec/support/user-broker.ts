/**
 * The broker as a user has it, for specs that run what users run: the one that AMQP_URL names, or
 * else the built one in a process and a data folder of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import amqp from 'amqplib';
import { Program } from './program.js';

export interface UserBroker {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startUserBroker(): Promise<UserBroker> {
  const given = process.env['AMQP_URL'];
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), 'leveret-spec-'));
  const options = ['--port', '0', '--management', 'off'];
  const program = new Program(['dist/src/main.js', 'start', ...options, '--data-dir', folder]);
  const stop = async (): Promise<void> => {
    await program.stop();
    await rm(folder, { recursive: true });
  };
  try {
    const [, url = ''] = await program.line(/^leveret ready (amqp:\/\/\S+)/);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export interface Names {
  readonly queues: readonly string[];
  readonly exchanges: readonly string[];
}

/** Those that do not exist are no matter. */
export async function deleteAll(url: string, names: Names): Promise<void> {
  const connection = await amqp.connect(url);
  const channel = await connection.createChannel();
  for (const queue of names.queues) await channel.deleteQueue(queue);
  for (const exchange of names.exchanges) await channel.deleteExchange(exchange);
  await connection.close();
}
