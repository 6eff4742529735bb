/**
 * Runs one program of a client with a limit, in a process group of its own, so that whatever it
 * started ends with it. play.ts asks for it; report.ts reads what comes back.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface ProgramOptions {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly limitMs: number;
}

export interface Ended {
  readonly lines: readonly string[];
  readonly stderrTail: string;
  /** How it ended, if not by exit code 0. */
  readonly fault: string | undefined;
}

const LINES_MAX = 1000;
const STDERR_TAIL_SIZE = 4096;

const running = new Set<ChildProcess>();

export async function runProgram(options: ProgramOptions): Promise<Ended> {
  const [file = '', ...args] = options.command;
  const child = spawn(file, args, {
    cwd: options.folder,
    env: { ...process.env, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    if (lines.length < LINES_MAX) lines.push(line);
  });
  let stderrTail = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderrTail = (stderrTail + chunk).slice(-STDERR_TAIL_SIZE);
  });
  const fault = await endOf(child, options.limitMs);
  running.delete(child);
  return { lines, stderrTail, fault };
}

/** For whoever is told to stop: the groups do not hear of it otherwise. */
export function killPrograms(): void {
  for (const child of running) killGroup(child);
}

async function endOf(child: ChildProcess, limitMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let fault: string | undefined;
    const timer = setTimeout(() => {
      fault = `killed after ${limitMs / 1000} s`;
      killGroup(child);
    }, limitMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve(error.message);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      if (code !== 0) fault ??= signal === null ? `exit code ${code}` : `ended by ${signal}`;
      // What it left behind would hold its output open.
      killGroup(child);
    });
    child.once('close', () => {
      resolve(fault);
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // The usual case: the group is gone.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
