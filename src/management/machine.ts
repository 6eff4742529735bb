/**
 * What the process uses of its machine, for metrics: asked anew for each scrape. Files are counted
 * where the system has /proc; elsewhere they are not known.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { MachineFacts } from './metrics/source.js';

/** What is read of the process. */
export type ProcessFacts = Omit<MachineFacts, 'openSockets'>;

/** What others know; server.ts asks them. */
export interface MachineLimits {
  /** Beyond it the memory alarm is raised. */
  readonly memoryBytesMax: number;
  readonly diskFreeBytes: number | undefined;
  /** With less the disk alarm is raised. */
  readonly diskFreeBytesMin: number | undefined;
}

export class Machine {
  readonly #limits: () => MachineLimits;
  readonly #folder: string;
  #latest: ProcessFacts | undefined;
  #openFilesMax: Promise<number | undefined> | undefined;

  /** `folder` is where the system tells of the process. */
  constructor(limits: () => MachineLimits, folder = '/proc/self') {
    this.#limits = limits;
    this.#folder = folder;
  }

  /** What was read last, by whomever; undefined before. */
  get latest(): ProcessFacts | undefined {
    return this.#latest;
  }

  async read(): Promise<ProcessFacts> {
    this.#openFilesMax ??= this.#readOpenFilesMax();
    const facts = {
      ...this.#limits(),
      openFiles: await this.#countOpenFiles(),
      openFilesMax: await this.#openFilesMax,
      memoryBytes: process.memoryUsage.rss(),
      uptimeSeconds: Math.floor(process.uptime() * 1_000) / 1_000,
    };
    this.#latest = facts;
    return facts;
  }

  async #countOpenFiles(): Promise<number | undefined> {
    return (await known(readdir(`${this.#folder}/fd`)))?.length;
  }

  async #readOpenFilesMax(): Promise<number | undefined> {
    const limits = await known(readFile(`${this.#folder}/limits`, 'utf8'));
    const soft = /^Max open files\s+(\d+)/m.exec(limits ?? '')?.[1];
    return soft === undefined ? undefined : Number(soft);
  }
}

/** Undefined where there is no such file: it is not Linux. */
async function known<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
