/**
 * What is typed into a filter: words that must all be there, and terms like "vhost:shop", "ready>0"
 * on columns. Applied to thousands of rows with each key stroke. Used by table.tsx.
 */
import type { CellValue, Column } from './column.js';

export type Predicate<Row> = (row: Row) => boolean;

const TERM = /^([\w-]+)(:|>=|<=|>|<|=)(.+)$/;

/** Words are looked for in the text columns given; without regard to case. */
export function compileFilter<Row>(
  text: string,
  columns: readonly Column<Row>[],
): Predicate<Row> | undefined {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const tests = words.map((word) => compileWord(word, columns));
  return (row) => tests.every((test) => test(row));
}

/** A filter for this value of a column. Words cannot hold spaces, so they become several. */
export function termFor(columnId: string, text: string): string {
  return /\s/.test(text) ? text : `${columnId}=${text}`;
}

function compileWord<Row>(word: string, columns: readonly Column<Row>[]): Predicate<Row> {
  const [, id = '', operator = '', operand = ''] = TERM.exec(word) ?? [];
  const column = columns.find((each) => each.id === id.toLowerCase() && isFilterable(each));
  if (column !== undefined) {
    const compare = comparison(operator, operand);
    if (compare !== undefined) return (row) => compare(column.value(row));
  }
  const wanted = word.toLowerCase();
  const textIn = textsOf(columns);
  return (row) => textIn(row).includes(wanted);
}

/** By the columns; made when a row is looked through first, and gone with it. */
const texts = new WeakMap<object, WeakMap<object, string>>();

/** All that words are looked for in: what holds no space cannot reach from one text to the next. */
function textsOf<Row>(columns: readonly Column<Row>[]): (row: Row) => string {
  const textColumns = columns.filter((each) => each.isNumber !== true && isFilterable(each));
  const known = texts.get(columns) ?? new WeakMap<object, string>();
  texts.set(columns, known);
  return (row) => {
    const before = known.get(row as object);
    if (before !== undefined) return before;
    const text = textColumns.map(({ value }) => textOf(value(row))).join(' ');
    known.set(row as object, text);
    return text;
  };
}

/** What may be wrong with a filter that finds nothing; undefined if nothing stands out. */
export function explainFilter<Row>(
  text: string,
  columns: readonly Column<Row>[],
): string | undefined {
  for (const word of text.trim().split(/\s+/)) {
    const [, id = '', operator = '', operand = ''] = TERM.exec(word) ?? [];
    if (operator === '') continue;
    const column = columns.find((each) => each.id === id.toLowerCase());
    if (column === undefined) {
      const ids = columns.filter(isFilterable).map((each) => each.id);
      const asText = `There is no column “${id}”, so “${word}” is looked for as a text.`;
      return `${asText} Columns: ${ids.join(', ')}.`;
    }
    if (comparison(operator, operand) === undefined) {
      return `“${operand}” is no number, so “${word}” is looked for as a text.`;
    }
  }
  return undefined;
}

function isFilterable<Row>({ isPicture }: Column<Row>): boolean {
  return isPicture !== true;
}

function comparison(
  operator: string,
  operand: string,
): ((value: CellValue) => boolean) | undefined {
  if (operator === ':') {
    const wanted = operand.toLowerCase();
    return (value) => textOf(value).includes(wanted);
  }
  if (operator === '=') {
    const wanted = operand.toLowerCase();
    return (value) => textOf(value) === wanted;
  }
  const limit = Number(operand);
  if (Number.isNaN(limit)) return undefined;
  return (value) => {
    if (typeof value !== 'number') return false;
    if (operator === '>') return value > limit;
    if (operator === '<') return value < limit;
    return operator === '>=' ? value >= limit : value <= limit;
  };
}

function textOf(value: CellValue): string {
  return value === null || value === undefined ? '' : String(value).toLowerCase();
}
