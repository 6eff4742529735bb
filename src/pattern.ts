/**
 * Operators' regular expressions, in linear time (RE2), so that no pattern and no name can hang the
 * broker. RE2 knows no lookahead; the one that operators of RabbitMQ use, right after `^` as in
 * `^(?!amq\.).*`, is taken apart into expressions of their own. Injected by server.ts.
 */
import { RE2JS, RE2JSException } from 're2js';
import { BrokerError } from './core/errors.js';
import type { CompilePattern } from './core/pattern.js';

/** RabbitMQ's, in bytes of UTF-8. */
const SIZE_MAX = 1_024;
/** Repetitions multiply: `((x{99}){99}){99}` is short, and would take a million steps. */
const PROGRAM_SIZE_MAX = 10_000;

/** What most permissions and many policies say: each of them is found in any text. */
const ANYTHING: readonly string[] = ['', '.*', '^.*', '.*$'];

interface Condition {
  readonly expression: RE2JS;
  readonly isToMatch: boolean;
}

export const compilePattern: CompilePattern = (source, ignoresCase = false) => {
  if (ANYTHING.includes(source)) return () => true;
  if (Buffer.byteLength(source) > SIZE_MAX) throw invalid(`it has more than ${SIZE_MAX} bytes`);
  const conditions = conditionsOf(source, ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined) return (text) => only.expression.test(text);
  return (text) =>
    conditions.every(({ expression, isToMatch }) => expression.test(text) === isToMatch);
};

function conditionsOf(source: string, flags: number): Condition[] {
  const conditions: Condition[] = [];
  let rest = source;
  for (let ahead = leadingLookahead(rest); ahead !== undefined; ahead = leadingLookahead(rest)) {
    const expression = compile(`^(?:${ahead.inner})`, flags);
    conditions.push({ expression, isToMatch: ahead.isToMatch });
    rest = `^${ahead.rest}`;
  }
  // What follows an alternative outside parentheses would stand apart from the lookahead.
  if (conditions.length > 0 && hasAlternatives(rest)) {
    throw invalid('put the alternatives after a lookahead in parentheses: ^(?!a)(b|c)');
  }
  return [...conditions, { expression: compile(rest, flags), isToMatch: true }];
}

function compile(source: string, flags: number): RE2JS {
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(source, flags);
  } catch (error) {
    if (error instanceof RE2JSException) throw invalid(error.message);
    throw error;
  }
  if (expression.programSize() > PROGRAM_SIZE_MAX) throw invalid('it repeats too much');
  return expression;
}

function leadingLookahead(
  source: string,
): { readonly inner: string; readonly rest: string; readonly isToMatch: boolean } | undefined {
  if (!source.startsWith('^(?!') && !source.startsWith('^(?=')) return undefined;
  const end = closingOf(source, 1);
  if (end === undefined) return undefined;
  return {
    inner: source.slice(4, end),
    rest: source.slice(end + 1),
    isToMatch: source[3] === '=',
  };
}

/** Where the parenthesis that opens at `start` closes. */
function closingOf(source: string, start: number): number | undefined {
  for (const { index, depth } of characters(source.slice(start))) {
    if (depth === 0) return start + index;
  }
  return undefined;
}

function hasAlternatives(source: string): boolean {
  for (const { character, depth } of characters(source)) {
    if (character === '|' && depth === 0) return true;
  }
  return false;
}

/** Those outside of classes that are not escaped, and how deep in parentheses the text is then. */
function* characters(
  source: string,
): Iterable<{ readonly character: string; readonly index: number; readonly depth: number }> {
  let depth = 0;
  /** Where the members of the class begin that the text is in; a bracket there is one of them. */
  let members = -1;
  for (let index = 0; index < source.length; index++) {
    const character = source.charAt(index);
    if (character === '\\') index++;
    else if (members >= 0) {
      if (character === ']' && index > members) members = -1;
    } else {
      if (character === '[') members = source[index + 1] === '^' ? index + 2 : index + 1;
      if (character === '(') depth++;
      if (character === ')') depth--;
      yield { character, index, depth };
    }
  }
}

function invalid(reason: string): BrokerError {
  return new BrokerError('precondition-failed', reason);
}
