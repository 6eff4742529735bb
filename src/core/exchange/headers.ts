/**
 * The headers exchange: a binding's arguments are conditions on a message's headers, all or any of
 * which must hold (`x-match`). Comparison is field-equality.ts's.
 */
import { erlangTerm, FIELD_TYPE_NAMES } from '../erlang-text.js';
import { BrokerError } from '../errors.js';
import { fieldsMatch } from '../field-equality.js';
import type { Field, FieldTable } from '../field.js';
import type { Binding } from './binding.js';
import type { Matcher, Matching } from './matcher.js';

const MATCH_KINDS: readonly string[] = ['all', 'any', 'all-with-x', 'any-with-x'];

interface Pattern {
  readonly isAll: boolean;
  readonly conditions: readonly (readonly [name: string, value: Field])[];
}

export class HeadersMatcher implements Matcher {
  readonly decidedBy = 'message';
  readonly isAskedByKey = false;
  readonly #patterns = new Map<Binding, Pattern>();

  validate({ definition }: Binding): void {
    const kind = definition.arguments.get('x-match');
    if (kind === undefined) return;
    if (kind.type !== 'S') {
      const type = `Invalid x-match field type ${FIELD_TYPE_NAMES[kind.type]}`;
      throw invalid(`${type} (value ${erlangTerm(kind)}); expected longstr`);
    }
    if (!MATCH_KINDS.includes(kind.value)) {
      const expected = 'expected all, any, all-with-x, or any-with-x';
      throw invalid(`Invalid x-match field value ${erlangTerm(kind)}; ${expected}`);
    }
  }

  add(binding: Binding): void {
    this.#patterns.set(binding, patternOf(binding.definition.arguments));
  }

  remove(binding: Binding): void {
    this.#patterns.delete(binding);
  }

  match(matching: Matching): void {
    for (const [binding, pattern] of this.#patterns) {
      if (holds(pattern, matching.headers())) matching.add(binding.destination);
    }
  }
}

/** The arguments of a binding whose headers are not there, or have other values. */
export function unmetConditions(
  args: FieldTable,
  headers: FieldTable,
): { readonly isAll: boolean; readonly names: readonly string[] } {
  const { isAll, conditions } = patternOf(args);
  const unmet = conditions.filter(([name, expected]) => !fulfils(headers.get(name), expected));
  return { isAll, names: unmet.map(([name]) => name) };
}

function invalid(message: string): BrokerError {
  return new BrokerError('precondition-failed', message);
}

/** Headers beginning with `x-` count only if asked for, and `x-match` itself never. */
function patternOf(args: FieldTable): Pattern {
  const kind = String(args.get('x-match')?.value ?? 'all');
  const withX = kind.endsWith('-with-x');
  const conditions = [...args].filter(
    ([name]) => name !== 'x-match' && (withX || !name.startsWith('x-')),
  );
  return { isAll: kind.startsWith('all'), conditions };
}

/** Without conditions: all of none hold, any of none do not. */
function holds({ isAll, conditions }: Pattern, headers: FieldTable): boolean {
  for (const [name, expected] of conditions) {
    if (fulfils(headers.get(name), expected) !== isAll) return !isAll;
  }
  return isAll;
}

/** An expected value of type void asks only that the header be there. */
function fulfils(header: Field | undefined, expected: Field): boolean {
  return header !== undefined && (expected.type === 'V' || fieldsMatch(expected, header));
}
