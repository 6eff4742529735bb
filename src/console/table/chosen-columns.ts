/**
 * Which columns of a list are shown: those that the address names, or those that were chosen last
 * in this browser, or the usual ones. Used by table.tsx and toolbar.tsx.
 */
import type { Column } from './column.js';

/** What is needed of the browser's localStorage. */
export interface ChoiceStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** `list` is its name: "queues". */
export function shownColumns<C extends Column<never>>(
  columns: readonly C[],
  { list, address }: { readonly list: string; readonly address: string | undefined },
  storage: ChoiceStorage,
): readonly C[] {
  for (const text of [address, storage.getItem(keyOf(list))]) {
    if (text === undefined || text === null || text === '') continue;
    const ids = text.split(',');
    const chosen = columns.filter(({ id }) => ids.includes(id));
    if (chosen.length > 0) return chosen;
  }
  return columns.filter(({ isUsual }) => isUsual === true);
}

/** Of the columns that are to be shown; gives what the address is to say. */
export function chooseColumns<C extends Column<never>>(
  columns: readonly C[],
  wanted: readonly C[],
  list: string,
  storage: ChoiceStorage,
): string {
  if (columns.every((each) => (each.isUsual === true) === wanted.includes(each))) {
    storage.removeItem(keyOf(list));
    return '';
  }
  const text = wanted.map(({ id }) => id).join(',') || (columns[0]?.id ?? '');
  storage.setItem(keyOf(list), text);
  return text;
}

function keyOf(list: string): string {
  return `leveret.columns.${list}`;
}
