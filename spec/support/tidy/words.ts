/** Tidy: words that must not stand where they stand, each with what to do instead. */
import ts from 'typescript';
import { isBelow, isCode, nodesOf, placeOf, type SourceFile } from './repository.js';

interface Ban {
  readonly appliesTo: (path: string) => boolean;
  readonly isHit: (node: ts.Node) => boolean;
  readonly instead: string;
}

const inCore = (path: string): boolean => isBelow(path, 'src/core');
const inSource = (path: string): boolean => isBelow(path, 'src');
const anywhere = (): boolean => true;

const STARTING = ['src/main.ts', 'src/start.ts'];
const TIMERS = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'];

const BANS: readonly Ban[] = [
  { appliesTo: inCore, isHit: isName('Date'), instead: 'time is Clock.now' },
  { appliesTo: inCore, isHit: isName(...TIMERS), instead: 'Clock.after' },
  { appliesTo: inCore, isHit: isMember('Math', 'random'), instead: 'randomness is injected' },
  { appliesTo: inCore, isHit: isName('Promise'), instead: 'a callback, in a later step' },
  { appliesTo: inCore, isHit: isAsync, instead: 'a step runs to its end' },
  {
    appliesTo: (path) => inSource(path) && !STARTING.includes(path),
    isHit: isMember('console'),
    instead: 'a Log is given to whoever has something to tell',
  },
  {
    appliesTo: (path) => inSource(path) && !STARTING.includes(path),
    isHit: isMember('process', 'exit'),
    instead: 'only main.ts and start.ts end the process',
  },
  {
    appliesTo: anywhere,
    isHit: (node) => ['describe', 'it'].some((name) => isMember(name, 'only')(node)),
    instead: 'all examples run, always',
  },
  {
    // Other people's clients and brokers have clocks of their own.
    appliesTo: (path) => !isBelow(path, 'conformance'),
    isHit: isName('sleep'),
    instead: 'advance the clock, or wait for an event with a limit',
  },
];

export function findBannedWords(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files.filter(({ path }) => isCode(path))) {
    const bans = BANS.filter(({ appliesTo }) => appliesTo(file.path));
    for (const node of nodesOf(file)) {
      for (const { isHit, instead } of bans) {
        if (!isHit(node)) continue;
        problems.push(`${placeOf(file, node)} has "${firstLineOf(node)}": ${instead}`);
      }
    }
  }
  return problems;
}

/** Written in two parts, or this file would be its own first find. */
const LEFTOVER = new RegExp(`\\b(${'TO'}${'DO'}|${'FIX'}${'ME'})\\b`);

export function findLeftovers(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const { path, text } of files) {
    for (const [index, line] of text.split('\n').entries()) {
      const found = LEFTOVER.exec(line)?.[0];
      if (found !== undefined)
        problems.push(`${path}:${index + 1} has ${found}: an issue or nothing`);
    }
  }
  return problems;
}

/** As a value or a type; a property of that name is somebody else's. */
function isName(...names: readonly string[]): (node: ts.Node) => boolean {
  return (node) => {
    if (!ts.isIdentifier(node) || !names.includes(node.text)) return false;
    const { parent } = node;
    return !(ts.isPropertyAccessExpression(parent) && parent.name === node);
  };
}

function isMember(object: string, property?: string): (node: ts.Node) => boolean {
  return (node) =>
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === object &&
    (property === undefined || node.name.text === property);
}

function isAsync(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node);
}

function firstLineOf(node: ts.Node): string {
  return node.getText().split('\n')[0] ?? '';
}
