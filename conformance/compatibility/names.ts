/**
 * The full titles of all specs and scenarios as mocha knows them, and the sources that hold them.
 * Mocha loads the compiled files and runs none (a dry run), so titles that a loop makes are here
 * too.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MOCHA = join(ROOT, 'node_modules/mocha/bin/mocha.js');
const FILES = ['dist/spec/**/*.spec.js', 'dist/conformance/scenarios/**/*.js'];
const OPTIONS = ['--no-config', '--no-package', '--expose-gc', '--dry-run', '--reporter', 'json'];

interface Report {
  readonly tests: readonly { readonly fullTitle: string; readonly file: string }[];
}

/** From full title to the sources that have a test of this title, as paths from the root. */
export type Names = ReadonlyMap<string, readonly string[]>;

export async function readNames(): Promise<Names> {
  const folder = await mkdtemp(join(tmpdir(), 'leveret-names-'));
  try {
    const output = join(folder, 'report.json');
    const args = [MOCHA, ...OPTIONS, '--reporter-option', `output=${output}`, ...FILES];
    // What the files print while they are loaded is not of interest.
    await promisify(execFile)(process.execPath, args, { cwd: ROOT });
    return namesIn(JSON.parse(await readFile(output, 'utf8')) as Report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function namesIn(report: Report): Names {
  const names = new Map<string, string[]>();
  for (const { fullTitle, file } of report.tests) {
    const source = relative(join(ROOT, 'dist'), file).replace(/\.js$/, '.ts');
    const known = names.get(fullTitle);
    if (known === undefined) names.set(fullTitle, [source]);
    else if (!known.includes(source)) known.push(source);
  }
  return names;
}
