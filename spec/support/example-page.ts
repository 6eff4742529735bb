/**
 * Runs the examples of a page of documentation as a reader would, from the top of the page down,
 * against a broker of its own: shell commands, sessions with what they print, programs, config
 * files. Ports are the one thing that differs from the page, and are put in by `adapt`.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { Program, ROOT } from './program.js';

/** What stands between two fences. */
export interface Example {
  /** "docs/rpc.md, line 20". */
  readonly place: string;
  /** What is written behind the fence: sh, js, ... */
  readonly language: string;
  readonly code: string;
  /** A block of the language `text` or `json` right after a command: what that prints. */
  readonly output?: Pick<Example, 'language' | 'code'>;
}

const MAIN = join(ROOT, 'dist/src/main.js');
const EXPORT = join(ROOT, 'spec/support/rabbitmq-3.10-definitions.json');
/** The RabbitMQ that somebody moves away from, in the pages. */
const OLD_BROKER = 'rabbit.example:15672';
/** Stands in an output for whatever is another each time. */
const ANYTHING = '...';
/** Ends the output of one command of a session. */
const MARK = '\x1e';
const WAIT_MAX_MS = 20_000;

export function examplesOf(page: string): readonly Example[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/^```(\w*)\n(.*?)^```\n(\s*)/gms)].map((match) => ({
    place: `${page}, line ${text.slice(0, match.index).split('\n').length}`,
    language: match[1] ?? '',
    code: match[2] ?? '',
    end: match.index + match[0].length,
    start: match.index,
  }));
  const isOutput = (index: number): boolean => {
    const [before, block] = [blocks[index - 1], blocks[index]];
    return before?.language === 'sh' && block !== undefined && before.end === block.start
      ? ['text', 'json'].includes(block.language)
      : false;
  };
  return blocks
    .map(({ place, language, code }, index) => {
      const output = isOutput(index + 1) ? blocks[index + 1] : undefined;
      return { place, language, code, ...(output && { output }) };
    })
    .filter((_block, index) => !isOutput(index));
}

const SHELLS: Readonly<Record<string, readonly string[]>> = {
  sh: ['bash', '-e', '-o', 'pipefail', '-c'],
  console: ['bash', '-e', '-o', 'pipefail', '-c'],
  zsh: ['zsh', '-e', '-c'],
  fish: ['fish', '-c'],
};

/** The program that an example needs and that is not here. */
export function missingTool({ language, code }: Example): string | undefined {
  const tools = [SHELLS[language]?.[0] ?? ''];
  if (SHELLS[language] !== undefined && /\bcurl\b/.test(code)) tools.push('curl');
  if (language === 'yaml') tools.push('promtool');
  return tools.find((tool) => tool !== '' && spawnSync(tool, ['--version']).error !== undefined);
}

export class ExamplePage {
  readonly #folder = mkdtempSync(join(tmpdir(), 'leveret-spec-'));
  readonly #environment: Readonly<Record<string, string>>;
  #broker: Program | undefined;
  #oldBroker: Server | undefined;
  /** By the port on the page. */
  readonly #ports = new Map<string, string>();

  constructor() {
    const bin = join(this.#folder, 'bin');
    this.#environment = {
      HOME: this.#folder,
      PATH: [bin, process.env['PATH'] ?? ''].join(delimiter),
      LEVERET_DATA_DIR: join(this.#folder, 'data'),
    };
    mkdirSync(bin);
    const curl = spawnSync('which', ['curl'], { encoding: 'utf8' }).stdout.trim();
    const programs = {
      leveret: `exec '${process.execPath}' '${MAIN}' "$@" 2>&1`,
      // A refusal is a failure.
      curl: `exec '${curl}' --fail-with-body "$@"`,
    };
    for (const [name, line] of Object.entries(programs)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${line}\n`);
      chmodSync(join(bin, name), 0o755);
    }
  }

  async start(): Promise<void> {
    const options = ['--management-port', '0', '--prometheus', 'on', '--prometheus-port', '0'];
    const { HOME: _home, ...environment } = this.#environment;
    this.#broker = new Program([MAIN, 'start', '--port', '0', ...options], { environment });
    const [, amqp = '', http = '', metrics = ''] = await this.#broker.line(
      /^leveret ready amqp:\S+:(\d+) http:\S+:(\d+) metrics=http:\S+:(\d+)\//,
    );
    this.#ports.set('5672', amqp).set('15672', http).set('15692', metrics);
    this.#oldBroker = createServer((_request, response) => {
      response.end(readFileSync(EXPORT));
    }).listen(0, '127.0.0.1');
    await once(this.#oldBroker, 'listening');
  }

  async stop(): Promise<void> {
    this.#oldBroker?.close();
    await this.#broker?.stop();
    rmSync(this.#folder, { recursive: true });
  }

  /** The page's ports are taken by others on the machine of a developer. */
  adapt(text: string): string {
    const { port } = this.#oldBroker?.address() as AddressInfo;
    return text
      .replaceAll(OLD_BROKER, `127.0.0.1:${port}`)
      .replaceAll(/\b(5672|15672|15692)\b/g, (found) => this.#ports.get(found) ?? found);
  }

  async run(example: Example): Promise<void> {
    const { language, code } = example;
    if (language === 'js') return this.#runProgram(code);
    if (language === 'console') return this.#runSession(code);
    if (language === 'yaml') return this.#checkYaml(code);
    if (language === 'ini') return this.#startWith(code);
    expect(SHELLS, 'a language that is run').to.have.property(language);
    if (/\bcurl -s?N/.test(code)) return this.#listen(example);
    if (/^(npm start --|leveret start) /m.test(code)) return this.#startBroker(code);
    const printed = await this.#shell(language, code);
    if (example.output !== undefined) compare(printed, this.adapt(example.output.code), example);
  }

  async #shell(language: string, code: string): Promise<string> {
    const [shell = '', ...args] = SHELLS[language] ?? [];
    const running = promisify(execFile)(shell, [...args, this.adapt(code)], {
      cwd: this.#folder,
      env: { ...process.env, ...this.#environment },
    });
    const { stdout } = await running.catch((error: Error & { stdout?: string }) => {
      throw new Error(`${error.message}\nIt had printed:\n${error.stdout ?? ''}`);
    });
    return stdout;
  }

  /** What stands behind "$" until a line that does not end in "\", and what each prints. */
  async #runSession(session: string): Promise<void> {
    const steps = [...session.matchAll(/^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)/gm)];
    const commands = steps.map((match) => match[1] ?? '');
    const script = commands.map((command) => `${command}\nprintf '${MARK}'\n`).join('');
    const outputs = (await this.#shell('console', script)).split(MARK);
    for (const [index, match] of steps.entries()) {
      const [expected, actual] = [this.adapt(match[2] ?? ''), outputs[index] ?? ''];
      expect(actual.trimEnd(), commands[index]).to.match(patternOf(expected.trimEnd()));
    }
  }

  /** Complete ones; what they print is in comments that begin with "prints". */
  async #runProgram(code: string): Promise<void> {
    expect(code, 'a program is complete').to.match(/^import /m);
    const expected = [...code.matchAll(/\/\/ prints (.+)$/gm)].map((match) => match[1] ?? '');
    // A broker within the program has a port of its own.
    const input = this.adapt(code.replaceAll(/\bport: \d+/g, 'port: 0'));
    const program = new Program(['--input-type=module', '-'], { input });
    try {
      expect(await program.exit(), program.errorOutput).to.equal(0);
      expect(program.lines).to.deep.equal(expected.map((line) => this.adapt(line)));
    } finally {
      await program.stop();
    }
  }

  /** Of Prometheus: its configuration, or rules. */
  async #checkYaml(code: string): Promise<void> {
    const kind = /^groups:/m.test(code) ? 'rules' : 'config';
    const file = join(this.#folder, `${kind}.yml`);
    writeFileSync(file, code);
    await promisify(execFile)('promtool', ['check', kind, file]);
    if (kind === 'config') return;
    const metrics = await this.#shell('sh', 'curl -s http://127.0.0.1:15692/metrics');
    for (const [name] of code.matchAll(/\b(rabbitmq|leveret)_\w+/g)) {
      expect(metrics, 'a metric that a rule asks for').to.match(new RegExp(`^${name}\\b`, 'm'));
    }
  }

  /** A config file, but for its ports, which flags go before. */
  async #startWith(code: string): Promise<void> {
    const file = join(this.#folder, 'example.conf');
    writeFileSync(file, code);
    await this.#startBroker(`leveret start --config '${file}'`);
  }

  /** Another broker; it has to become ready. */
  async #startBroker(code: string): Promise<void> {
    const command = code.replace(/^(npm start --|leveret start) /m, 'exec leveret start ');
    const flags = '--host 127.0.0.1 --port 0 --management-port 0 --data-dir other';
    const child = this.#spawn(`${command.trimEnd()} ${flags}`);
    try {
      await child.until(/^leveret ready /m);
    } finally {
      await child.stop();
    }
  }

  /** A command that goes on until it is ended: a queue is declared while it listens. */
  async #listen({ code, output }: Example): Promise<void> {
    const child = this.#spawn(code);
    try {
      await child.until(/^retry: /m);
      await this.#declareQueue('orders');
      const expected = patternOf(this.adapt(output?.code ?? '').trimEnd());
      await child.until(new RegExp(expected.source.replace(/^\^|\$$/g, '')));
    } finally {
      await child.stop();
    }
  }

  async #declareQueue(name: string): Promise<void> {
    const authorization = `Basic ${btoa('guest:guest')}`;
    const address = this.adapt(`http://127.0.0.1:15672/api/queues/%2F/${name}`);
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(address, { method: 'PUT', headers, body: '{}' });
    expect(response.status).to.be.oneOf([201, 204]);
  }

  #spawn(code: string): { until: (pattern: RegExp) => Promise<void>; stop: () => Promise<void> } {
    const [shell = '', ...args] = SHELLS['sh'] ?? [];
    const child = spawn(shell, [...args, this.adapt(code)], {
      cwd: this.#folder,
      env: { ...process.env, ...this.#environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    return {
      until: async (pattern) => {
        const signal = AbortSignal.timeout(WAIT_MAX_MS);
        while (!pattern.test(printed)) {
          const ended = closed.then(() => Promise.reject(new Error(`it ended: ${printed}`)));
          const more = once(child.stdout, 'data', { signal }).catch(() => {
            throw new Error(`${pattern} was not printed, but: ${printed}`);
          });
          await Promise.race([more, ended]);
        }
      },
      stop: async () => {
        // With what it has started.
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
        await closed;
      },
    };
  }
}

function compare(printed: string, expected: string, { output }: Example): void {
  if (output?.language === 'json') {
    expectLike(JSON.parse(printed), JSON.parse(expected), 'the answer');
    return;
  }
  expect(printed.trimEnd()).to.match(patternOf(expected.trimEnd()));
}

function patternOf(text: string): RegExp {
  const parts = text.split(ANYTHING).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*?')}$`);
}

/** Objects may have more than the page shows. */
function expectLike(actual: unknown, expected: unknown, where: string): void {
  if (expected === ANYTHING) return;
  if (typeof expected !== 'object' || expected === null) {
    expect(actual, where).to.equal(expected);
    return;
  }
  expect(actual, where).to.be.an(Array.isArray(expected) ? 'array' : 'object');
  const found = actual as Readonly<Record<string, unknown>>;
  if (Array.isArray(expected)) expect(actual, where).to.have.length(expected.length);
  for (const [key, value] of Object.entries(expected)) {
    expectLike(found[key], value, `${where}, ${key}`);
  }
}
