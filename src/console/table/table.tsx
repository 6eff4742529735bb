/**
 * A list of things: filtered at once, sorted by any column, drawn where it is in sight, with
 * actions on what is selected. The address holds filter, order and columns. Used by all lists.
 */
import type { ComponentChild, ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { changeQuery } from '../routing/use-route.js';
import { Empty, Loading } from '../widgets/notice.js';
import { type BulkAction, BulkActions } from './bulk-actions.js';
import type { CellValue, Column } from './column.js';
import { compileFilter } from './filter.js';
import { formatOrder, type Order, parseOrder, sortRows } from './sort.js';
import { Toolbar } from './toolbar.js';
import { drawnRows } from './viewport.js';

export interface ShownColumn<Row> extends Column<Row> {
  /** What is shown: the value unless it is given. */
  readonly cell?: (row: Row) => ComponentChild;
}

export interface TableProps<Row> {
  /** "queue", "queues". */
  readonly noun: readonly [one: string, many: string];
  /** Undefined until they are loaded. */
  readonly rows: readonly Row[] | undefined;
  readonly columns: readonly ShownColumn<Row>[];
  /** Tells one row from all others, and says which it is. */
  readonly nameOf: (row: Row) => string;
  readonly query: Readonly<Record<string, string>>;
  readonly actions?: readonly BulkAction<Row>[];
  readonly onDone?: () => void;
  /** What to do when there are none at all. */
  readonly empty: ComponentChildren;
}

/** That of the style sheet, in px. */
const ROW_HEIGHT = 33;
const CHECKBOX_WIDTH = 2.25;
const NOTHING: readonly never[] = [];

export function Table<Row>(props: TableProps<Row>) {
  const { noun, rows, columns, nameOf, query, actions = NOTHING, onDone = () => {}, empty } = props;
  const [filter, setFilter] = useState(query['filter'] ?? '');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const order = parseOrder(query['sort']);
  const shown = useMemo(() => shownColumns(columns, query['columns']), [columns, query['columns']]);
  const found = useMemo(() => {
    const predicate = compileFilter(filter, columns);
    const all = rows ?? NOTHING;
    return sortRows(predicate === undefined ? all : all.filter(predicate), columns, order);
  }, [rows, columns, filter, query['sort']]);
  const chosen = useMemo(
    () => (selected.size === 0 ? [] : (rows ?? NOTHING).filter((row) => selected.has(nameOf(row)))),
    [rows, selected],
  );

  if (rows === undefined) return <Loading />;
  return (
    <div class="table">
      <Toolbar
        name={noun[1]}
        filter={filter}
        onFilter={setFilter}
        totalCount={rows.length}
        rows={found}
        columns={columns}
        shown={shown}
      />
      {chosen.length > 0 && (
        <BulkActions
          noun={noun}
          rows={chosen}
          nameOf={nameOf}
          actions={actions}
          onDone={onDone}
          onClear={() => setSelected(new Set())}
        />
      )}
      {found.length === 0 ? (
        <Empty>{rows.length === 0 ? empty : `No ${noun[1]} match this filter.`}</Empty>
      ) : (
        <Grid
          noun={noun}
          rows={found}
          columns={shown}
          nameOf={nameOf}
          order={order}
          selection={actions.length === 0 ? undefined : { selected, setSelected }}
        />
      )}
    </div>
  );
}

interface Selection {
  readonly selected: ReadonlySet<string>;
  readonly setSelected: (selected: ReadonlySet<string>) => void;
}

interface GridProps<Row> extends Pick<TableProps<Row>, 'noun' | 'columns' | 'nameOf'> {
  readonly rows: readonly Row[];
  readonly order: Order | undefined;
  readonly selection: Selection | undefined;
}

function Grid<Row>({ noun, rows, columns, nameOf, order, selection }: GridProps<Row>) {
  const place = useRef<HTMLDivElement>(null);
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
  const drawn = drawnRows({ rowCount: rows.length, rowHeight: ROW_HEIGHT, ...view });
  const width = columns.reduce((sum, each) => sum + each.width, selection ? CHECKBOX_WIDTH : 0);
  return (
    <div class="scroll" ref={place} tabIndex={0} role="region" aria-label={`List of ${noun[1]}`}>
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
                <SelectAll names={rows.map(nameOf)} selection={selection} />
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.id} column={column} order={order} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={drawn.heightBefore} />
          {rows.slice(drawn.first, drawn.end).map((row, index) => (
            <Row
              key={nameOf(row)}
              name={nameOf(row)}
              index={drawn.first + index + 2}
              row={row}
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

function Space({ height }: { readonly height: number }) {
  if (height === 0) return null;
  return <tr class="space" style={{ height: `${height}px` }} aria-hidden="true" />;
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly order: Order | undefined;
}

function Heading<Row>({ column, order }: HeadingProps<Row>) {
  const { id, title, explanation, isNumber } = column;
  const isOrdered = order?.columnId === id;
  const isDown = isOrdered && order.isDown;
  const sort = (): void => {
    // Numbers first from the top, texts from A.
    const next = isOrdered ? !isDown : isNumber === true;
    changeQuery({ sort: formatOrder({ columnId: id, isDown: next }) });
  };
  const direction = isDown ? 'descending' : 'ascending';
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
    <tr aria-rowindex={index} class={isSelected ? 'selected' : ''}>
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

function SelectAll({
  names,
  selection,
}: {
  readonly names: readonly string[];
  readonly selection: Selection;
}) {
  const isAll = names.length > 0 && names.every((name) => selection.selected.has(name));
  return (
    <input
      type="checkbox"
      aria-label="Select all that the filter shows"
      checked={isAll}
      onChange={() => toggle(selection, names, !isAll)}
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

function shownColumns<Row>(
  columns: readonly ShownColumn<Row>[],
  chosen: string | undefined,
): readonly ShownColumn<Row>[] {
  const ids = chosen === undefined || chosen === '' ? undefined : chosen.split(',');
  return columns.filter(({ id, isUsual }) => ids?.includes(id) ?? isUsual === true);
}

function titleOf(value: CellValue): string {
  return value === null || value === undefined ? '' : String(value);
}
