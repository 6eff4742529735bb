/** Tables, JSON and CSV of what a verb gives back, as rabbitmqctl writes them. Used by run.ts. */
import { printable } from './printable.js';
import type { Result, Row } from './verb.js';

export const FORMATTERS = ['table', 'pretty_table', 'json', 'csv'] as const;
export type Formatter = (typeof FORMATTERS)[number];

/** What people and scripts read; ends with a line break unless it is empty. */
export function format(result: Result, formatter: Formatter, withHeaders: boolean): string {
  switch (result.kind) {
    case 'nothing':
      return '';
    case 'text':
      return lines([formatter === 'json' ? JSON.stringify(result.text) : result.text]);
    case 'value':
      return lines([formatter === 'json' ? JSON.stringify(result.value) : result.text]);
    case 'table':
      return formatTable(result.columns, result.rows, formatter, withHeaders);
  }
}

function formatTable(
  columns: readonly string[],
  rows: readonly Row[],
  formatter: Formatter,
  withHeaders: boolean,
): string {
  if (formatter === 'json') {
    const objects = rows.map((row) =>
      Object.fromEntries(columns.map((column, index) => [column, row[index] ?? ''])),
    );
    return lines([JSON.stringify(objects)]);
  }
  // rabbitmqctl gives no header to nothing.
  if (rows.length === 0) return '';
  const cells = rows.map((row) => row.map(cell));
  const table = withHeaders ? [columns, ...cells] : cells;
  if (formatter === 'csv') return lines(table.map((row) => row.map(quote).join(',')));
  if (formatter === 'pretty_table') return lines(draw(columns, cells, withHeaders));
  return lines(table.map((row) => row.map(escape).join('\t')));
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    const isFlat = value.every((item) => typeof item !== 'object');
    return isFlat ? `[${value.join(', ')}]` : JSON.stringify(value);
  }
  if (typeof value === 'object') {
    return Object.keys(value).length === 0 ? '[]' : JSON.stringify(value);
  }
  return String(value);
}

/** A cell keeps to its column and its line. */
function escape(text: string): string {
  return printable(text.replaceAll('\\', '\\\\'));
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function draw(columns: readonly string[], cells: readonly string[][], withHeaders: boolean) {
  const texts = cells.map((row) => row.map(escape));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...texts.map((row) => row[index]?.length ?? 0)),
  );
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const line = (row: readonly string[]): string =>
    `│ ${widths.map((width, index) => (row[index] ?? '').padEnd(width)).join(' │ ')} │`;
  const head = withHeaders ? [line(columns), rule('├', '┼', '┤')] : [];
  return [rule('┌', '┬', '┐'), ...head, ...texts.map(line), rule('└', '┴', '┘')];
}
