/** The order of a table's rows: by one column, up or down. Used by table.tsx. */
import type { CellValue, Column } from './column.js';

export interface Order {
  readonly columnId: string;
  readonly isDown: boolean;
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** "-ready" is by "ready", the largest first. */
export function parseOrder(text: string | undefined): Order | undefined {
  if (text === undefined || text === '' || text === '-') return undefined;
  return text.startsWith('-')
    ? { columnId: text.slice(1), isDown: true }
    : { columnId: text, isDown: false };
}

export function formatOrder({ columnId, isDown }: Order): string {
  return `${isDown ? '-' : ''}${columnId}`;
}

/** A new list; rows that are equal keep their order, and those without a value come last. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: Order | undefined,
): readonly Row[] {
  const column = columns.find(({ id }) => id === order?.columnId);
  if (column === undefined || order === undefined) return rows;
  const keyed = rows.map((row) => ({ row, key: column.value(row) }));
  const direction = order.isDown ? -1 : 1;
  keyed.sort((a, b) => compare(a.key, b.key, direction));
  return keyed.map(({ row }) => row);
}

function compare(a: CellValue, b: CellValue, direction: number): number {
  const isMissing = (value: CellValue): boolean => value === null || value === undefined;
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b));
  if (typeof a === 'number' && typeof b === 'number') return direction * (a - b);
  return direction * collator.compare(String(a), String(b));
}
