/**
 * Makes a checkout runnable: installs from the lock file when node_modules differs from it,
 * compiles when a source differs from what was compiled last. Used by start.mjs, test.mjs and
 * build.mjs, on a fresh clone too: only Node's own modules may be imported here. When nothing
 * changed it costs some file stats and starts no process.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a step in the checkout; false when it failed. Its output goes to stderr, so that stdout
 * stays the broker's own, unless `stdout` says otherwise.
 */
export function run(title, command, args, { env = {}, stdout = 2 } = {}) {
  const { status, error, signal } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 2],
  });
  if (status === 0) return true;
  const why = error?.message ?? (signal ? `ended by ${signal}` : `exit code ${status}`);
  process.stderr.write(`leveret: ${title} failed (${why})\n`);
  return false;
}

/** Runs a tool that the lock file installed. */
export function runTool(title, bin, args, options) {
  return run(title, process.execPath, [join(root, 'node_modules', bin), ...args], options);
}

export function ensureInstalled() {
  if (isInstalled()) return;
  process.stderr.write('leveret: installing the packages of package-lock.json\n');
  // Compiling needs the development packages whatever NODE_ENV says.
  // JOBS is node-gyp's: where SQLite has to be compiled, all processors may.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  if (!run('npm ci', 'npm', args, { env: { JOBS: 'max' } })) process.exit(1);
}

/**
 * npm keeps what it has installed in a lock file of its own, written when all is done; the two
 * agree when every package has the same version and checksum. Packages for other platforms are left
 * out of npm's.
 */
function isInstalled() {
  const installedPath = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedPath)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    const found = installed[path];
    if (path === '' || (found === undefined && entry.optional)) continue;
    if (found?.version !== entry.version || found?.integrity !== entry.integrity) return false;
  }
  return true;
}

/**
 * Bundles the web console if something of it has changed since the last time. The broker does
 * without: where it cannot be bundled, that is said, and false comes back.
 */
export function ensureConsole() {
  const stampPath = join(root, 'dist', '.built-console');
  const stamp = fingerprint(['src/console'], ['scripts/console.mjs']);
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return true;
  process.stderr.write('leveret: bundling the web console\n');
  if (!runTool('bundling the web console', '../scripts/console.mjs', [])) return false;
  writeFileSync(stampPath, stamp);
  return true;
}

/** Compiles those projects ("src", "spec", ...) of which something changed since the last time. */
export function ensureBuilt(...projects) {
  const stale = [];
  for (const project of projects.filter((name) => existsSync(join(root, name, 'tsconfig.json')))) {
    const stampPath = join(root, 'dist', `.built-${project}`);
    const stamp = fingerprint(['src', project]);
    if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) continue;
    stale.push({ project, stampPath, stamp });
  }
  if (stale.length === 0) return;
  process.stderr.write('leveret: compiling\n');
  const names = stale.map(({ project }) => project);
  for (const folder of new Set(['src', ...names])) removeStaleOutputs(folder);
  if (!runTool('compiling', 'typescript/bin/tsc', ['-b', ...names])) process.exit(1);
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (const { stampPath, stamp } of stale) writeFileSync(stampPath, stamp);
}

/**
 * Path, time and size of every source: differs when one was edited, added, deleted, or replaced by
 * an older one.
 */
function fingerprint(folders, more = []) {
  const hash = createHash('sha256');
  const files = ['tsconfig.json', 'package.json', 'package-lock.json', ...more];
  for (const folder of new Set(folders)) files.push(...filesBelow(folder));
  for (const file of files.sort()) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/**
 * The compiler leaves the outputs of deleted sources behind, and mocha would go on running them.
 */
function removeStaleOutputs(folder) {
  for (const output of filesBelow(join('dist', folder))) {
    const source = output.slice('dist/'.length).replace(/\.(js|js\.map|d\.ts)$/, '.ts');
    const isThere = [source, `${source}x`].some((path) => existsSync(join(root, path)));
    if (source.endsWith('.ts') && !isThere) rmSync(join(root, output));
  }
}

function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
}
