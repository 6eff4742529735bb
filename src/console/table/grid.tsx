/**
 * The rows of a table: drawn where they are in sight, walked through with the arrow keys, opened
 * with Enter. Part of table.tsx.
 */
import type { ComponentChild } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { changeQuery } from '../routing/use-route.js';
import type { CellValue, Column } from './column.js';
import { rowAfter, scrollTopFor } from './grid-keys.js';
import { formatOrder, type Order } from './sort.js';
import { drawnRows } from './viewport.js';

export interface ShownColumn<Row> extends Column<Row> {
  /** What is shown: the value unless it is given. */
  readonly cell?: (row: Row) => ComponentChild;
}

/** Those of the style sheet, in px. */
const ROW_HEIGHT = 33;
const HEAD_HEIGHT = 34;
const CHECKBOX_WIDTH = 2.25;

interface Selection {
  readonly selected: ReadonlySet<string>;
  readonly setSelected: (selected: ReadonlySet<string>) => void;
}

interface GridProps<Row> {
  readonly noun: readonly [one: string, many: string];
  readonly rows: readonly Row[];
  readonly columns: readonly ShownColumn<Row>[];
  readonly nameOf: (row: Row) => string;
  readonly order: Order | undefined;
  readonly selection: Selection | undefined;
  readonly onSight: ((rows: readonly Row[]) => void) | undefined;
  readonly newest: ((row: Row) => Row) | undefined;
}

export function Grid<Row>(props: GridProps<Row>) {
  const { noun, rows, columns, nameOf, order, selection, onSight, newest = (row) => row } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useView(place);
  const walk = useRowKeys(place, rows.length);
  const drawn = drawnRows({ rowCount: rows.length, rowHeight: ROW_HEIGHT, ...view });
  const inSight = rows.slice(drawn.first, drawn.end);
  useEffect(() => onSight?.(inSight), [rows, drawn.first, drawn.end]);
  const width = columns.reduce((sum, each) => sum + each.width, selection ? CHECKBOX_WIDTH : 0);
  return (
    <div
      class="scroll"
      ref={place}
      tabIndex={0}
      role="region"
      aria-label={`List of ${noun[1]}`}
      onKeyDown={walk}
    >
      <table style={{ minWidth: `${width}rem` }} aria-rowcount={rows.length + 1}>
        <colgroup>
          {selection !== undefined && <col style={{ width: `${CHECKBOX_WIDTH}rem` }} />}
          {columns.map(({ id, width: own }, index) => (
            <col key={id} style={index === 0 ? {} : { width: `${own}rem` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selection !== undefined && (
              <th scope="col">
                <SelectAll rows={rows} nameOf={nameOf} selection={selection} />
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.id} column={column} order={order} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={drawn.heightBefore} />
          {inSight.map((row, index) => (
            <Row
              key={nameOf(row)}
              name={nameOf(row)}
              index={drawn.first + index + 2}
              row={newest(row)}
              columns={columns}
              selection={selection}
            />
          ))}
          <Space height={drawn.heightAfter} />
        </tbody>
      </table>
    </div>
  );
}

type Place = { readonly current: HTMLDivElement | null };

function useView(place: Place): { readonly scrollTop: number; readonly height: number } {
  const [view, setView] = useState({ scrollTop: 0, height: 800 });
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const look = (): void =>
      setView({ scrollTop: element.scrollTop, height: element.clientHeight });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  return view;
}

/** Keys on the list itself or on one of its rows; those on what is in a row are not taken. */
function useRowKeys(place: Place, count: number): (pressed: KeyboardEvent) => void {
  const [wanted, setWanted] = useState<{ readonly index: number }>();
  useLayoutEffect(() => {
    const element = place.current;
    if (wanted === undefined || element === null) return;
    const { scrollTop, clientHeight: height } = element;
    const sizes = { scrollTop, height, headHeight: HEAD_HEIGHT, rowHeight: ROW_HEIGHT };
    element.scrollTop = scrollTopFor(wanted.index, sizes);
    // The row may have to be drawn first.
    const frame = requestAnimationFrame(() => rowAt(element, wanted.index)?.focus());
    return () => cancelAnimationFrame(frame);
  }, [wanted]);
  return (pressed) => {
    const element = place.current;
    const { key, target } = pressed;
    const row = target instanceof HTMLTableRowElement ? target : undefined;
    if (element === null || (target !== element && row === undefined)) return;
    if (pressed.altKey || pressed.ctrlKey || pressed.metaKey) return;
    if (row !== undefined && (key === 'Enter' || key === ' ')) {
      const inRow = key === 'Enter' ? 'a[href]' : 'input[type=checkbox]';
      pressed.preventDefault();
      row.querySelector<HTMLElement>(inRow)?.click();
      return;
    }
    const current = row === undefined ? undefined : Number(row.ariaRowIndex) - 2;
    const first = Math.ceil(element.scrollTop / ROW_HEIGHT);
    const inSight = Math.floor((element.clientHeight - HEAD_HEIGHT) / ROW_HEIGHT);
    const index = rowAfter(key, current, { count, inSight, first });
    if (index === undefined) return;
    pressed.preventDefault();
    setWanted({ index });
  };
}

function rowAt(element: HTMLElement, index: number): HTMLElement | null {
  return element.querySelector<HTMLElement>(`tbody tr[aria-rowindex="${index + 2}"]`);
}

function Space({ height }: { readonly height: number }) {
  if (height === 0) return null;
  return <tr class="space" style={{ height: `${height}px` }} aria-hidden="true" />;
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly order: Order | undefined;
}

function Heading<Row>({ column, order }: HeadingProps<Row>) {
  const { id, title, explanation, isNumber, isPicture } = column;
  const isOrdered = order?.columnId === id;
  const isDown = isOrdered && order.isDown;
  const sort = (): void => {
    // Numbers first from the top, texts from A.
    const next = isOrdered ? !isDown : isNumber === true;
    changeQuery({ sort: formatOrder({ columnId: id, isDown: next }) });
  };
  const direction = isDown ? 'descending' : 'ascending';
  if (isPicture === true) {
    return (
      <th scope="col" class="picture" title={explanation}>
        {title}
      </th>
    );
  }
  return (
    <th
      scope="col"
      class={isNumber === true ? 'number' : ''}
      aria-sort={isOrdered ? direction : 'none'}
    >
      <button type="button" title={explanation} onClick={sort}>
        {title}
        <span aria-hidden="true">{isOrdered ? (isDown ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

interface RowProps<R> {
  readonly name: string;
  readonly index: number;
  readonly row: R;
  readonly columns: readonly ShownColumn<R>[];
  readonly selection: Selection | undefined;
}

function Row<R>({ name, index, row, columns, selection }: RowProps<R>) {
  const isSelected = selection?.selected.has(name) === true;
  return (
    <tr aria-rowindex={index} tabIndex={-1} class={isSelected ? 'selected' : ''}>
      {selection !== undefined && (
        <td>
          <input
            type="checkbox"
            aria-label={`Select ${name}`}
            checked={isSelected}
            onChange={() => toggle(selection, [name], !isSelected)}
          />
        </td>
      )}
      {columns.map(({ id, isNumber, value, cell }) => (
        <td key={id} class={isNumber === true ? 'number' : ''} title={titleOf(value(row))}>
          {cell === undefined ? titleOf(value(row)) : cell(row)}
        </td>
      ))}
    </tr>
  );
}

interface SelectAllProps<Row> {
  readonly rows: readonly Row[];
  readonly nameOf: (row: Row) => string;
  readonly selection: Selection;
}

function SelectAll<Row>({ rows, nameOf, selection }: SelectAllProps<Row>) {
  const isAll = rows.length > 0 && rows.every((row) => selection.selected.has(nameOf(row)));
  return (
    <input
      type="checkbox"
      aria-label="Select all that the filter shows"
      checked={isAll}
      onChange={() => toggle(selection, rows.map(nameOf), !isAll)}
    />
  );
}

function toggle({ selected, setSelected }: Selection, names: readonly string[], isOn: boolean) {
  const next = new Set(selected);
  for (const name of names) {
    if (isOn) next.add(name);
    else next.delete(name);
  }
  setSelected(next);
}

function titleOf(value: CellValue): string {
  return value === null || value === undefined ? '' : String(value);
}
