import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { SqliteStore } from '../../../src/store/sqlite/engine.js';
import { useTemporaryFolder } from '../../support/temporary-folder.js';
import { close, recover, rejection } from '../driving.js';

const CHILD = fileURLToPath(new URL('./crash-child.js', import.meta.url));
const PER_TURN = 50;
const KEPT = 7;

describe('the SQLite store, when the process is killed', () => {
  const folder = useTemporaryFolder();

  for (const reports of [1, 7, 40]) {
    it(`keeps all that it reported durable, ${reports} reports into the run`, async function () {
      this.timeout(20_000);
      const durableThrough = await runAndKill(folder(), reports);
      const store = new SqliteStore({ folder: folder() });
      const { definitions, messages } = await recover(store);
      await close(store);
      expect(definitions).to.have.lengthOf(1);
      expect(messages.every((message) => message.redelivered)).to.equal(true);
      const left = messages.map((message) => message.sequence);
      // One synchronous run is one transaction: 50 appends, and the settles of the 50 before.
      const last = left.at(-1) ?? 0;
      expect(last % PER_TURN).to.equal(0);
      expect(last).to.be.at.least(durableThrough);
      expect(left).to.deep.equal(expectedAfter(last));
      for (const { sequence, content, bodyStart } of messages) {
        const body = Buffer.from(content).subarray(bodyStart);
        const expected = Buffer.alloc((sequence - 1) % 900, (sequence - 1) % 256);
        expect(body.equals(expected)).to.equal(true);
      }
    });
  }

  it('is refused by the next one only while it lives', async () => {
    const child = start(folder());
    await child.line();
    const refused = await rejection(recover(new SqliteStore({ folder: folder() })));
    expect(refused.message).to.contain(folder());
    expect(refused.message).to.contain(`process id ${child.id}`);
    expect(refused.message).to.contain('Stop that broker first');
    await child.kill();
    const store = new SqliteStore({ folder: folder() });
    await recover(store);
    await close(store);
  });
});

function expectedAfter(last: number): number[] {
  const left: number[] = [];
  for (let sequence = 1; sequence <= last; sequence++) {
    if (sequence > last - PER_TURN || sequence % KEPT === 0) left.push(sequence);
  }
  return left;
}

async function runAndKill(folder: string, reports: number): Promise<number> {
  const child = start(folder);
  for (let count = 0; count < reports; count++) await child.line();
  return child.kill();
}

interface Child {
  readonly id: number | undefined;
  /** Until the child has printed one more line. */
  readonly line: () => Promise<void>;
  /** Kills it; what it printed last. */
  readonly kill: () => Promise<number>;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function start(folder: string): Child {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  let latest = 0;
  let waiting: Waiting | undefined;
  lines.on('line', (line) => {
    latest = Number(line);
    waiting?.resolve();
  });
  child.once('exit', () => waiting?.reject(new Error('the child ended by itself')));
  return {
    id: child.pid,
    line: () =>
      new Promise<void>((resolve, reject) => {
        waiting = { resolve, reject };
      }),
    kill: () =>
      new Promise((resolve) => {
        lines.once('close', () => resolve(latest));
        child.kill('SIGKILL');
      }),
  };
}
