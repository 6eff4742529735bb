/** The files of this repository as the tidy checks see them: path from the root, and text. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Root of the repository, seen from dist/spec/support/tidy/. */
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

const OTHERS = new Set(['node_modules', 'dist', 'leveret-data', '.git']);
const EXTENSIONS = new Set(['.ts', '.tsx', '.mts', '.js', '.mjs', '.md']);

export function readRepository(): readonly SourceFile[] {
  return [...pathsBelow('')].sort().map((path) => ({
    path,
    text: EXTENSIONS.has(extname(path)) ? readFileSync(join(ROOT, path), 'utf8') : '',
  }));
}

function* pathsBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (OTHERS.has(entry.name)) continue;
    if (entry.isDirectory()) yield* pathsBelow(path);
    else if (entry.isFile()) yield path;
  }
}

export function isCode(path: string): boolean {
  return /\.(tsx?|mts|js|mjs)$/.test(path);
}

/** "src/core/queue/queue.ts" is below "src/core". */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

const parsed = new WeakMap<SourceFile, ts.SourceFile>();

export function parse(file: SourceFile): ts.SourceFile {
  let tree = parsed.get(file);
  if (tree === undefined) {
    tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true);
    parsed.set(file, tree);
  }
  return tree;
}

export function* nodesOf(file: SourceFile): Generator<ts.Node> {
  const waiting: ts.Node[] = [parse(file)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    ts.forEachChild(node, (child) => {
      waiting.push(child);
    });
  }
}

/** "src/core/clock.ts:12", to click on. */
export function placeOf(file: SourceFile, node: ts.Node): string {
  const { line } = parse(file).getLineAndCharacterOfPosition(node.getStart());
  return `${file.path}:${line + 1}`;
}
