/** Tidy: how long files, lines and functions may be, and that a file says what it is for. */
import ts from 'typescript';
import { isCode, nodesOf, parse, placeOf, type SourceFile } from './repository.js';

export const FILE_LINES_MAX = 500;
export const LINE_COLUMNS_MAX = 100;
export const FUNCTION_LINES_MAX = 70;

export function findLongFiles(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => isCode(path))
    .map(({ path, text }) => ({ path, lineCount: text.trimEnd().split('\n').length }))
    .filter(({ lineCount }) => lineCount > FILE_LINES_MAX)
    .map(({ path, lineCount }) => `${path} has ${lineCount} lines`);
}

export function findLongLines(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const { path, text } of files.filter((file) => isCode(file.path))) {
    for (const [index, line] of text.split('\n').entries()) {
      const { length } = [...line];
      if (length > LINE_COLUMNS_MAX) problems.push(`${path}:${index + 1} has ${length} columns`);
    }
  }
  return problems;
}

/** What groups examples is no function in this sense, but as a file is. */
export function findLongFunctions(files: readonly SourceFile[]): string[] {
  const problems: string[] = [];
  for (const file of files.filter(({ path }) => isCode(path))) {
    for (const node of nodesOf(file)) {
      if (!ts.isFunctionLike(node) || isSuite(node)) continue;
      const tree = parse(file);
      const first = tree.getLineAndCharacterOfPosition(node.getStart()).line;
      const lineCount = tree.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1;
      if (lineCount <= FUNCTION_LINES_MAX) continue;
      problems.push(`${placeOf(file, node)} is a function of ${lineCount} lines`);
    }
  }
  return problems;
}

export function findMissingHeaders(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => isCode(path) && !path.endsWith('.spec.ts'))
    .filter(({ text }) => !/^(#!.*\n)?\s*\/[/*]/.test(text))
    .map(({ path }) => `${path} does not say what it is for`);
}

/** The callback of `describe`, or a function that says what several implementations must do. */
function isSuite(node: ts.SignatureDeclaration): boolean {
  if (isCallOf(node.parent, /^describe\b/)) return true;
  const body = 'body' in node ? node.body : undefined;
  if (body === undefined || !ts.isBlock(body)) return false;
  return body.statements.some(
    (statement) =>
      ts.isExpressionStatement(statement) && isCallOf(statement.expression, /^(describe|it)\b/),
  );
}

function isCallOf(node: ts.Node, name: RegExp): boolean {
  return ts.isCallExpression(node) && name.test(node.expression.getText());
}
