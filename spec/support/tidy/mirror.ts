/**
 * Tidy: each source has its spec and each spec its source, so that nobody searches for either. What
 * is a .tsx runs in a browser only: the specs of pages drive them all.
 */
import ts from 'typescript';
import { parse, type SourceFile } from './repository.js';

/** Specs of several files together, or of files that are no TypeScript. */
const OF_THE_WHOLE = [
  /^spec\/(tidy|documents|examples|compatibility)\.spec\.ts$/,
  /(simulation|crash|fuzz|budget)\.spec\.ts$/,
  /^spec\/console\/every-page\.spec\.ts$/,
  /^spec\/(proof|simulation|support)\//,
];

/** What is tested in another way, and in which: none at present. */
export const WITHOUT_SPEC: Readonly<Record<string, string>> = {};

export function findMissingSpecs(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  return files
    .filter(({ path }) => /^src\/.*\.ts$/.test(path) && WITHOUT_SPEC[path] === undefined)
    .filter((file) => !paths.has(specOf(file.path)) && hasBehaviour(file))
    .map(({ path }) => `${path} has no ${specOf(path)}`);
}

/** An excuse that has lost its file, or whose file has a spec by now. */
export function findStaleExcuses(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  return Object.keys(WITHOUT_SPEC).filter((path) => !paths.has(path) || paths.has(specOf(path)));
}

export function findMissingSources(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  return [...paths]
    .filter((path) => path.endsWith('.spec.ts'))
    .filter((path) => !OF_THE_WHOLE.some((pattern) => pattern.test(path)))
    .filter((path) => !paths.has(sourceOf(path)) && !paths.has(`${sourceOf(path)}x`))
    .map((path) => `${path} has no ${sourceOf(path)}`);
}

function specOf(source: string): string {
  return source.replace(/^src\//, 'spec/').replace(/\.ts$/, '.spec.ts');
}

function sourceOf(spec: string): string {
  return spec.replace(/^spec\//, 'src/').replace(/\.spec\.ts$/, '.ts');
}

/** Contracts, constants that are written down as they are, and errors leave nothing to test. */
function hasBehaviour(file: SourceFile): boolean {
  return !file.path.endsWith('.d.ts') && contains(parse(file), isBehaviour);
}

function isBehaviour(node: ts.Node): boolean {
  if (!ts.isFunctionLike(node) || ts.isConstructorDeclaration(node)) return false;
  return 'body' in node && node.body !== undefined;
}

function contains(node: ts.Node, isHit: (node: ts.Node) => boolean): boolean {
  return isHit(node) || ts.forEachChild(node, (child) => contains(child, isHit)) === true;
}
