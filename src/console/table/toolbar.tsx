/** Above a table: its filter, how much it shows, which columns, exports. Part of table.tsx. */
import { useEffect, useState } from 'preact/hooks';
import { changeQuery } from '../routing/use-route.js';
import { FILTER_ID } from '../shell/keyboard.js';
import type { Column } from './column.js';
import { csvOf } from './csv.js';

interface ToolbarProps<Row> {
  readonly name: string;
  readonly filter: string;
  readonly onFilter: (text: string) => void;
  readonly totalCount: number;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly Column<Row>[];
}

/** The address follows when one pauses in typing. */
const ADDRESS_DELAY_MS = 200;

export function Toolbar<Row>(props: ToolbarProps<Row>) {
  const { name, filter, onFilter, totalCount, rows, columns, shown } = props;
  useEffect(() => {
    const timer = window.setTimeout(() => changeQuery({ filter }), ADDRESS_DELAY_MS);
    return () => window.clearTimeout(timer);
  }, [filter]);
  const all = totalCount.toLocaleString('en');
  const count = filter.trim() === '' ? all : `${rows.length.toLocaleString('en')} of ${all}`;
  return (
    <div class="toolbar">
      <input
        id={FILTER_ID}
        type="search"
        placeholder="Filter   ( / )"
        title="Words, or terms on columns: vhost:shop, vhost=/, channels>1"
        aria-label={`Filter ${name}`}
        value={filter}
        onInput={({ currentTarget }) => onFilter(currentTarget.value)}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Escape') currentTarget.blur();
        }}
      />
      <span class="count" role="status">
        {count}
      </span>
      <span class="spring" />
      <ColumnChooser columns={columns} shown={shown} />
      <button
        type="button"
        class="small"
        onClick={() => download(`${name}.csv`, 'text/csv', csvOf(rows, shown))}
      >
        CSV
      </button>
      <button
        type="button"
        class="small"
        onClick={() => download(`${name}.json`, 'application/json', JSON.stringify(rows, null, 2))}
      >
        JSON
      </button>
    </div>
  );
}

interface ColumnChooserProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly Column<Row>[];
}

function ColumnChooser<Row>({ columns, shown }: ColumnChooserProps<Row>) {
  const [isOpen, setOpen] = useState(false);
  const toggle = (column: Column<Row>): void => {
    const wanted = columns.filter((each) => (each === column) !== shown.includes(each));
    const isUsual = columns.every((each) => (each.isUsual === true) === wanted.includes(each));
    changeQuery({ columns: isUsual ? '' : wanted.map(({ id }) => id).join(',') || 'name' });
  };
  return (
    <div
      class="chooser"
      onKeyDown={({ key }) => {
        if (key === 'Escape') setOpen(false);
      }}
    >
      <button type="button" class="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        Columns
      </button>
      {isOpen && (
        <fieldset class="popover">
          <legend class="hidden">Columns</legend>
          {columns.map((column) => (
            <label key={column.id} title={column.explanation}>
              <input
                type="checkbox"
                checked={shown.includes(column)}
                onChange={() => toggle(column)}
              />
              {column.title}
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}

export function download(fileName: string, type: string, content: string | Uint8Array): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
