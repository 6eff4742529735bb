import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogOutput, type LogOutputOptions } from '../src/log-output.js';

describe('The output of the log', () => {
  let folder: string;
  const descriptors: number[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'));
  });
  afterEach(() => {
    for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });

  function openFile(): { path: string; output: LogOutput } {
    const path = join(folder, 'log');
    return { path, output: new LogOutput(openSync(path, 'w')) };
  }

  it('has all lines in their order once it has ended', async () => {
    const { path, output } = openFile();
    for (const line of ['a\n', 'b\n', 'c\n']) output.write(line);
    await output.end();
    expect(readFileSync(path, 'utf8')).to.equal('a\nb\nc\n');
  });

  it('writes what waits at once where the process is about to end', () => {
    const { path, output } = openFile();
    output.write('a\n');
    output.write('last words\n');
    output.flush();
    expect(readFileSync(path, 'utf8')).to.contain('last words');
  });

  it('never waits for a reader, and tells how many lines were lost', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    const output = new LogOutput(writer, { pendingBytesMax: 1_000 });
    const lost = new Promise<number>((resolve) => (output.onLost = resolve));
    // More than a pipe holds.
    for (let count = 0; count < 300; count++) output.write(`${'x'.repeat(999)}\n`);
    const socket = new Socket({ fd: reader, readable: true }).resume();
    const closed = once(socket, 'close');
    expect(await lost).to.be.within(200, 300);
    await output.end();
    socket.destroy();
    await closed;
  });

  /** More than a pipe holds, and nobody reads it. */
  async function fillPipe(options: LogOutputOptions): Promise<LogOutput> {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    descriptors.push(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK));
    const writer = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    descriptors.push(writer);
    const output = new LogOutput(writer, options);
    for (let count = 0; count < 300; count++) output.write(`${'x'.repeat(999)}\n`);
    await new Promise((resolve) => setImmediate(resolve));
    return output;
  }

  it('ends without a reader, after a while', async () => {
    const output = await fillPipe({ lastWordsMs: 30 });
    await output.end();
  });

  it('lets the process end without a reader, after a while', async () => {
    const output = await fillPipe({ lastWordsMs: 30 });
    output.flush();
    output.write('nobody hears\n');
    output.flush();
  });

  it('ends at once where its reader has gone', async () => {
    const output = await fillPipe({});
    closeSync(descriptors.shift() ?? -1);
    output.flush();
    await output.end();
  });

  it('outlives its reader', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const output = new LogOutput(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    closeSync(reader);
    output.write('nobody hears\n');
    await new Promise((resolve) => setImmediate(resolve));
    output.write('nor this\n');
  });
});
