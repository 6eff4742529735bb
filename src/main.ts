#!/usr/bin/env node
/**
 * The `leveret` command: `start` runs a broker (start.ts), any other word is a verb of cli/, and
 * each loads no more than it needs: a verb is over before a broker is loaded. With start.ts the
 * only file that ends the process: 0 after a signal, 1 when the broker cannot run, 2 when it was
 * started wrongly.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readCommand } from './command-line.js';

await main();

async function main(): Promise<void> {
  const command = readCommand(process.argv.slice(2));
  if (command.kind === 'verb') {
    process.exitCode = await runVerb(command.words);
    return;
  }
  const { start } = await import('./start.js');
  await start(command.args);
}

/** Speaks to a broker that runs, and gives the exit code. */
async function runVerb(words: readonly string[]): Promise<number> {
  const { run } = await import('./cli/run.js');
  return run(words, {
    environment: process.env,
    exists: existsSync,
    // By its number: who touches process.stdin makes reads fail that would have to wait.
    readInput: () => readFileSync(0, 'utf8'),
    readFile: (path) => readFileSync(path, 'utf8'),
    writeFile: (path, text) => {
      writeFileSync(path, text);
    },
    writeOutput: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
  });
}
