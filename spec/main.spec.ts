import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Program } from './support/program.js';

/** What NODE_V8_COVERAGE makes a process write at its end. */
interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

describe('The leveret command', () => {
  let folder: string;
  const programs: Program[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'));
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.stop();
    rmSync(folder, { recursive: true });
  });

  function run(args: readonly string[], environment: Record<string, string> = {}): Program {
    const program = new Program(['dist/src/main.js', ...args], { environment });
    programs.push(program);
    return program;
  }

  const start = (): Program =>
    run(['start', '--port', '0', '--management', 'off', '--data-dir', folder]);

  it('runs every other word as a verb, with the exit codes of rabbitmqctl', async () => {
    const unreachable = run(['ping', '--url', 'http://127.0.0.1:9']);
    expect(await unreachable.exit()).to.equal(69);
    expect(unreachable.errorOutput).to.match(/^Error: no broker at http:[^\n]*\n$/);
    const mistyped = run(['list_queus']);
    expect(await mistyped.exit()).to.equal(64);
    expect(mistyped.errorOutput).to.contain("the nearest is 'list_queues'");
  });

  it('waits for what comes by standard input', async () => {
    const verb = ['import_definitions', '--url', 'http://127.0.0.1:9'];
    const program = new Program(['dist/src/main.js', ...verb], { input: null });
    programs.push(program);
    await program.line(/from standard input/);
    program.give('none');
    expect(await program.exit()).to.equal(65);
    expect(program.errorOutput).to.match(/^Error: standard input holds no JSON: [^\n]*\n$/);
  });

  it('asks the owner of the data folder for no password', async function () {
    // Three programs, one after the other.
    this.timeout(20_000);
    await start().line(/^leveret ready/);
    const add = run(['add_vhost', 'orders', '--data-dir', folder]);
    expect(await add.exit(), add.errorOutput).to.equal(0);
    const list = run(['-q', 'list_vhosts', '--data-dir', folder]);
    expect(await list.exit(), list.errorOutput).to.equal(0);
    expect(list.lines).to.deep.equal(['name', '/', 'orders']);
  });

  it('stops a broker for the owner of its data folder, and waits for the end', async () => {
    const broker = start();
    await broker.line(/^leveret ready/);
    const stop = run(['-q', 'stop', '--data-dir', folder]);
    expect(await stop.exit(), stop.errorOutput).to.equal(0);
    expect(await broker.exit()).to.equal(0);
    expect(broker.errorOutput).to.contain('"message":"stopped"');
  });

  it('loads nothing of the broker for a verb, which is to answer at once', async () => {
    const verb = run(['help', 'ping'], { NODE_V8_COVERAGE: folder });
    expect(await verb.exit()).to.equal(0);
    const loaded = readdirSync(folder)
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Coverage)
      .flatMap(({ result }) => result.map(({ url }) => /\/dist\/src\/(.*)$/.exec(url)?.[1] ?? ''))
      .filter((path) => path !== '' && !path.startsWith('cli/'));
    expect(loaded).to.have.members(['main.js', 'command-line.js']);
  });
});
