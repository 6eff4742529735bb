/**
 * The documents are tested: links lead somewhere, programs run and print what they say, and every
 * option, queue argument and reply code is documented, and nothing else is. A complete program is a
 * block marked js that imports something; its output is in its comments that begin with "prints".
 * On the operators' pages every example runs: support/example-page.ts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect } from 'chai';
import { CONFIG_FILE_KEY, flagOf, OPTIONS, variableOf } from '../src/config.js';
import { LOG_LEVELS } from '../src/log.js';
import { ExamplePage, examplesOf, missingTool } from './support/example-page.js';
import { Program, ROOT } from './support/program.js';
import { deleteAll, startUserBroker } from './support/user-broker.js';
import type { Names, UserBroker } from './support/user-broker.js';

const DEFAULT_URL = 'amqp://127.0.0.1:5672';

/** A close that was asked for, a returned message, the broker's stop, its lost disk. */
const NO_FAULT_OF_THE_PEER = ['200', '312', '320', '541'];

interface CodeBlock {
  /** "docs/rpc.md, line 20". */
  readonly place: string;
  readonly code: string;
}

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(ROOT, folder, name));
}

const DOCUMENTS = [
  ...readdirSync(ROOT)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(ROOT, name)),
  ...markdownIn('docs'),
  ...markdownIn('examples'),
];

/** From the root; each of their examples runs, in its order. */
const OPERATORS_PAGES = [
  'migrate-from-rabbitmq',
  'http-api',
  'access-control',
  'embedding',
  'policies',
  'monitoring',
  'command-line',
].map((name) => `docs/${name}.md`);

const OTHERS = DOCUMENTS.filter((path) => !OPERATORS_PAGES.includes(nameOf(path)));

function nameOf(path: string): string {
  return relative(ROOT, path);
}

function read(path: string): string {
  return readFileSync(resolve(ROOT, path), 'utf8');
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/** What GitHub makes of a heading. */
function anchorsOf(text: string): string[] {
  return all(text, /^#+ (.*)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function programsOf(path: string): CodeBlock[] {
  const text = read(path);
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)]
    .map((match) => {
      const line = text.slice(0, match.index).split('\n').length;
      return { place: `${nameOf(path)}, line ${line}`, code: match[1] ?? '' };
    })
    .filter(({ code }) => /^import /m.test(code));
}

/** What a program declares under names of its own, to be deleted before and after it. */
function namesIn(code: string): Names {
  return {
    queues: unique(all(code, /assertQueue\('([^']+)'/g)),
    exchanges: unique(all(code, /assertExchange\('([^']+)'/g)),
  };
}

function linksOf(path: string): string[] {
  const prose = read(path).replaceAll(/^```.*?^```$/gms, '');
  return all(prose, /\]\(([^)\s]+)\)/g).filter((link) => !/^[a-z]+:/.test(link));
}

function sourcesIn(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join(folder, name)))
    .join('\n');
}

/** The rows of all tables, headings included; a cell that is all `code` without its quotes. */
function rowsOf(text: string): string[][] {
  return all(text, /^\|(.*)\|$/gm).map((row) =>
    row.split('|').map((cell) => cell.trim().replace(/^`([^`]*)`$/, '$1')),
  );
}

describe('The documents', () => {
  describe('have links that lead somewhere', () => {
    for (const path of DOCUMENTS) {
      it(nameOf(path), () => {
        for (const link of linksOf(path)) {
          const [file = '', anchor] = link.split('#');
          const target = file === '' ? path : resolve(dirname(path), file);
          expect(existsSync(target), `${link} leads nowhere`).to.equal(true);
          if (anchor !== undefined) expect(anchorsOf(read(target)), link).to.include(anchor);
        }
      });
    }
  });

  it('list every page in their index', () => {
    const pages = markdownIn('docs').map((path) => relative(join(ROOT, 'docs'), path));
    const linked = linksOf(join(ROOT, 'docs/README.md'));
    expect(linked).to.include.members(pages.filter((page) => page !== 'README.md'));
  });

  describe('hold programs that run, and print what they say', function () {
    this.timeout(30_000);
    let broker: UserBroker;

    before(async () => {
      broker = await startUserBroker();
    });
    after(() => broker.stop());

    for (const { place, code } of OTHERS.flatMap(programsOf)) {
      it(place, async () => {
        expect(code, 'a program connects to the default address').to.include(DEFAULT_URL);
        await deleteAll(broker.url, namesIn(code));
        const program = new Program(['--input-type=module', '-'], {
          input: code.replaceAll(DEFAULT_URL, broker.url),
        });
        try {
          expect(await program.exit(), program.errorOutput).to.equal(0);
          expect(program.lines).to.deep.equal(all(code, /\/\/ prints (.+)$/gm));
        } finally {
          await program.stop();
          await deleteAll(broker.url, namesIn(code));
        }
      });
    }
  });

  describe('hold examples that all run, on the pages of operators', function () {
    // Each verb is a process.
    this.timeout(120_000);

    for (const path of OPERATORS_PAGES) {
      describe(path, () => {
        const page = new ExamplePage();
        before(() => page.start());
        after(() => page.stop());

        for (const example of examplesOf(path)) {
          const missing = missingTool(example);
          if (missing === undefined) it(example.place, () => page.run(example));
          else it(`${example.place}: not run, for there is no ${missing} here`);
        }
      });
    }

    it('which need curl, and CI has it', function () {
      const isMissing = missingTool({ place: '', language: 'sh', code: 'curl' }) !== undefined;
      if (isMissing && process.env['CI'] === undefined) this.skip();
      expect(isMissing).to.equal(false);
    });
  });

  it('leave no session without a run', () => {
    expect(OTHERS.filter((path) => /^```console$/m.test(read(path)))).to.deep.equal([]);
  });

  it('list the options with their flags, variables and defaults, and no others', () => {
    const text = read('docs/configuration.md');
    const documented = rowsOf(text)
      .map((row) => row.slice(0, 4))
      .filter(([, flag = '']) => /^--[a-z]/.test(flag));
    const names = (key: string): string[] => [flagOf(key), variableOf(key)];
    expect(documented).to.have.deep.members([
      ...Object.values(OPTIONS).map(({ key, defaultValue }) => [
        key,
        ...names(key),
        String(defaultValue),
      ]),
      ['-', ...names(CONFIG_FILE_KEY), '-'],
    ]);
    for (const level of LOG_LEVELS) expect(text).to.include(`\`${level}\``);
  });

  it('list the options of an embedded broker, and no others, and what it can do', () => {
    const source = read('src/index.ts');
    const membersOf = (name: string): string[] => {
      const [body = ''] = all(source, new RegExp(`^export interface ${name} {\\n(.*?)^}`, 'gms'));
      return all(body, /^ {2}(?:readonly )?(\w+)\??[:(]/gm);
    };
    const text = read('docs/embedding.md');
    const [, ...rows] = rowsOf(text);
    const options = rows.flatMap(([names = '']) => all(names, /(\w+)/g));
    expect(unique(options)).to.deep.equal(unique(membersOf('BrokerOptions')));
    const verbs = membersOf('EmbeddedBroker').filter((name) => name !== 'address');
    expect(verbs.filter((name) => !text.includes(`\`${name}\``))).to.deep.equal([]);
  });

  it('list the queue arguments that the broker knows, and no others', () => {
    const known = all(read('src/core/queue/arguments.ts'), /'(x-[a-z-]+)'/g);
    const documented = all(read('docs/queues.md'), /`(x-[a-z-]+)`/g);
    expect(unique(documented)).to.deep.equal(unique(known));
  });

  it('list the reply codes that the broker gives, and no others', () => {
    const source = sourcesIn('src');
    const codeOf = (catalogue: string, name: string, between: string): string =>
      all(catalogue, new RegExp(`\\b${name}\\b${between}(\\d{3})`, 'g'))[0] ?? `no code: ${name}`;
    const faults = read('src/amqp/replies.ts');
    const malformed = read('src/amqp/wire/constants.ts');
    const given = [
      ...all(source, /\b(?:BrokerError|AmqpFault)\(\s*'([a-z-]+)'/g).map((kind) =>
        codeOf(faults, kind, "': { code: "),
      ),
      ...all(source, /\bReplyCode\.(\w+)/g).map((name) => codeOf(malformed, name, ': ')),
      ...NO_FAULT_OF_THE_PEER,
    ];
    const documented = rowsOf(read('docs/reply-codes.md'))
      .map(([code = '']) => code)
      .filter((code) => /^\d+$/.test(code));
    expect(unique(documented)).to.deep.equal(unique(given));
  });
});
