/**
 * Tidy: documents have one title, links that lead somewhere, and a drawing of src/ that is true.
 */
import { posix } from 'node:path';
import type { SourceFile } from './repository.js';

const isDocument = ({ path }: SourceFile): boolean => path.endsWith('.md');

/** A picture that is another one in the dark is a tag. */
const LINK = /\]\(([^)\s]+)\)|<(?:img|source)[^>]* src(?:set)?="([^"]+)"/g;

export function findSecondTitles(files: readonly SourceFile[]): string[] {
  return files
    .filter(isDocument)
    .map(({ path, text }) => ({ path, count: withoutCode(text).match(/^# /gm)?.length ?? 0 }))
    .filter(({ count }) => count !== 1)
    .map(({ path, count }) => `${path} has ${count} titles`);
}

export function findDeadLinks(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  const folders = new Set([...paths].flatMap(foldersOf));
  const problems: string[] = [];
  for (const { path, text } of files.filter(isDocument)) {
    for (const [, inText, inTag = ''] of withoutCode(text).matchAll(LINK)) {
      const link = inText ?? inTag;
      const [target = ''] = link.split('#');
      if (target === '' || /^[a-z]+:/.test(target)) continue;
      const resolved = posix.join(posix.dirname(path), target).replace(/\/$/, '');
      if (!paths.has(resolved) && !folders.has(resolved)) problems.push(`${path} links to ${link}`);
    }
  }
  return problems;
}

/**
 * The drawing is the first fenced block that begins with the line "src/". Each further line is
 * indented by two blanks a folder, and names one file or folder, or several two blanks apart,
 * before the words that explain it.
 */
export function findTreeDifferences(document: string, files: readonly SourceFile[]): string[] {
  const drawn = readTree(document);
  if (drawn === undefined) return ['there is no drawing of src/'];
  const paths = files.map(({ path }) => path).filter((path) => /^src\/.*\.tsx?$/.test(path));
  const actual = new Set([...paths, ...paths.flatMap(foldersOf).map((folder) => `${folder}/`)]);
  return [
    ...[...actual].filter((path) => !drawn.has(path)).map((path) => `${path} is not drawn`),
    ...[...drawn].filter((path) => !actual.has(path)).map((path) => `${path} is drawn only`),
  ];
}

function readTree(document: string): ReadonlySet<string> | undefined {
  const block = /^```\w*\n(src\/[ \n][^]*?)^```/m.exec(document)?.[1];
  if (block === undefined) return undefined;
  const drawn = new Set<string>();
  const folders: string[] = [];
  for (const line of block.split('\n')) {
    const depth = Math.floor((/^ */.exec(line)?.[0].length ?? 0) / 2);
    for (const name of namesIn(line)) {
      folders.length = depth;
      const path = `${folders.join('')}${name}`;
      if (name.endsWith('/')) folders[depth] = name;
      drawn.add(path);
    }
  }
  return drawn;
}

function namesIn(line: string): readonly string[] {
  const columns = line.trim().split(/ {2,}/);
  const end = columns.findIndex((column) => !/^[\w.-]+(\.tsx?|\/)$/.test(column));
  return end < 0 ? columns : columns.slice(0, end);
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Fenced and inline code is not the document's own text. */
function withoutCode(text: string): string {
  return text.replace(/^( *)(```+)[^]*?^\1\2/gm, '').replace(/`[^`\n]*`/g, '');
}
