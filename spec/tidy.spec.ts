import { expect } from 'chai';
import { findDeadLinks, findSecondTitles, findTreeDifferences } from './support/tidy/documents.js';
import { findUnused, findWrongImports } from './support/tidy/layers.js';
import { findMissingSources, findMissingSpecs, findStaleExcuses } from './support/tidy/mirror.js';
import { readRepository, type SourceFile } from './support/tidy/repository.js';
import {
  findLongFiles,
  findLongFunctions,
  findLongLines,
  findMissingHeaders,
} from './support/tidy/sizes.js';
import { findBannedWords, findLeftovers } from './support/tidy/words.js';

type Check = (files: readonly SourceFile[]) => string[];

interface Rule {
  readonly name: string;
  readonly check: Check;
  /** Repositories in small: path to text. */
  readonly good: Readonly<Record<string, string>>;
  readonly bad: Readonly<Record<string, string>>;
  readonly problem: string;
}

const lines = (count: number): string => 'a;\n'.repeat(count);
const marker = 'TO' + 'DO';

const rules: readonly Rule[] = [
  {
    name: 'no file has more than 500 lines',
    check: findLongFiles,
    good: { 'src/a.ts': lines(500) },
    bad: { 'src/a.ts': lines(501) },
    problem: 'src/a.ts has 501 lines',
  },
  {
    name: 'no line has more than 100 columns',
    check: findLongLines,
    good: { 'src/a.ts': `//${'ü'.repeat(98)}\n`, 'a.md': 'x'.repeat(101) },
    bad: { 'src/a.ts': `\n//${'x'.repeat(99)}` },
    problem: 'src/a.ts:2 has 101 columns',
  },
  {
    name: 'no function has more than 70 lines',
    check: findLongFunctions,
    good: {
      'src/a.ts': `function f() {\n${lines(68)}}`,
      'spec/a.spec.ts': `describe('a', () => {\n${lines(90)}});`,
      'spec/contract.ts': `function f() {\n  it('a', () => {});\n${lines(90)}}`,
    },
    bad: { 'src/a.ts': `class A {\n  /** Why. */\n  m() {\n${lines(69)}}\n}` },
    problem: 'src/a.ts:3 is a function of 71 lines',
  },
  {
    name: 'every file says what it is for',
    check: findMissingHeaders,
    good: { 'src/a.ts': '/** A. */\n', 'src/b.ts': '#!/usr/bin/env node\n// B.\n' },
    bad: { 'src/a.ts': 'export const a = 1; /** A. */' },
    problem: 'src/a.ts does not say what it is for',
  },
  {
    name: 'every source with behaviour has a spec',
    check: findMissingSpecs,
    good: {
      'src/core/a.ts': 'export class A { m() {} }',
      'spec/core/a.spec.ts': '',
      'src/contract.ts': 'export interface C { f(): void }\nexport const LIMIT = 1;',
      'src/error.ts': 'export class E extends Error { constructor() { super("e"); } }',
    },
    bad: { 'src/core/a.ts': 'export const a = () => 1;', 'spec/a.spec.ts': '' },
    problem: 'src/core/a.ts has no spec/core/a.spec.ts',
  },
  {
    name: 'every spec has a source',
    check: findMissingSources,
    good: { 'src/a.ts': '', 'spec/a.spec.ts': '', 'spec/simulation/crash.spec.ts': '' },
    bad: { 'spec/a.spec.ts': '' },
    problem: 'spec/a.spec.ts has no src/a.ts',
  },
  {
    name: 'imports go inwards only',
    check: findWrongImports,
    good: {
      'src/core/a.ts': "import { b } from './queue/b.js';",
      'src/amqp/wire/a.ts': "import type { F } from '../../core/field.js';",
      'src/transport/a.ts': "import { connect } from 'node:net';",
      'src/server.ts': "import { e } from './store/sqlite/engine.js';",
    },
    bad: { 'src/store/a.ts': "\nimport { f } from '../amqp/wire/f.js';" },
    problem: 'src/store/a.ts:2: src/store may not import src/amqp/wire/f.ts',
  },
  {
    name: 'every file is imported',
    check: findUnused,
    good: {
      'src/main.ts': "import './a.js';\nawait import('./b.js');",
      'src/a.ts': "new Worker(new URL('./worker.js', import.meta.url));",
      'src/b.ts': '',
      'src/worker.ts': '',
    },
    bad: { 'src/a.ts': "export type { A } from './a.js';" },
    problem: 'src/a.ts is imported by nobody',
  },
  {
    name: 'no word stands where something else is to be used',
    check: findBannedWords,
    good: {
      'src/core/a.ts': '// A Date, a Promise: setTimeout\nfacts.Date; Math.max(1);',
      'src/main.ts': 'process.exit(1);',
      'src/store/a.ts': 'setTimeout(f, 1);',
    },
    bad: { 'src/core/a.ts': 'const now = Date.now();' },
    problem: 'src/core/a.ts:1 has "Date": time is Clock.now',
  },
  {
    name: 'nothing is left for later',
    check: findLeftovers,
    good: { 'src/a.ts': '// todos' },
    bad: { 'docs/a.md': `\n${marker}: write` },
    problem: `docs/a.md:2 has ${marker}: an issue or nothing`,
  },
  {
    name: 'every document has one title',
    check: findSecondTitles,
    good: { 'a.md': '# A\n\n```sh\n# a comment\n```\n' },
    bad: { 'a.md': '# A\n\n# B\n' },
    problem: 'a.md has 2 titles',
  },
  {
    name: 'every relative link leads to a file or folder',
    check: findDeadLinks,
    good: {
      'docs/a.md': '[b](b.md#part) [c](../src/) [here](#there) [web](https://x.org) `[x](y)`',
      'docs/b.md': '',
      'src/c.ts': '',
    },
    bad: { 'docs/a.md': '[b](b.md#part)' },
    problem: 'docs/a.md links to b.md#part',
  },
];

function repository(contents: Readonly<Record<string, string>>): readonly SourceFile[] {
  return Object.entries(contents).map(([path, text]) => ({ path, text }));
}

describe('This repository is tidy:', function () {
  // The first check that looks into a file parses it.
  this.timeout(30_000);
  const files = readRepository();
  for (const { name, check } of rules) {
    it(name, () => {
      expect(check(files), 'problems').to.deep.equal([]);
    });
  }

  it('no source is excused from having a spec in vain', () => {
    expect(findStaleExcuses(files), 'problems').to.deep.equal([]);
  });

  const architecture = files.find(({ path }) => path === 'ARCHITECTURE.md');
  if (architecture !== undefined) {
    it('the tree in ARCHITECTURE.md is the tree on disk', () => {
      expect(findTreeDifferences(architecture.text, files), 'problems').to.deep.equal([]);
    });
  }
});

describe('The check that', () => {
  for (const { name, check, good, bad, problem } of rules) {
    it(`${name} finds what is wrong, and nothing else`, () => {
      expect(check(repository(good))).to.deep.equal([]);
      expect(check(repository(bad))).to.deep.equal([problem]);
    });
  }

  const banned: readonly [string, string][] = [
    ['src/core/a.ts', 'const f = async () => {};'],
    ['src/core/a.ts', 'let p: Promise<void>;'],
    ['src/core/a.ts', 'setImmediate(f);'],
    ['src/core/a.ts', 'Math.random();'],
    ['src/amqp/a.ts', 'console.log(1);'],
    ['src/server.ts', 'process.exit(1);'],
    ['spec/a.spec.ts', "it.only('a', () => {});"],
    ['spec/a.spec.ts', 'void sleep(10);'],
  ];
  for (const [path, text] of banned) {
    it(`no word stands where something else is to be used finds ${text} in ${path}`, () => {
      expect(findBannedWords([{ path, text }])).to.have.length(1);
    });
  }

  const wrong: readonly [string, string][] = [
    ['src/core/a.ts', "import 'node:net';"],
    ['src/core/a.ts', "export { x } from '../log.js';"],
    ['src/amqp/wire/a.ts', "import { F } from '../../core/field.js';"],
    ['src/amqp/a.ts', "import { createServer } from 'node:net';"],
    ['src/amqp/a.ts', "await import('../transport/listener.js');"],
    ['src/transport/a.ts', "import express from 'express';"],
  ];
  for (const [path, text] of wrong) {
    it(`imports go inwards only finds ${text} in ${path}`, () => {
      expect(findWrongImports([{ path, text }])).to.have.length(1);
    });
  }

  it('every relative link leads to a file or folder finds a picture that is not there', () => {
    const text = '<picture><source srcset="b.png" /><img alt="c" src="c.png" /></picture>';
    expect(findDeadLinks(repository({ 'docs/a.md': text, 'docs/c.png': '' }))).to.deep.equal([
      'docs/a.md links to b.png',
    ]);
  });

  it('the tree in ARCHITECTURE.md is the tree on disk finds what only one of them has', () => {
    const files = repository({ 'src/main.ts': '', 'src/core/a.ts': '', 'src/core/b/c.ts': '' });
    const rows = ['src/', '  main.ts      start', '  core/        the broker'];
    const tree = (...more: string[]): string =>
      ['# A', '', '```', ...rows, ...more, '```', ''].join('\n');
    expect(findTreeDifferences(tree('    a.ts', '    b/', '      c.ts  c'), files)).to.deep.equal(
      [],
    );
    expect(findTreeDifferences(tree('    a.ts  d.ts  two', '    b/'), files)).to.deep.equal([
      'src/core/b/c.ts is not drawn',
      'src/core/d.ts is drawn only',
    ]);
    expect(findTreeDifferences('# A\n', files)).to.deep.equal(['there is no drawing of src/']);
  });
});
