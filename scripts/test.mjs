/**
 * `npm test`: makes the checkout runnable, then runs every gate: types, format, lint, specs,
 * conformance. With arguments only those named; "long" is the specs with more time for those that
 * search at random. A gate that fails does not keep the others from telling what they find, but
 * nothing runs that does not compile.
 */
import { ensureBuilt, ensureInstalled, runTool } from './ensure.mjs';

const MOCHA = 'mocha/bin/mocha.js';
const CONFORMANCE = ['--no-package', '--config', 'conformance/.mocharc.json'];
const PRETTIER_CACHE = ['--cache', '--cache-location', 'dist/.prettier-cache'];

function specs(env = {}) {
  // The programs in the documents and some specs run the broker as users do; one looks for the
  // names of all scenarios.
  ensureBuilt('src', 'spec', 'conformance');
  return runTool('mocha', MOCHA, [], { stdout: 1, env });
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
  specs: () => specs(),
  long: () => specs({ LONG: '1' }),
  conformance: () => {
    ensureBuilt('src', 'conformance');
    return runTool('conformance', MOCHA, CONFORMANCE, { stdout: 1 });
  },
};

const named = process.argv.slice(2);
const chosen = named.length > 0 ? named : ['types', 'format', 'lint', 'specs', 'conformance'];
const unknown = chosen.find((name) => !Object.hasOwn(gates, name));
if (unknown !== undefined) {
  const known = Object.keys(gates).join(', ');
  process.stderr.write(`leveret: no gate "${unknown}"; there are ${known}\n`);
  process.exit(2);
}

ensureInstalled();
const failed = chosen.filter((name) => !gates[name]());
if (failed.length > 0) {
  process.stderr.write(`leveret: failed: ${failed.join(', ')}\n`);
  process.exitCode = 1;
}
