/**
 * `npm test`: makes the checkout runnable, then runs every gate: format, lint, types, specs,
 * conformance. With arguments only those named; "long" is the specs with more time for those that
 * search at random.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, root, runTool } from './ensure.mjs';

const MOCHA = 'mocha/bin/mocha.js';
const PRETTIER_CACHE = ['--cache', '--cache-location', 'dist/.prettier-cache'];
const projects = ['src', 'spec', 'conformance', 'bench'];

const gates = {
  format: () =>
    runTool('prettier', 'prettier/bin/prettier.cjs', ['--check', ...PRETTIER_CACHE, '.']),
  lint: () => runTool('eslint', 'eslint/bin/eslint.js', ['.']),
  types: () => ensureBuilt(...projects),
  specs: (env) => {
    ensureBuilt('src', 'spec');
    runTool('mocha', MOCHA, [], { stdout: 1, env });
  },
  conformance: () => {
    ensureBuilt('src', 'conformance');
    const config = 'conformance/.mocharc.json';
    if (!existsSync(join(root, config))) return;
    runTool('conformance', MOCHA, ['--no-package', '--config', config], { stdout: 1 });
  },
  long: () => gates.specs({ LONG: '1' }),
};

const names = process.argv.slice(2);
const chosen = names.length > 0 ? names : ['format', 'lint', 'types', 'specs', 'conformance'];
const unknown = chosen.find((name) => !Object.hasOwn(gates, name));
if (unknown !== undefined) {
  process.stderr.write(
    `leveret: no gate "${unknown}"; there are ${Object.keys(gates).join(', ')}\n`,
  );
  process.exit(2);
}
ensureInstalled();
for (const name of chosen) gates[name]();
