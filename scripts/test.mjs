/**
 * `npm test`: makes the checkout runnable, then runs every gate: types first, then the others two
 * at a time, each telling all it has to tell when it has ended. With arguments only those named,
 * one after the other; "long" is the specs with more time for those that search at random,
 * "conformance" is "scenarios" and "clients", and what follows "clients" goes to
 * conformance/table/run.ts. A gate that fails does not keep the others from telling what they find,
 * but nothing runs that does not compile.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ensureConsole, ensureInstalled, root, run, runTool } from './ensure.mjs';

const MOCHA = 'mocha/bin/mocha.js';
const CONFORMANCE = ['--no-package', '--config', 'conformance/.mocharc.json'];
const PRETTIER_CACHE = ['--cache', '--cache-location', 'dist/.prettier-cache'];

/** The console's drive a browser, and are a gate of their own. */
const CONSOLE_SPECS = 'dist/spec/console/**/*.spec.js';
const OTHER_SPECS = ['dist/spec/**/*.spec.js', '--ignore', CONSOLE_SPECS];

function specs(title, args, env = {}) {
  // The programs in the documents and some specs run the broker as users do; one looks for the
  // names of all scenarios.
  ensureBuilt('src', 'spec', 'conformance');
  if (!ensureConsole()) return false;
  return runTool(title, MOCHA, args, { stdout: 1, env });
}

/** Each returns false when it failed. */
const gates = {
  types: () => {
    ensureBuilt('src', 'spec', 'conformance', 'bench');
    return true;
  },
  format: () =>
    runTool('prettier', 'prettier/bin/prettier.cjs', ['--check', ...PRETTIER_CACHE, '.']),
  lint: () => runTool('eslint', 'eslint/bin/eslint.js', ['.']),
  specs: () => specs('specs', OTHER_SPECS),
  // They wait for a browser, and for what the broker looks at every five seconds.
  console: () => specs('specs of the console', [CONSOLE_SPECS, '--parallel', '--jobs', '2']),
  long: () => specs('specs', OTHER_SPECS, { LONG: '1' }),
  // Both, whatever the first one says.
  conformance: () => [gates.scenarios(), gates.clients()].every((isGood) => isGood),
  scenarios: () => {
    ensureBuilt('src', 'conformance');
    return runTool('scenarios', MOCHA, CONFORMANCE, { stdout: 1 });
  },
  clients: () => {
    ensureBuilt('src', 'conformance');
    const args = [join(root, 'dist/conformance/table/run.js'), ...clientArguments];
    return run('clients', process.execPath, args, { stdout: 1 });
  },
};

const { named, clientArguments } = readWords(process.argv.slice(2));
const unknown = named.find((name) => !Object.hasOwn(gates, name));
if (unknown !== undefined) {
  const known = Object.keys(gates).join(', ');
  process.stderr.write(`leveret: no gate "${unknown}"; there are ${known}\n`);
  process.exit(2);
}

ensureInstalled();
const failed = named.length > 0 ? runInTurn(named) : await runAll();
if (failed.length > 0) {
  process.stderr.write(`leveret: failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}

/** Both return the names of those that failed. */
function runInTurn(names) {
  return names.filter((name) => !gates[name]());
}

/** Two at a time, for the two processors that such machines have at least. */
async function runAll() {
  gates.types();
  if (!ensureConsole()) return ['bundling the web console'];
  const waiting = ['specs', 'console', 'clients', 'scenarios', 'lint', 'format'];
  const failed = [];
  const takeTurns = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (!(await runBeside(name))) failed.push(name);
    }
  };
  await Promise.all([takeTurns(), takeTurns()]);
  return failed;
}

/** A gate in a process of its own, whose output is kept until it has ended. */
async function runBeside(name) {
  process.stdout.write(`leveret: ${name} ...\n`);
  const folder = mkdtempSync(join(tmpdir(), 'leveret-test-'));
  const outputPath = join(folder, 'output');
  const output = openSync(outputPath, 'w');
  const args = [fileURLToPath(import.meta.url), name];
  const child = spawn(process.execPath, args, { stdio: ['ignore', output, output] });
  closeSync(output);
  const [code] = await once(child, 'exit');
  process.stdout.write(readFileSync(outputPath));
  rmSync(folder, { recursive: true });
  return code === 0;
}

/** `npm run conformance -- clients pika` comes as "conformance clients pika". */
function readWords(words) {
  const named = words[0] === 'conformance' && words.length > 1 ? words.slice(1) : words;
  const end = named.indexOf('clients') + 1;
  return end === 0
    ? { named, clientArguments: [] }
    : { named: named.slice(0, end), clientArguments: named.slice(end) };
}
