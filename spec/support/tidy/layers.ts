/** Tidy: which layer may import which, and that every file is imported by some other. */
import { posix } from 'node:path';
import ts from 'typescript';
import { isBelow, nodesOf, placeOf, type SourceFile } from './repository.js';

interface Layer {
  /** Folders, itself apart; "types" may be imported as types only. */
  readonly layers: readonly string[];
  readonly types?: readonly string[];
  /** Packages by name; "node:" stands for all of Node's modules. */
  readonly packages: readonly string[];
}

const CORE = 'src/core';

/** The longest folder that a file is below is its layer. */
export const LAYERS: Readonly<Record<string, Layer>> = {
  [CORE]: { layers: [], packages: [] },
  'src/amqp/wire': { layers: [], types: [CORE], packages: ['binary-parser', 'node:buffer'] },
  'src/amqp': { layers: [CORE, 'src/amqp/wire'], packages: ['node:buffer'] },
  'src/management': {
    layers: [CORE],
    packages: ['@koa/bodyparser', '@koa/router', 'koa', 'node:'],
  },
  'src/store': { layers: [CORE], packages: ['better-sqlite3', 'node:'] },
  'src/transport': { layers: [CORE], packages: ['node:', 'ws'] },
  'src/cli': { layers: [], packages: ['fastest-levenshtein', 'node:'] },
  'src/console': {
    layers: [],
    types: ['src/management'],
    packages: ['preact', 'preact/hooks', 'uplot'],
  },
  src: {
    layers: [CORE, 'src/amqp', 'src/cli', 'src/management', 'src/store', 'src/transport'],
    packages: ['commander', 'fastest-levenshtein', 'node:', 'pino', 're2js'],
  },
};

/** Started by name, by a person or by another program. */
const ROOTS = ['src/main.ts', 'src/index.ts', 'src/console/main.ts'];

interface Import {
  readonly place: string;
  /** A path from the root, or the package's name. */
  readonly target: string;
  readonly isRelative: boolean;
  readonly isTypeOnly: boolean;
}

export function findWrongImports(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files.filter(({ path }) => /^src\/.*\.tsx?$/.test(path))) {
    const name = layerOf(file.path);
    const layer = LAYERS[name];
    for (const { place, target, isRelative, isTypeOnly } of importsOf(file)) {
      const targetName = isRelative ? layerOf(target) : target;
      const allowed = [...(layer?.layers ?? []), ...(isTypeOnly ? (layer?.types ?? []) : [])];
      const isRight = isRelative
        ? targetName === name || allowed.includes(targetName)
        : layer?.packages.some((known) => target === known || isOfNode(target, known));
      if (isRight !== true) problems.push(`${place}: ${name} may not import ${target}`);
    }
  }
  return problems;
}

/** Of the source, and of what specs share; scripts and specs are started by name. */
export function findUnused(files: readonly SourceFile[]): string[] {
  const used = new Set(ROOTS);
  for (const file of files) {
    if (!/\.tsx?$/.test(file.path)) continue;
    const own = moduleOf(file.path);
    for (const { target } of importsOf(file)) if (target !== own) used.add(target);
  }
  return files
    .map(({ path }) => path)
    .filter((path) => /^(src|spec\/support)\/.*\.tsx?$/.test(path) && !/\.(d|spec)\.ts$/.test(path))
    .filter((path) => !used.has(moduleOf(path)))
    .map((path) => `${path} is imported by nobody`);
}

/** Imports say ".js" of both kinds of source. */
function moduleOf(path: string): string {
  return path.replace(/\.tsx$/, '.ts');
}

function isOfNode(target: string, known: string): boolean {
  return known === 'node:' && target.startsWith(known);
}

function layerOf(path: string): string {
  const names = Object.keys(LAYERS).filter((name) => isBelow(path, name));
  return names.sort((a, b) => b.length - a.length)[0] ?? '';
}

function* importsOf(file: SourceFile): Generator<Import> {
  for (const node of nodesOf(file)) {
    const specifier = specifierOf(node);
    if (specifier === undefined) continue;
    const isRelative = specifier.startsWith('.');
    const target = isRelative
      ? posix.join(posix.dirname(file.path), specifier).replace(/\.js$/, '.ts')
      : specifier;
    yield { place: placeOf(file, node), target, isRelative, isTypeOnly: isTypeImport(node) };
  }
}

/** import, export from, import(), and new URL('./worker.js', import.meta.url). */
function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    const { moduleSpecifier } = node;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return undefined;
    return moduleSpecifier.text;
  }
  const isImport =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isUrl = ts.isNewExpression(node) && node.expression.getText() === 'URL';
  const [first] = isImport || isUrl ? (node.arguments ?? []) : [];
  if (first === undefined || !ts.isStringLiteral(first)) return undefined;
  return isImport || first.text.endsWith('.js') ? first.text : undefined;
}

function isTypeImport(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return (
    ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
  );
}
