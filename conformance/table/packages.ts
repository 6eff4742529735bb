/**
 * Which clients are installed, and Debian's packages for those that are not. run.ts asks before it
 * plays; what cannot be installed is said, and the client is skipped by name.
 */
import { existsSync } from 'node:fs';
import type { Client } from './client.js';
import { runProgram } from './program.js';

export type Presence =
  | { readonly isReady: true }
  | { readonly isReady: false; readonly reason: string; readonly isInstalled: boolean };

const PROBE_LIMIT_MS = 60_000;
const INSTALL_LIMIT_MS = 900_000;

export async function presenceOf(client: Client): Promise<Presence> {
  const { probe: command, folder, environment, packages } = client;
  if (command === undefined) return { isReady: true };
  const ended = await runProgram({ command, folder, environment, limitMs: PROBE_LIMIT_MS });
  if (ended.fault === undefined) return { isReady: true };
  const missing = await missingOf(packages);
  const isInstalled = packages.length > 0 && missing.length === 0;
  const last = ended.stderrTail.trim().split('\n').at(-1) ?? '';
  const reason = isInstalled
    ? `its packages are there, but its probe fails (${ended.fault}): ${last}`
    : `not installed (${ended.fault})`;
  return { isReady: false, reason, isInstalled };
}

/** The reason why nothing may be installed here. */
export function installRefusal(): string | undefined {
  if (!existsSync('/etc/debian_version')) return 'this is no Debian';
  if (process.getuid?.() !== 0) return 'only root may';
  return undefined;
}

/**
 * Tries all at once, and client by client when that fails: one name that this Debian does not have
 * must not cost the others. `tell` hears of what went wrong.
 */
export async function install(
  clients: readonly Client[],
  tell: (line: string) => void,
): Promise<void> {
  const missing = await missingOf(clients.flatMap(({ packages }) => packages));
  if (missing.length === 0) return;
  tell(`installing ${missing.join(' ')}`);
  const updated = await apt(['update']);
  if (updated !== undefined) tell(`apt-get update: ${updated}`);
  const failed = await installPackages(missing);
  if (failed === undefined) return;
  tell(`apt-get install: ${failed}`);
  for (const { name, packages } of clients) {
    const own = await missingOf(packages);
    const fault = own.length === 0 ? undefined : await installPackages(own);
    if (fault !== undefined) tell(`apt-get install for ${name}: ${fault}`);
  }
}

async function installPackages(packages: readonly string[]): Promise<string | undefined> {
  return apt(['install', '-y', '--no-install-recommends', ...packages]);
}

async function apt(args: readonly string[]): Promise<string | undefined> {
  const ended = await runProgram({
    command: [
      'apt-get',
      '-q',
      '-o',
      'Acquire::Retries=3',
      '-o',
      'DPkg::Lock::Timeout=120',
      ...args,
    ],
    folder: '/',
    environment: { DEBIAN_FRONTEND: 'noninteractive' },
    limitMs: INSTALL_LIMIT_MS,
  });
  return ended.fault === undefined ? undefined : `${ended.fault}: ${ended.stderrTail.trim()}`;
}

async function missingOf(packages: readonly string[]): Promise<readonly string[]> {
  const wanted = [...new Set(packages)];
  if (wanted.length === 0) return [];
  // Its exit code is 1 when one is unknown; the others are told all the same.
  const { lines } = await runProgram({
    command: ['dpkg-query', '-W', '-f', '${Package} ${db:Status-Status}\\n', ...wanted],
    folder: '/',
    environment: {},
    limitMs: PROBE_LIMIT_MS,
  });
  return wanted.filter((name) => !lines.includes(`${name} installed`));
}
