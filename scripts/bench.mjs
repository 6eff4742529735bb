/**
 * `npm run bench [-- name ...]`: makes the checkout runnable, then runs the programs of bench/, or
 * those named, one process each so that none warms up or litters for the next.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureConsole, ensureInstalled, root, run } from './ensure.mjs';

const folder = join(root, 'bench');
const programs = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
const named = process.argv.slice(2).map((name) => `${name}.mjs`);
const unknown = named.find((name) => !existsSync(join(folder, name)));
if (unknown !== undefined) {
  process.stderr.write(`leveret: no bench/${unknown}; there are ${programs.join(', ')}\n`);
  process.exit(2);
}

ensureInstalled();
ensureBuilt('src');
ensureConsole();
for (const name of named.length > 0 ? named : programs) {
  process.stdout.write(`\n${name}\n`);
  const args = ['--expose-gc', join('bench', name)];
  if (!run(name, process.execPath, args, { stdout: 1 })) process.exitCode = 1;
}
