/**
 * The file of definitions that is imported at each start (RabbitMQ's load_definitions). Called by
 * server.ts before anybody can connect.
 */
import { readFile } from 'node:fs/promises';
import type { Log } from './log.js';
import {
  type ImportContext,
  importDefinitions,
  parseDefinitions,
} from './management/definitions/import.js';

/** Throws with the name of the file: a broker without its definitions is not to start. */
export async function loadDefinitions(
  path: string,
  context: ImportContext,
  log: Log,
): Promise<void> {
  try {
    const document = parseDefinitions(await readFile(path, 'utf8'));
    const by = { name: 'load-definitions' };
    const ignored = await importDefinitions(context, { document, by });
    for (const each of ignored) log.warn('a part of the definitions is ignored', { ...each });
    log.info('definitions were imported', { path });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot import the definitions in ${path}: ${reason}`, { cause: error });
  }
}
