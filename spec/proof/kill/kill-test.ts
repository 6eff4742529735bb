/**
 * Runs a broker again and again on one data folder, kills it under load at a random moment each
 * time, and in the end empties it. What the clients see goes to the ledger; the specs of
 * kill.spec.ts ask it for problems.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import amqp from 'amqplib';
import { Program } from '../../support/program.js';
import { SeededRandom } from '../../support/seed.js';
import { Ledger } from './ledger.js';
import { Load } from './load.js';
import { CONSUMER_QUEUES, declare, PREFETCH, PUBLISHER_COUNT, QUEUES } from './topology.js';

export interface Round {
  readonly publishes: boolean;
  readonly consumes: boolean;
  /** Of a hundred settlements so many give the message back. */
  readonly returnPercent: number;
  /** Confirms and deliveries after which the end may come at any moment. */
  readonly eventCountMax: number;
}

/** What a kill waits for after the last event it waits for. */
const MOMENT_MS_MAX = 15;
/** Of a hundred restarts so many are killed before they are ready, and how soon. */
const EARLY_KILL_PERCENT = 10;
const EARLY_MOMENT_MS_MAX = 400;
const READY = /^leveret ready (amqp:\/\/\S+) .* messages=(\d+) /;

export class KillTest {
  readonly ledger = new Ledger({
    queueCount: QUEUES.length,
    publisherCount: PUBLISHER_COUNT,
    consumerCount: CONSUMER_QUEUES.length,
    prefetch: PREFETCH,
  });
  readonly #folder: string;
  readonly #random: SeededRandom;
  #program: Program | undefined;
  #url = '';
  #recoveredCount = 0;

  private constructor(folder: string, seed: number) {
    this.#folder = folder;
    this.#random = new SeededRandom(seed);
  }

  static async prepare(seed: number): Promise<KillTest> {
    const test = new KillTest(await mkdtemp(join(tmpdir(), 'leveret-kill-')), seed);
    await test.#start();
    const connection = await amqp.connect(test.#url);
    await declare(await connection.createChannel());
    await connection.close();
    await test.#kill();
    return test;
  }

  /** Start, load, kill. */
  async round(round: Round): Promise<void> {
    const random = this.#random;
    const { publishes, consumes, returnPercent } = round;
    if (random.below(100) < EARLY_KILL_PERCENT) await this.#killWhileStarting();
    await this.#start();
    const { ledger } = this;
    const gatherMax = random.pick([1, 5, PREFETCH]);
    const load = await Load.start(this.#url, {
      ledger,
      random,
      publishes,
      consumes,
      returnPercent,
      gatherMax,
    });
    // Where nothing is published, no more can come than there is.
    const eventCountMax = publishes ? round.eventCountMax : this.#recoveredCount;
    await load.events(random.below(eventCountMax + 1));
    await moment(random.below(MOMENT_MS_MAX));
    await this.#kill(load);
  }

  /** Takes everything out, and looks whether nothing is left. */
  async finish(): Promise<void> {
    await this.#start();
    const { ledger } = this;
    const load = await Load.start(this.#url, {
      ledger,
      random: this.#random,
      publishes: false,
      consumes: true,
      returnPercent: 0,
      gatherMax: 1,
    });
    await this.#drain(load);
    ledger.finish();
    await load.close();
    await this.#stop();
    ledger.endRun();
    await this.#start();
    await this.#stop();
  }

  async dispose(): Promise<void> {
    await this.#program?.stop();
    await rm(this.#folder, { recursive: true });
  }

  /** One more message for each queue, behind all others: when they come, everything has come. */
  async #drain(load: Load): Promise<void> {
    const { ledger } = this;
    const connection = await amqp.connect(this.#url);
    const channel = await connection.createConfirmChannel();
    const [publication, body] = ledger.publish(0, [...QUEUES.keys()], 0);
    for (const queue of QUEUES) channel.sendToQueue(queue, body, { persistent: true });
    await channel.waitForConfirms();
    ledger.confirm(publication);
    while (publication.copies.some(({ deliveredRun }) => deliveredRun === 0))
      await load.nextEvent();
    await connection.close();
  }

  async #start(): Promise<void> {
    this.#program = this.#spawn();
    const [, url = '', messages] = await this.#program.line(READY);
    this.#url = url;
    this.#recoveredCount = Number(messages);
    this.ledger.beginRun(this.#recoveredCount);
  }

  async #killWhileStarting(): Promise<void> {
    const program = this.#spawn();
    await moment(this.#random.below(EARLY_MOMENT_MS_MAX));
    program.kill('SIGKILL');
    await program.exit();
  }

  async #kill(load?: Load): Promise<void> {
    this.#program?.kill('SIGKILL');
    await this.#program?.exit();
    await load?.cut();
    this.ledger.endRun();
  }

  async #stop(): Promise<void> {
    this.#program?.kill('SIGTERM');
    const code = await this.#program?.exit();
    if (code !== 0) throw new Error(`the broker ended with ${code}`);
  }

  #spawn(): Program {
    const options = ['--port', '0', '--management', 'off', '--data-dir', this.#folder];
    options.push('--log-level', 'warn');
    return new Program(['dist/src/main.js', 'start', ...options]);
  }
}

/** A random moment is one that no event decides. */
function moment(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
