/** Rows as CSV, for spreadsheets. Used by table.tsx. */
import type { CellValue, Column } from './column.js';

/** As RFC 4180 has it, in the order of the columns. */
export function csvOf<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const written = columns.filter(({ isPicture }) => isPicture !== true);
  const head = written.map(({ id }) => id);
  const lines = rows.map((row) => written.map(({ value }) => value(row)));
  return [head, ...lines].map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

/**
 * Clients choose names, and spreadsheets take a text that begins so for a formula: an apostrophe in
 * front keeps it a text.
 */
function csvCell(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
