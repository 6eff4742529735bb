/**
 * A list of things: filtered at once, sorted by any column, with actions on what is selected. The
 * address holds filter, order and columns. Used by all lists; the rows are drawn by grid.tsx.
 */
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Empty, Loading } from '../widgets/notice.js';
import { type BulkAction, BulkActions } from './bulk-actions.js';
import { shownColumns } from './chosen-columns.js';
import { compileFilter, explainFilter } from './filter.js';
import { Grid, type ShownColumn } from './grid.js';
import { parseOrder, sortRows } from './sort.js';
import { Toolbar } from './toolbar.js';

export type { ShownColumn };

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
  /** Fetches all that is known of rows, for an export; without it a row has all. */
  readonly loadWhole?: (rows: readonly Row[]) => Promise<readonly unknown[]>;
  /** Told which rows are drawn, whenever that changes. */
  readonly onSight?: (rows: readonly Row[]) => void;
  /** What is drawn in place of a row: something newer. */
  readonly newest?: (row: Row) => Row;
}

const NOTHING: readonly never[] = [];

export function Table<Row>(props: TableProps<Row>) {
  const { noun, rows, columns, nameOf, query, actions = NOTHING, onDone = () => {}, empty } = props;
  const { sort, columns: address } = query;
  const [filter, setFilter] = useState(query['filter'] ?? '');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = { list: noun[1], address };
  const shown = useMemo(() => shownColumns(columns, list, localStorage), [columns, address]);
  // Sorted before they are filtered: a key stroke sorts nothing.
  const sorted = useMemo(
    () => sortRows(rows ?? NOTHING, columns, parseOrder(sort)),
    [rows, columns, sort],
  );
  const found = useMemo(() => {
    const predicate = compileFilter(filter, columns);
    return predicate === undefined ? sorted : sorted.filter(predicate);
  }, [sorted, columns, filter]);
  const chosen = useMemo(
    () => (selected.size === 0 ? [] : (rows ?? NOTHING).filter((row) => selected.has(nameOf(row)))),
    [rows, selected],
  );
  const hiddenCount = useMemo(() => {
    if (chosen.length === 0 || found === sorted) return 0;
    return chosen.length - found.filter((row) => selected.has(nameOf(row))).length;
  }, [chosen, found]);

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
        loadWhole={props.loadWhole}
      />
      {chosen.length > 0 && (
        <BulkActions
          noun={noun}
          rows={chosen}
          hiddenCount={hiddenCount}
          nameOf={nameOf}
          actions={actions}
          onDone={onDone}
          onClear={() => setSelected(new Set())}
        />
      )}
      {found.length === 0 ? (
        <Empty>
          {rows.length === 0 ? empty : `No ${noun[1]} match this filter.`}{' '}
          {rows.length > 0 && explainFilter(filter, columns)}
        </Empty>
      ) : (
        <Grid
          noun={noun}
          rows={found}
          columns={shown}
          nameOf={nameOf}
          order={parseOrder(sort)}
          selection={actions.length === 0 ? undefined : { selected, setSelected }}
          onSight={props.onSight}
          newest={props.newest}
        />
      )}
    </div>
  );
}
